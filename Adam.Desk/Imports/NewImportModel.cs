using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Imports;

/// <summary>The steps of an import: the file, what is read of it, what is wrong with it.</summary>
/// <param name="Fields">The fields of the form.</param>
/// <param name="Mappings">The mappings that the partner has saved.</param>
/// <param name="Owners">The partners for whom the person may import.</param>
public sealed partial record NewImportModel(
    Fields Fields,
    IReadOnlyList<SavedMapping> Mappings,
    IReadOnlyList<Named> Owners
)
{
    /// <summary>The field with the id of the form: its <c>Idempotency-Key</c>.</summary>
    public const string FormId = "form";

    /// <summary>The fields of the meaning of a column, by its letters.</summary>
    public const string Column = "column.";

    /// <summary>The fields of mended cells, by the number of the record and the letters of the column.</summary>
    public const string Cell = "cell.";

    /// <summary>The value of a column that is not read.</summary>
    public const string NotRead = "-";

    /// <summary>The faulty rows that a page shows.</summary>
    public const int MostRows = 200;

    /// <summary>The bytes of a file that is imported before the next page opens.</summary>
    private const int MostAtOnce = 256 * 1024;

    private const int MostPartners = 500;

    public SentFile? File { get; init; }

    /// <summary>The columns of a table; null for a file of another kind.</summary>
    public ImportColumns? Columns { get; init; }

    /// <summary>The columns without the changes of this form; null for a file of another kind.</summary>
    public ImportColumns? ReadByItself { get; init; }

    /// <summary>The outcome that the import would have; null before the file is read.</summary>
    public ImportReport? Report { get; init; }

    /// <summary>The rows with faults, with all their cells; empty for a file that is no table or is not kept.</summary>
    public IReadOnlyList<FaultyRow> Rows { get; init; } = [];

    /// <summary>Why the file cannot be read; null if it can.</summary>
    public ApiProblemException? Problem { get; init; }

    public static async Task<View> ShowAsync(DeskContext desk, DeskApi api) =>
        MayImport(desk)
            ? Show(desk, await CreateAsync(Fields.None.With(FormId, Guid.NewGuid().ToString()), desk, api))
            : NoticeModel.Create(desk, "Import.new", "Record.readsOnly", "imports");

    public static async Task<FormAnswer> SubmitAsync(
        DeskContext desk,
        DeskApi api,
        IFormCollection form,
        HttpContext http
    )
    {
        // The content of a file is not shown as a field.
        var fields = Fields.Read(form).Without(SentFile.HeldContent).Without(SentFile.HeldName);
        var model = await CreateAsync(fields, desk, api);
        if (await SentFile.ReadAsync(form, http.RequestAborted) is not { } file)
            return new FormAnswer.Page(Show(desk, model));

        try
        {
            model = await MendAsync(model with { File = file }, api);
            if (fields["saveAs"] is { Length: > 0 } name && model.Mapping is { } mapping)
                model = await SaveMappingAsync(model, name, mapping, api);
            return fields["action"] switch
            {
                "import" => await ImportAsync(model, api),
                "rejected" => new FormAnswer.Download(
                    "adam-rejected-rows.csv",
                    "text/csv",
                    (await model.TryAsync(api, "rejected")).Body
                ),
                _ => new FormAnswer.Page(Show(desk, await ReadAsync(model, api))),
            };
        }
        catch (ApiProblemException problem)
            when (problem.Status is >= 400 and < 500 and not StatusCodes.Status401Unauthorized)
        {
            if (problem.Problem.Code == DeskApi.KeyReused) // another file is another request
                model = model with { Fields = fields.With(FormId, Guid.NewGuid().ToString()) };
            return new FormAnswer.Page(Show(desk, await WithColumnsAsync(model, api) with { Problem = problem }));
        }
    }

    /// <summary>The mapping as the form has it: JSON, or the name of a saved one; null for none.</summary>
    public string? Mapping
    {
        get
        {
            var saved = Mappings.FirstOrDefault(one => one.Name == Fields["mapping"]);
            var chosen = Chosen();
            if (chosen.Count == 0)
                return saved?.Name;

            var columns = (JsonObject?)saved?.Columns?.DeepClone() ?? [];
            foreach (var (heading, name) in chosen)
                columns[heading] = name;
            var mapping = new JsonObject { ["columns"] = columns };
            if (saved?.Values is { } values)
                mapping["values"] = values.DeepClone();
            if (saved?.Defaults is { } defaults)
                mapping["defaults"] = defaults.DeepClone();
            return mapping.ToJsonString();
        }
    }

    private static bool MayImport(DeskContext desk) => desk.Me!.May.Contains("write-own-projects");

    private static async Task<NewImportModel> CreateAsync(Fields fields, DeskContext desk, DeskApi api)
    {
        var mappings = await api.GetAsync<Page<SavedMapping>>("/v1/mappings?limit=100");
        var owners = desk.Me!.May.Contains("write-all-projects")
            ? (await api.GetAsync<Page<Partner>>($"/v1/partners?limit={MostPartners}")).Items
            : [];
        return new(fields, mappings.Items, [.. owners.Select(one => new Named(one.Code, one.Name))]);
    }

    private static View Show(DeskContext desk, NewImportModel model) =>
        View.Create<NewImportPage, NewImportModel>(desk.Words["Import.new"], "imports", model) with
        {
            Status = model.Problem?.Status ?? StatusCodes.Status200OK,
        };

    /// <summary>Returns the meaning that the person has given to columns: by heading, or by letters.</summary>
    private Dictionary<string, string?> Chosen()
    {
        var chosen = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (
            var (field, name) in Fields.Pairs.Where(pair => pair.Name.StartsWith(Column, StringComparison.Ordinal))
        )
        {
            var letters = field[Column.Length..];
            if (name == Fields[$"read.{letters}"])
                continue; // as the register reads it by itself

            var heading = Fields[$"heading.{letters}"];
            var isOnly =
                heading.Length > 0
                && Fields.Pairs.Count(pair =>
                    pair.Name.StartsWith("heading.", StringComparison.Ordinal) && pair.Text.Trim() == heading
                ) == 1;
            chosen[isOnly ? heading : letters] = name == NotRead ? null : name;
        }

        return chosen;
    }

    private async Task<ApiResponse> TryAsync(DeskApi api, string format) =>
        await api.SendFileAsync(Address($"/v1/imports?dryRun=true&format={format}"), File!.Name, File.Content, Mapping);

    private string Address(string address)
    {
        var parameters = new[] { ("owner", Fields["owner"]), ("pillar", Fields["pillar"]), ("sheet", Sheet ?? "") };
        return parameters
            .Where(parameter => parameter.Item2.Length > 0)
            .Aggregate(address, (all, one) => $"{all}&{one.Item1}={Uri.EscapeDataString(one.Item2)}");
    }

    /// <summary>The sheet of a workbook; null for the first one, and for any other file.</summary>
    private string? Sheet =>
        Fields["sheet"] is { Length: > 0 } sheet
        && Path.GetExtension(File!.Name).StartsWith(".xls", StringComparison.OrdinalIgnoreCase)
            ? sheet
            : null;

    /// <summary>Returns the file with the cells that the person has mended, as CSV; the file itself if none.</summary>
    private static async Task<NewImportModel> MendAsync(NewImportModel model, DeskApi api)
    {
        var cells = model
            .Fields.Pairs.Select(pair => (Match: CellName().Match(pair.Name), pair.Text))
            .Where(cell => cell.Match.Success)
            .ToList();
        if (cells.Count == 0 || !model.File!.IsHeld || !model.File.IsTable)
            return model;

        var report = DeskApi.Read<ImportReport>(await model.TryAsync(api, "json"));
        var rows = Csv.Read((await model.TryAsync(api, "rows")).Body.Span);
        var first = rows.Count - report.Items.Count;
        foreach (var (match, text) in cells)
        {
            var row = first + int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1;
            var column = Csv.IndexOf(match.Groups[2].Value);
            if (row >= first && row < rows.Count && column >= 0 && column < rows[row].Length - 1)
                rows[row][column] = text;
        }

        var mended = Csv.Write(rows.Select(row => row[..^1])); // without the errors
        var fields = new Fields([
            .. model.Fields.Pairs.Where(pair => !pair.Name.StartsWith(Cell, StringComparison.Ordinal)),
        ]);
        return model with
        {
            Fields = fields.With("mended", "yes"),
            File = new(Path.GetFileNameWithoutExtension(model.File.Name) + ".csv", mended),
        };
    }

    private static async Task<NewImportModel> SaveMappingAsync(
        NewImportModel model,
        string name,
        string mapping,
        DeskApi api
    )
    {
        if (JsonNode.Parse(mapping.StartsWith('{') ? mapping : "{}") is not JsonObject { Count: > 0 } body)
            return model; // a saved one that nothing was changed of

        var saved = await api.SendAsync<SavedMapping>(
            HttpMethods.Put,
            $"/v1/mappings/{Uri.EscapeDataString(name)}",
            body,
            headers: [("If-Match", "*")]
        );
        var others = model.Mappings.Where(one => one.Name != saved.Name);
        return model with
        {
            Mappings = [.. others, saved],
            Fields = new Fields([
                .. model.Fields.Pairs.Where(pair =>
                    pair.Name != "saveAs" && !pair.Name.StartsWith(Column, StringComparison.Ordinal)
                ),
            ]).With("mapping", saved.Name),
        };
    }

    private static async Task<FormAnswer> ImportAsync(NewImportModel model, DeskApi api)
    {
        var withdraws = model.Fields["withdrawMissing"] == "true" ? "true" : "false";
        var response = await DeskApi.OnceAsync(() =>
            api.SendFileAsync(
                model.Address($"/v1/imports?withdrawMissing={withdraws}"),
                model.File!.Name,
                model.File.Content,
                model.Mapping,
                // A page shows the progress of a file that takes longer than a person likes to wait.
                ("Prefer", model.File.Content.Length > MostAtOnce ? "respond-async" : "return=representation"),
                ("Idempotency-Key", model.Fields[FormId])
            )
        );
        // A job and a report both have the id of the import.
        return new FormAnswer.See($"/desk/imports/{(string)DeskApi.Read<JsonObject>(response)["id"]!}");
    }

    private static async Task<NewImportModel> ReadAsync(NewImportModel model, DeskApi api)
    {
        model = await WithColumnsAsync(model, api);
        var report = DeskApi.Read<ImportReport>(await model.TryAsync(api, "json"));
        model = model with { Report = report };
        if (!model.File!.IsTable || !model.File.IsHeld || report.Rejected == 0)
            return model;

        var rows = Csv.Read((await model.TryAsync(api, "rows")).Body.Span);
        var first = rows.Count - report.Items.Count;
        return model with
        {
            Rows =
            [
                .. report
                    .Items.Select((item, i) => (Item: item, Cells: rows[first + i][..^1]))
                    .Where(row => row.Item.Errors.Count > 0)
                    .Take(MostRows)
                    .Select(row => new FaultyRow(row.Item, row.Cells)),
            ],
        };
    }

    private static async Task<NewImportModel> WithColumnsAsync(NewImportModel model, DeskApi api)
    {
        if (model.File is not { IsTable: true } file)
            return model;

        var query = model.Sheet is { } sheet ? $"?sheet={Uri.EscapeDataString(sheet)}" : "";
        try
        {
            var saved = model.Mappings.FirstOrDefault(one => one.Name == model.Fields["mapping"])?.Name;
            var plain = await ColumnsAsync(saved);
            var mapped = model.Mapping is { } mapping && mapping != saved ? await ColumnsAsync(mapping) : plain;
            return model with { Columns = mapped, ReadByItself = plain };
        }
        catch (ApiProblemException problem) when (problem.Status == StatusCodes.Status400BadRequest)
        {
            return model; // the dry run says the same of a file that is no table, and of a wrong mapping
        }

        async Task<ImportColumns> ColumnsAsync(string? mapping) =>
            DeskApi.Read<ImportColumns>(
                await api.SendFileAsync($"/v1/imports/columns{query}", file.Name, file.Content, mapping)
            );
    }

    [GeneratedRegex(@"^cell\.([0-9]{1,6})\.([A-Z]{1,3})$")]
    private static partial Regex CellName();
}

/// <summary>A row that the register does not accept, with the text of all its cells.</summary>
public sealed partial record FaultyRow(ImportItem Item, IReadOnlyList<string> Cells)
{
    /// <summary>Returns the reasons that concern a cell, by the index of its column.</summary>
    public IReadOnlyList<ProblemError> Of(int column) => [.. Item.Errors.Where(error => ColumnOf(error) == column)];

    /// <summary>The reasons that concern the row as a whole, or a column that the file does not have.</summary>
    public IReadOnlyList<ProblemError> OfRow =>
        [.. Item.Errors.Where(error => ColumnOf(error) is var column && (column < 0 || column >= Cells.Count))];

    private static int ColumnOf(ProblemError error) =>
        CellOf().Match(error.Name) is { Success: true } match ? Csv.IndexOf(match.Groups[1].Value) : -1;

    [GeneratedRegex(@"^([A-Z]{1,3})[0-9]+(?: |$)")]
    private static partial Regex CellOf();
}
