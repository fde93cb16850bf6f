using System.Globalization;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Reads the codes of an activity: countries, sectors and Sustainable Development Goals. Percentages are read if the
/// activity states them, not from its transactions.
/// </summary>
internal static class ActivityCodes
{
    /// <summary>
    /// The largest difference from 100, in percentage points, for which no warning is given: three thirds add up to
    /// 99.99.
    /// </summary>
    private const decimal Tolerance = 1;

    /// <summary>Removes countries and sectors with 0 %, which have no part of the activity.</summary>
    public static void RemoveZeroShares(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        RemoveZeroShares(activity.Countries, "recipient-country", diagnostics);
        RemoveZeroShares(activity.Sectors, "sector", diagnostics);
    }

    private static void RemoveZeroShares(List<Coded> codes, string name, ImportDiagnostics diagnostics)
    {
        foreach (var coded in codes.Where(IsZero))
            diagnostics.Warn(
                name,
                ErrorCodes.OutOfRange,
                $"{ValidationError.Quote(coded.Code ?? coded.Name ?? "")} has 0 % of the activity; it is left out."
            );
        codes.RemoveAll(IsZero);
    }

    private static bool IsZero(Coded coded) =>
        decimal.TryParse(
            coded.Percentage,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var percentage
        )
        && percentage == 0;

    public static (IReadOnlyList<string> Countries, IReadOnlyList<CountryPercentageInput> Percentages) Countries(
        IatiActivity activity,
        ImportDiagnostics diagnostics
    )
    {
        const string Name = "recipient-country";
        var countries = new Dictionary<string, decimal?>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var coded in activity.Countries)
        {
            if (Country(coded, diagnostics) is { } country)
                countries[country.Code] = Add(
                    countries.GetValueOrDefault(country.Code),
                    Percentage(coded, Name, diagnostics)
                );
            else if ((coded.Code ?? coded.Name) is { } given)
                unknown.Add(given);
        }

        if (countries.Count > 0)
        {
            foreach (var code in unknown)
                diagnostics.Warn(Name, ErrorCodes.UnknownCode, $"{NoCountry(code)} It is left out.");
            AddUp(
                activity.Countries.Concat(activity.Regions.Where(region => region.Vocabulary is null or "1")),
                Name,
                diagnostics
            );
        }
        else if (unknown.Count > 0)
        {
            diagnostics.Error(
                Name,
                ErrorCodes.UnknownCode,
                $"{string.Join(" ", unknown.Distinct().Take(10).Select(NoCountry))} No other country is named."
            );
        }
        else
        {
            var regions = activity.Regions.Select(region => region.Code).OfType<string>().Distinct().Take(10).ToList();
            diagnostics.Error(
                Name,
                ErrorCodes.Missing,
                regions.Count == 0
                    ? "No recipient country is named, on the activity or on a transaction."
                    : $"Only {(regions.Count == 1 ? "a region is" : "regions are")} named "
                        + $"({string.Join(", ", regions.Select(region => ValidationError.Printable(region)))}); the "
                        + "register needs the countries."
            );
        }

        return (
            [.. countries.Keys],
            [
                .. countries
                    .Where(country => country.Value is not null)
                    .Select(country => new CountryPercentageInput
                    {
                        Country = country.Key,
                        Percentage = country.Value,
                    }),
            ]
        );
    }

    public static IReadOnlyList<SectorInput> Sectors(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        const string Name = "sector";
        var sectors = new Dictionary<(string Vocabulary, string Code), decimal?>();
        foreach (
            var coded in activity.Sectors.Where(coded =>
                coded.Code is not null && (IsPurpose(coded) || IsCategory(coded))
            )
        )
        {
            if (Sector(coded.Code!) is { } sector)
                sectors[sector] = Add(sectors.GetValueOrDefault(sector), Percentage(coded, Name, diagnostics));
            else
                diagnostics.Warn(
                    Name,
                    ErrorCodes.UnknownCode,
                    $"{ValidationError.Quote(coded.Code!)} is no sector code of the OECD DAC; it is left out."
                );
        }

        foreach (var vocabulary in activity.Sectors.GroupBy(sector => IsPurpose(sector) ? "1" : sector.Vocabulary))
            AddUp(vocabulary, Name, diagnostics);
        return
        [
            .. sectors.Select(sector => new SectorInput
            {
                Vocabulary = sector.Key.Vocabulary,
                Code = sector.Key.Code,
                Percentage = sector.Value,
            }),
        ];
    }

    /// <summary>
    /// Returns the goals and targets of the Sustainable Development Goals. Files state them as tags (vocabularies 2 and
    /// 3) or as sectors (vocabularies 7 and 8).
    /// </summary>
    public static IReadOnlyList<string> SdgTargets(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        var codes = activity
            .Tags.Where(tag => tag.Vocabulary is "2" or "3")
            .Concat(activity.Sectors.Where(sector => sector.Vocabulary is "7" or "8"))
            .Select(coded => coded.Code)
            .OfType<string>()
            .Distinct()
            .ToList();
        foreach (var code in codes.Where(code => CodeListCatalog.SdgTargets.Find(code) is null))
            diagnostics.Warn(
                "tag",
                ErrorCodes.UnknownCode,
                $"{ValidationError.Quote(code)} is no goal or target of the Sustainable Development Goals; it is left "
                    + "out."
            );
        return [.. codes.Where(code => CodeListCatalog.SdgTargets.Find(code) is not null)];
    }

    /// <summary>
    /// Returns the country of a code or, with a warning, of another code in use or of a name; null if there is none.
    /// </summary>
    private static CodeListEntry? Country(Coded coded, ImportDiagnostics diagnostics)
    {
        if (coded.Code is { } code)
        {
            if (CodeListCatalog.Countries.Find(code) is { } country)
                return country;
            if (CountryNames.Resolve(code) is not { } known)
                return null;

            diagnostics.Warn(
                "recipient-country",
                ErrorCodes.CountryByName,
                $"{ValidationError.Quote(code)} is no country code of ISO 3166-1; it is read as {known}."
            );
            return CodeListCatalog.Countries.Find(known);
        }

        if (coded.Name is not { } name || CodeListCatalog.Countries.Guess(PlainText.Line(name)) is not { } meant)
            return null;

        diagnostics.Warn(
            "recipient-country",
            ErrorCodes.Missing,
            $"{ValidationError.Quote(name)} has no code; it is read as {meant}."
        );
        return CodeListCatalog.Countries.Find(meant);
    }

    private static string NoCountry(string code) =>
        CountryNames.FindFormer(code) is { } former
            ? $"{ValidationError.Quote(code)} was {former.Name} until {former.Until}: write {former.Successors}."
        : CodeListCatalog.Countries.Guess(code) is { } meant
            ? $"{ValidationError.Quote(code)} is no country code of ISO 3166-1; did the file mean {meant}?"
        : $"{ValidationError.Quote(code)} is no country code of ISO 3166-1.";

    // Some files state a category as a purpose code: 15100, or 151 under the vocabulary of purpose codes.
    private static (string, string)? Sector(string code) =>
        CodeListCatalog.Sectors.Find(code) is { } sector ? ("dac", sector.Code)
        : CodeListCatalog.SectorCategories.Find(
            code.Length == 5 && code.EndsWith("00", StringComparison.Ordinal) ? code[..3] : code
        )
            is { } category
            ? ("dac-category", category.Code)
        : null;

    private static bool IsPurpose(Coded sector) => sector.Vocabulary is null or "1" or "DAC";

    private static bool IsCategory(Coded sector) => sector.Vocabulary is "2" or "DAC-3";

    private static decimal? Percentage(Coded coded, string name, ImportDiagnostics diagnostics)
    {
        if (coded.Percentage is not { } text)
            return null;

        if (
            decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var percentage
            ) && percentage is > 0 and <= 100
        )
            return percentage;

        diagnostics.Warn(
            name,
            ErrorCodes.OutOfRange,
            $"{ValidationError.Quote(text)} is no percentage above 0 and up to 100; "
                + $"{ValidationError.Quote(coded.Code ?? "")} is taken without one."
        );
        return null;
    }

    private static decimal? Add(decimal? one, decimal? other) =>
        one is null ? other
        : other is null ? one
        : Math.Min(100, one.Value + other.Value);

    private static void AddUp(IEnumerable<Coded> codes, string name, ImportDiagnostics diagnostics)
    {
        var given = codes
            .Select(coded =>
                decimal.TryParse(
                    coded.Percentage,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var percentage
                )
                    ? percentage
                    : (decimal?)null
            )
            .OfType<decimal>()
            .ToList();
        if (given.Count > 0 && given.All(percentage => percentage < 1_000) && Math.Abs(given.Sum() - 100) > Tolerance)
            diagnostics.Warn(
                name,
                ErrorCodes.Percentages,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The percentages add up to {given.Sum():0.##}, not to 100; they are kept as they are."
                )
            );
    }
}
