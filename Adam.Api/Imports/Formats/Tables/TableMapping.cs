using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Projects;
using Adam.Api.Tables;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// Reads a row as a project. A column that the file does not have states nothing, and an empty cell empties the member.
/// </summary>
internal sealed partial class TableMapping(TableLayout layout, ImportContext context)
{
    private const int LongestIdentifier = 200;

    /// <summary>The first number with 16 digits.</summary>
    private const double FirstInexact = 1e15;

    /// <summary>The members of a project that the columns state.</summary>
    private readonly string[] _stated =
    [
        .. layout.Columns.Select(column => MemberOf(column.Name)).Where(member => member.Length > 0).Distinct(),
    ];

    private readonly string[] _statedWithoutVisibility =
    [
        .. layout
            .Columns.Select(column => MemberOf(column.Name))
            .Where(member => member.Length > 0 && member != nameof(ProjectDraft.Visibility))
            .Distinct(),
    ];

    public ParsedRecord Map(int number, SheetRow row)
    {
        var reading = new Row(layout, row);
        reading.RefuseCutCells();
        reading.RefuseCellsWithoutValue();
        reading.RefuseNoRecord();
        var owner = RecordOwner.Find(
            reading.Text("owner"),
            context,
            "row",
            (code, reason) => reading.Error("owner", code, reason)
        );
        var reference = TextNormalization.Line(reading.Text("reference"));
        var input = new ProjectInput
        {
            Reference = reading.Text("reference"),
            Title = reading.Text("title"),
            Description = reading.Text("description"),
            Language = reading.Text("language"),
            Pillars = Pillars(reading),
            Countries = Countries(reading),
            CountryPercentages = CountryPercentages(reading),
            Places = Places(reading),
            ActivityTypes =
            [
                .. Apart(reading.List("activityTypes"), CodeListCatalog.ActivityTypes)
                    .Select(type => Code(CodeListCatalog.ActivityTypes, type)),
            ],
            Donors = Donors(reading),
            Implementers = Implementers(reading),
            Beneficiaries = reading.List("beneficiaries"),
            Status = reading.Text("status") is { } status ? Code(CodeListCatalog.Statuses, status) : null,
            PlannedStart = reading.Date("plannedStart"),
            PlannedEnd = reading.Date("plannedEnd"),
            ActualStart = reading.Date("actualStart"),
            ActualEnd = reading.Date("actualEnd"),
            FundedUntil = reading.Date(ProjectTable.FundedUntil),
            Sectors = Sectors(reading),
            AdditionalSdgTargets = Apart(reading.List("additionalSdgTargets"), CodeListCatalog.SdgTargets),
            IatiIdentifier = reading.Text("iatiIdentifier"),
            RelatedProjects = RelatedProjects(reading),
            DeclaredMeasures = reading.List(ProjectTable.DeclaredMeasures),
            Visibility = reading.Text(ProjectTable.Visibility) is { } visibility
                ? Code(CodeListCatalog.Visibilities, visibility)
                : null,
        };
        return new(
            number,
            string.IsNullOrEmpty(reference) ? null : ValidationError.Printable(reference, LongestIdentifier),
            row.Number,
            1,
            owner,
            input,
            reading.Errors,
            number == 1 ? [.. layout.Warnings, .. reading.Warnings] : reading.Warnings
        )
        {
            // An empty cell does not widen a restricted project.
            Stated = input.Visibility is null ? _statedWithoutVisibility : _stated,
            TakesMissingFromStored = true,
        };
    }

    private static IReadOnlyList<string> Apart(IReadOnlyList<string> values, CodeList list) =>
        ListedValues.Apart(values, text => list.Find(Code(list, text)) is not null);

    private static IReadOnlyList<string> Countries(Row row) =>
        ListedValues.Apart(row.List("countries"), text => CountryNames.Resolve(text) is not null);

    private IReadOnlyList<string> Pillars(Row row)
    {
        var pillars = ListedValues.Apart(
            row.List("pillars"),
            text => CodeListCatalog.Pillars.Find(Pillar(text)) is not null
        );
        return pillars.Count == 0 && context.Options.Pillar is { } pillar
            ? [CodeListCatalog.Pillars.Entries.Single(entry => entry.Number == (int)pillar).Code]
            : [.. pillars.Select(Pillar)];
    }

    /// <summary>
    /// Returns the code of a pillar that is written as its code, its name, or its number (III, 3, Pillar 3).
    /// </summary>
    private static string Pillar(string given)
    {
        var text = WordPillar().Replace(given, "");
        string[] romans = ["I", "II", "III", "IV"];
        var number = Array.FindIndex(romans, roman => roman.Equals(text, StringComparison.OrdinalIgnoreCase)) + 1;
        if (number == 0 && text.Length == 1 && char.IsAsciiDigit(text[0]))
            number = text[0] - '0';
        return CodeListCatalog.Pillars.Entries.FirstOrDefault(entry => entry.Number == number)?.Code
            ?? Code(CodeListCatalog.Pillars, text);
    }

    /// <summary>
    /// Returns the code of an entry that is written as its code, its name or its number; the text itself if there is
    /// none, which the rules reject.
    /// </summary>
    private static string Code(CodeList list, string text) =>
        list.Find(text)?.Code
        ?? CodeNameTranslations.Find(list.Name, text)
        ?? list.FindByName(text)
        ?? ByNumber(list, text)
        ?? text;

    /// <summary>Returns the code with a number, such as 2 of IATI's code list of statuses.</summary>
    private static string? ByNumber(CodeList list, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? list.Entries.FirstOrDefault(entry => entry.Number == number)?.Code
            : null;

    private static IReadOnlyList<CountryPercentageInput> CountryPercentages(Row row)
    {
        var countries = Countries(row);
        return
        [
            .. row.Percentages(ProjectTable.CountryPercentages, countries, "country", "countries")
                .Select((percentage, i) => (percentage, i))
                .Where(share => share.percentage is not null)
                .Select(share => new CountryPercentageInput
                {
                    Country = countries[share.i],
                    Percentage = share.percentage,
                }),
        ];
    }

    private static IReadOnlyList<PlaceInput> Places(Row row)
    {
        var names = row.Values(ProjectTable.Places);
        var regions = row.Values(ProjectTable.Admin1, names, "place");
        var latitudes = row.Coordinates(ProjectTable.Latitude, names, "place");
        var longitudes = row.Coordinates(ProjectTable.Longitude, names, "place");
        return
        [
            .. names
                .Select(
                    (name, i) =>
                        new PlaceInput
                        {
                            Name = name,
                            Admin1 = OrNull(regions[i]),
                            Latitude = latitudes[i],
                            Longitude = longitudes[i],
                        }
                )
                .Where(place =>
                    place.Name!.Length > 0
                    || place.Admin1 is not null
                    || place.Latitude is not null
                    || place.Longitude is not null
                ),
        ];
    }

    private static IReadOnlyList<DonorInput> Donors(Row row)
    {
        var names = row.Values(ProjectTable.Donors);
        var agencies = row.Values(ProjectTable.DonorAgencies, names, Row.Donor);
        var amounts = row.Amounts(ProjectTable.Amounts, names);
        var currencies = row.Currencies(amounts, names);
        return
        [
            .. names
                .Select(
                    (name, i) =>
                        new DonorInput
                        {
                            Partner = agencies[i].Length > 0 ? name : null,
                            Name = agencies[i].Length > 0 ? agencies[i] : OrNull(name),
                            Amount = amounts[i],
                            // An amount that could not be read has its own error.
                            Currency =
                                amounts[i] is null && row.HasError(ProjectTable.Amounts) ? null : OrNull(currencies[i]),
                        }
                )
                .Where(donor => donor.Partner is not null || donor.Name is not null || donor.Amount is not null),
        ];
    }

    private static IReadOnlyList<ImplementerInput> Implementers(Row row)
    {
        var names = row.Values(ProjectTable.Implementers);
        var agencies = row.Values(ProjectTable.ImplementerAgencies, names, "implementer");
        return
        [
            .. names
                .Select(
                    (name, i) =>
                        new ImplementerInput
                        {
                            Partner = agencies[i].Length > 0 ? name : null,
                            Name = agencies[i].Length > 0 ? agencies[i] : OrNull(name),
                        }
                )
                .Where(implementer => implementer.Partner is not null || implementer.Name is not null),
        ];
    }

    private static IReadOnlyList<SectorInput> Sectors(Row row)
    {
        var codes = ListedValues.Apart(
            row.Values(ProjectTable.Sectors),
            code =>
                CodeListCatalog.Sectors.Find(code) is not null
                || CodeListCatalog.SectorCategories.Find(code) is not null
        );
        var vocabularies = row.Values(ProjectTable.SectorVocabularies);
        if (vocabularies.Count == 0)
            vocabularies = [.. codes.Select(code => code.Length == 3 ? "dac-category" : "dac")];
        else if (vocabularies.Count == 1)
            vocabularies = [.. codes.Select(_ => vocabularies[0])];
        else
            vocabularies = row.Values(ProjectTable.SectorVocabularies, codes, "sector");
        var percentages = row.Percentages(ProjectTable.SectorPercentages, codes, "sector");
        return
        [
            .. codes
                .Select(
                    (code, i) =>
                        new SectorInput
                        {
                            Vocabulary = vocabularies[i],
                            Code = code,
                            Percentage = percentages[i],
                        }
                )
                .Where(sector => sector.Code!.Length > 0),
        ];
    }

    private static IReadOnlyList<RelatedProjectInput> RelatedProjects(Row row)
    {
        var identifiers = row.Values(ProjectTable.RelatedProjects);
        var relations = row.Values(ProjectTable.Relations, identifiers, "related project");
        return
        [
            .. identifiers
                .Select(
                    (identifier, i) =>
                        new RelatedProjectInput { Identifier = identifier, Relation = OrNull(relations[i]) }
                )
                .Where(related => related.Identifier!.Length > 0),
        ];
    }

    [GeneratedRegex(@"^\s*(?:pillar|pilier|säule|направление)\s+(?=[ivx0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex WordPillar();

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    /// <summary>Returns the member of <see cref="ProjectDraft"/> that a column states; empty for the owner.</summary>
    private static string MemberOf(string column) =>
        column switch
        {
            "owner" => "",
            ProjectTable.DonorAgencies or ProjectTable.Amounts or ProjectTable.Currencies => "Donors",
            ProjectTable.ImplementerAgencies => "Implementers",
            ProjectTable.Admin1 or ProjectTable.Latitude or ProjectTable.Longitude => "Places",
            ProjectTable.SectorVocabularies or ProjectTable.SectorPercentages => "Sectors",
            ProjectTable.Relations => "RelatedProjects",
            _ => char.ToUpperInvariant(column[0]) + column[1..],
        };

    /// <summary>The cells of one row, by the names of their columns, with the errors of reading them.</summary>
    private sealed class Row(TableLayout layout, SheetRow row)
    {
        /// <summary>The years of the days that a workbook shows for zero and small numbers.</summary>
        private const int FirstYearOfZero = 1899;
        private const int LastYearOfZero = 1900;

        /// <summary>The noun for donors, of which each project has one.</summary>
        public const string Donor = "donor";

        private readonly List<ValidationError> _errors = [];
        private readonly List<ValidationError> _warnings = [];

        public IReadOnlyList<ValidationError> Errors => _errors;

        public IReadOnlyList<ValidationError> Warnings => _warnings;

        /// <param name="item">The index of the value, for numbered columns.</param>
        public void Error(string column, ErrorCode code, string reason, int item = 0) =>
            Add(_errors, new(TableCells.NameOf(layout, column, row.Number, item), reason, code));

        /// <summary>Refuses cells that were cut when the table was written: the register has what they lost.</summary>
        public void RefuseCutCells()
        {
            foreach (var column in layout.Columns.Where(column => CutText.IsCut(row[column.Index].Text)))
                Error(
                    column.Name,
                    ErrorCodes.BadValue,
                    $"The cell was cut at {CutText.MostCharacters:N0} characters, the most of a cell in a workbook. "
                        + "Send this record as CSV or JSON, or leave out the column, which then stays as it is."
                );
        }

        /// <summary>
        /// Refuses errors, formulas that were not computed, and numbers of which the workbook has lost digits.
        /// </summary>
        public void RefuseCellsWithoutValue()
        {
            foreach (var column in layout.Columns)
            {
                var cell = row[column.Index];
                if (cell.Fault is { } fault)
                    Error(column.Name, ErrorCodes.BadValue, fault, Math.Max(0, column.Number - 1));
                else if (
                    cell.Type == SheetCellType.Number
                    && Math.Abs(cell.Number) >= FirstInexact
                    && column.Name is "reference" or "iatiIdentifier" or ProjectTable.RelatedProjects
                )
                    Error(
                        column.Name,
                        ErrorCodes.BadValue,
                        $"{ValidationError.Quote(cell.Text)} is a number of more than 15 digits, of which a workbook "
                            + "keeps 15. Format the column as text, and write it again."
                    );
            }
        }

        /// <summary>Says of a note, a heading of a group or a row of totals what it is, beside what it lacks.</summary>
        public void RefuseNoRecord()
        {
            if (layout.NoRecordReason(row) is { } reason)
                Add(
                    _errors,
                    new(string.Create(CultureInfo.InvariantCulture, $"row {row.Number}"), reason, ErrorCodes.RowNotRead)
                );
        }

        /// <summary>Returns true if a value of a column could not be read.</summary>
        public bool HasError(string column) =>
            _errors.Any(error => error.Name.EndsWith($" {column}", StringComparison.Ordinal));

        /// <summary>Returns the text of a column; null if it is empty or missing.</summary>
        public string? Text(string column) =>
            Cells(column).Where(cell => !cell.Cell.IsEmpty).Select(cell => cell.Cell.Text).FirstOrDefault();

        /// <summary>Returns the values of a column that are not empty.</summary>
        public IReadOnlyList<string> List(string column) => [.. Values(column).Where(value => value.Length > 0)];

        /// <summary>
        /// Returns the values of a column, or of its numbered columns, with empty ones between others.
        /// </summary>
        public IReadOnlyList<string> Values(string column)
        {
            var cells = Cells(column).ToList();
            var values = cells.SelectMany(cell => CellList.Split(cell.Cell.Text)).ToList();
            if (values.All(value => value.Length == 0) && cells.Count <= 1)
                return [];
            return values;
        }

        /// <summary>
        /// Returns as many values as the list has items that they belong to, empty ones for missing values. A value
        /// alone beside several items does not say whose it is, such as the budget of a project with two donors.
        /// </summary>
        /// <param name="items">The items of that list, with empty ones.</param>
        /// <param name="noun">The noun for an item, for the error message.</param>
        /// <param name="plural">Its plural; null for the noun with an s.</param>
        public IReadOnlyList<string> Values(
            string column,
            IReadOnlyList<string> items,
            string noun,
            string? plural = null
        )
        {
            var values = Values(column).ToList();
            while (values.Count > items.Count && values[^1].Length == 0)
                values.RemoveAt(values.Count - 1);
            // Without donors, the rules say that one is missing, and nothing else is wrong.
            if (values.Count > items.Count && !(items.Count == 0 && noun == Donor))
                Error(
                    column,
                    ErrorCodes.BadValue,
                    items.Count == 0
                        ? $"There is no {noun} that {(values.Count == 1 ? "the value belongs" : "the values belong")} "
                            + $"to. Name the {noun}, or empty the cell."
                        : $"There are {values.Count} values for {Counted.Noun(items.Count, noun, plural)}. Write one "
                            + "for each, separated by semicolons."
                );
            else
                RequireOneForEach(column, items, noun, plural);
            if (values.Count > items.Count)
                values.RemoveRange(items.Count, values.Count - items.Count);

            return [.. values, .. Enumerable.Repeat("", items.Count - values.Count)];
        }

        /// <summary>
        /// Adds an error if one value stands beside several items without a sign of its position, and a warning if some
        /// of the last items have none.
        /// </summary>
        private void RequireOneForEach(string column, IReadOnlyList<string> items, string noun, string? plural)
        {
            var values = Values(column);
            var named = items.Count(item => item.Length > 0);
            // A numbered column, as `amount 1`, says to which item its value belongs.
            if (values.Count is 0 || named < 2 || HasNumber(column) || values.Count >= items.Count)
                return;
            var several = Counted.Noun(named, noun, plural);
            if (values.Count == 1)
                Error(
                    column,
                    ErrorCodes.OneForSeveral,
                    $"{ValidationError.Quote(values[0])} is one value for {several}, and does not say whose it is. "
                        + "Write one for each, separated by semicolons, and nothing between them where none is known: "
                        + $"{ValidationError.Quote(values[0] + ";")} is the value of the first."
                );
            else
                Add(
                    _warnings,
                    new(
                        TableCells.NameOf(layout, column, row.Number),
                        $"There are {values.Count} values for {several}; the last "
                            + (
                                items.Count - values.Count == 1
                                    ? "has none."
                                    : $"{items.Count - values.Count} have none."
                            ),
                        ErrorCodes.OneForSeveral
                    )
                );
        }

        private bool HasNumber(string column) => layout.Columns.Any(one => one.Name == column && one.Number > 0);

        /// <summary>Returns as many amounts as there are donors; null for missing ones.</summary>
        /// <inheritdoc cref="Values(string, IReadOnlyList{string}, string, string)"/>
        public IReadOnlyList<decimal?> Amounts(string column, IReadOnlyList<string> items)
        {
            var sign = Cells(column).Aggregate(DecimalSign.Unknown, (signs, cell) => signs | layout.SignOf(cell.Index));
            return Numbers<decimal>(
                column,
                items,
                Donor,
                null,
                number => Math.Abs(number) < 1e20 ? (decimal)number : null,
                value =>
                    NumberReader.Read(AmountText.Parse(value).Number, sign, out var reason) is { } amount
                        ? (amount, "")
                        : (null, $"{reason}. Write it as 1234567.50.")
            );
        }

        /// <summary>
        /// Returns the currencies of amounts: those of their column, of which one alone is that of all amounts, or
        /// those beside the amounts, which the formats of their cells can show, or in the headings of the amounts.
        /// </summary>
        /// <param name="donors">The donors, with empty ones.</param>
        public IReadOnlyList<string> Currencies(IReadOnlyList<decimal?> amounts, IReadOnlyList<string> donors)
        {
            var own = Values(ProjectTable.Currencies);
            own =
                own.Count == 1
                    ? [.. amounts.Select(amount => amount is null ? "" : own[0])]
                    : Values(ProjectTable.Currencies, donors, Donor);
            var beside = Cells(ProjectTable.Amounts)
                .SelectMany(one =>
                    one.Cell.Type == SheetCellType.Number
                        ? [(one.Cell.Currency, IsFormat: true)]
                        : CellList
                            .Split(one.Cell.Text)
                            .Select(value => (AmountText.Parse(value).Currency, IsFormat: false))
                )
                .ToList();
            return [.. own.Select(CurrencyOf)];

            string CurrencyOf(string own, int item)
            {
                var (shown, isFormat) = item < beside.Count ? beside[item] : default;
                var heading = layout.CurrencyOf(item);
                if (amounts[item] is null || (shown ?? heading) is not { } currency)
                    return own;
                var other = own.Length > 0 ? own : heading;
                if (isFormat && shown is not null && other is not null && !IsSame(other, shown))
                    Error(
                        ProjectTable.Amounts,
                        ErrorCodes.BadValue,
                        $"The format of the cell shows {shown}, and its currency is {ValidationError.Quote(other)}. "
                            + "Format the cell as a number without a currency, or correct the currency.",
                        item
                    );
                else if (own.Length > 0 && !IsSame(own, currency))
                    Error(
                        ProjectTable.Amounts,
                        ErrorCodes.BadValue,
                        $"The amount is in {currency}, and its currency is {ValidationError.Quote(own)}. Write one of "
                            + "them.",
                        item
                    );
                return own.Length > 0 ? own : currency;
            }

            static bool IsSame(string one, string other)
            {
                return one.Equals(other, StringComparison.OrdinalIgnoreCase);
            }
        }

        /// <summary>Returns percentages, which have no thousands.</summary>
        /// <inheritdoc cref="Values(string, IReadOnlyList{string}, string, string)"/>
        public IReadOnlyList<decimal?> Percentages(
            string column,
            IReadOnlyList<string> items,
            string noun,
            string? plural = null
        ) =>
            Numbers<decimal>(
                column,
                items,
                noun,
                plural,
                number => Math.Abs(number) < 1e20 ? (decimal)number : null,
                value =>
                    decimal.TryParse(
                        Plain(value.TrimEnd('%').Trim()),
                        NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var percentage
                    )
                        ? (percentage, "")
                        : ((decimal?)null, "is no percentage. Write it as 33.5.")
            );

        /// <summary>Returns coordinates in degrees, which have no thousands.</summary>
        /// <inheritdoc cref="Values(string, IReadOnlyList{string}, string, string)"/>
        public IReadOnlyList<double?> Coordinates(string column, IReadOnlyList<string> items, string noun) =>
            Numbers<double>(
                column,
                items,
                noun,
                null,
                number => (double?)number,
                value =>
                    double.TryParse(Plain(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
                        ? (degrees, "")
                        : ((double?)null, "is no number of degrees. Write it as 38.56, south and west negative.")
            );

        /// <param name="ofNumber">Converts the number of a typed cell.</param>
        /// <param name="read">Reads a text, or returns the reason for which it cannot be read.</param>
        private IReadOnlyList<T?> Numbers<T>(
            string column,
            IReadOnlyList<string> items,
            string noun,
            string? plural,
            Func<double, T?> ofNumber,
            Func<string, (T? Value, string Reason)> read
        )
            where T : struct
        {
            if (
                items.Count > 0
                && Cells(column).ToList() is [{ Cell: { Type: SheetCellType.Number, Number: var number } }]
            )
            {
                RequireOneForEach(column, items, noun, plural);
                return [ofNumber(number), .. Enumerable.Repeat<T?>(null, items.Count - 1)];
            }

            return
            [
                .. Values(column, items, noun, plural)
                    .Select(
                        (value, item) =>
                        {
                            if (value.Length == 0 || IsFault(column, value))
                                return null;
                            var (parsed, reason) = read(value);
                            if (parsed is null)
                                Error(column, ErrorCodes.BadNumber, $"{ValidationError.Quote(value)} {reason}", item);
                            return parsed;
                        }
                    ),
            ];
        }

        /// <summary>Returns true if a value is that of a cell without one, which has its own error.</summary>
        private bool IsFault(string column, string value) =>
            Cells(column).Any(cell => cell.Cell.Type == SheetCellType.Fault && cell.Cell.Text == value);

        private static string Plain(string number) => number.Replace(',', '.').Replace('\u2212', '-');

        public DateOnly? Date(string column)
        {
            if (Day(column) is not { } day)
                return null;

            var read = DateParser.ReadDate(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (read.Reason is null)
                return day;
            Error(column, read.Code!, read.Reason);
            return null;
        }

        /// <summary>Returns the day of a cell, of any year.</summary>
        private DateOnly? Day(string column)
        {
            var (cell, index) = Cells(column).FirstOrDefault();
            if (string.IsNullOrWhiteSpace(cell.Text))
                return null;
            if (cell.Type == SheetCellType.Fault)
                return null;
            var isZero = cell.Type == SheetCellType.Date && cell.Date.Year is FirstYearOfZero or LastYearOfZero;
            if (cell.Type == SheetCellType.Date && !isZero)
                return DateOnly.FromDateTime(cell.Date);
            if (cell.Type == SheetCellType.Number && cell.Number is > 20_000 and < 80_000)
            {
                var date = DateOnly.FromDateTime(DateTime.FromOADate(cell.Number));
                Add(
                    _warnings,
                    new(
                        TableCells.NameOf(layout, column, row.Number),
                        $"{ValidationError.Quote(cell.Text)} is a number without the format of a date; it is read as "
                            + $"Excel's number for {date:yyyy-MM-dd}.",
                        ErrorCodes.BadDate
                    )
                );
                return date;
            }

            string reason;
            if (isZero)
                reason = "is what a workbook shows for zero, and no date of a project. Empty the cell";
            else if (DateReader.Read(cell.Text, layout.OrderOf(index), out reason) is { } read)
                return read;
            Error(
                column,
                ErrorCodes.BadDate,
                $"{ValidationError.Quote(cell.Text)} {reason}. Write dates as 2015-12-31."
            );
            return null;
        }

        private IEnumerable<(SheetCell Cell, int Index)> Cells(string column) =>
            layout
                .Columns.Where(one => one.Name == column)
                .OrderBy(one => one.Number)
                .Select(one => (row[one.Index], one.Index));

        private static void Add(List<ValidationError> errors, ValidationError error)
        {
            if (errors.Count < ValidationError.Most && !errors.Contains(error))
                errors.Add(error);
        }
    }
}
