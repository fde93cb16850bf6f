using System.Globalization;
using Adam.Api.Errors;
using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Projects;

/// <summary>
/// Finds values that are valid but probably wrong. A warning never rejects a project: it asks the person who enters it
/// for a second look.
/// </summary>
internal sealed class ProjectWarnings(DonorAmountStore amounts, MeasureStore measures, TimeProvider time)
{
    private const double FarKm = 300;
    private const int DecadesOfEnd = 20;
    private const int DecadesOfPeriod = 30;
    private const int UnusualRatio = 1_000;

    /// <summary>Percentages are often rounded, so a sum may differ from 100 by as much.</summary>
    private const decimal Rounding = 1;

    /// <summary>The maximum number of amounts of one project that are compared.</summary>
    private const int MostAmounts = 10;

    /// <summary>Returns all warnings about a valid project.</summary>
    public async Task<IReadOnlyList<ValidationError>> ForAsync(
        ProjectInput input,
        ProjectDraft draft,
        CancellationToken ct
    ) => [.. For(input, draft, Today()), .. await ForAmountsAsync(draft, [], ct), .. await ForMeasuresAsync(draft, ct)];

    /// <summary>Returns a warning for each declared measure that is not in the register, or is withdrawn.</summary>
    public async Task<IReadOnlyList<ValidationError>> ForMeasuresAsync(ProjectDraft draft, CancellationToken ct)
    {
        if (draft.DeclaredMeasures.Count == 0)
            return [];

        var known = (await measures.ListAsync(ct))
            .Where(measure => measure.IsActive)
            .Select(measure => measure.Measure.Draft.Reference)
            .ToList();
        return
        [
            .. draft
                .DeclaredMeasures.Index()
                .Where(one => !known.Contains(one.Item, StringComparer.OrdinalIgnoreCase))
                .Select(one => new ValidationError(
                    $"declaredMeasures[{one.Index}]",
                    $"{ValidationError.Quote(one.Item)} is no measure of the register. "
                        + (
                            Nearest.FindIn(one.Item, known) is { } meant
                                ? $"Did you mean {ValidationError.Quote(meant)}?"
                                : "It counts from the day on which an analyst records it."
                        ),
                    ErrorCodes.MeasureNotRecorded
                )),
        ];
    }

    public DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Returns the warnings that need only the project itself.</summary>
    public static IEnumerable<ValidationError> For(ProjectInput input, ProjectDraft draft, DateOnly today) =>
        [
            .. Countries(input),
            .. Places(draft),
            .. SeveralInOne("places", draft.Places.Select(place => place.Name), PlaceKinds.KindOf),
            .. SeveralInOne("beneficiaries", draft.Beneficiaries, Country),
            .. CountryPercentages(draft),
            .. Sectors(draft),
            .. Dates(draft, today),
        ];

    /// <summary>
    /// Returns a warning for each amount that is a thousand times the median of the recent amounts of its donor.
    /// </summary>
    /// <param name="known">The medians that the caller has read before. Further ones are added.</param>
    public async Task<IReadOnlyList<ValidationError>> ForAmountsAsync(
        ProjectDraft draft,
        Dictionary<(string Donor, string Currency), decimal?> known,
        CancellationToken ct
    )
    {
        var warnings = new List<ValidationError>();
        var largest = draft
            .Donors.Select((donor, index) => (Donor: donor, Index: index))
            .Where(one => one.Donor.Amount > 0)
            .OrderByDescending(one => one.Donor.Amount)
            .Take(MostAmounts);
        foreach (var (donor, index) in largest)
        {
            var key = (((IParticipant)donor).Key, donor.Currency!);
            if (!known.TryGetValue(key, out var median))
                known[key] = median = await amounts.MedianAsync(key.Key, key.Item2, ct);
            if (median is { } usual && donor.Amount is { } amount && amount >= usual * UnusualRatio)
                warnings.Add(
                    new(
                        $"donors[{index}].amount",
                        $"{donor.Currency} {Number(amount)} is a thousand times or more what this donor "
                            + $"usually gives (the median of its recent amounts is {Number(usual)}). Is the amount "
                            + "in whole units?",
                        ErrorCodes.UnusualAmount
                    )
                );
        }

        return warnings;
    }

    private static IEnumerable<ValidationError> Countries(ProjectInput input)
    {
        for (var i = 0; i < input.Countries.Count; i++)
        {
            var given = input.Countries[i];
            if (CodeListCatalog.Countries.Find(given.Trim()) is null && CountryNames.Resolve(given) is { } code)
                yield return ValidationError.CountryReadAs(
                    $"countries[{i}]",
                    given,
                    CodeListCatalog.Countries.Find(code)!
                );
        }
    }

    private static IEnumerable<ValidationError> Places(ProjectDraft draft)
    {
        for (var i = 0; i < draft.Places.Count; i++)
        {
            if (draft.Places[i] is not { Latitude: { } latitude, Longitude: { } longitude } place)
                continue;
            if (DistanceKm(draft, latitude, longitude) is not (> FarKm and var distance))
                continue;

            var isExchanged =
                Math.Abs(longitude) <= 90 && DistanceKm(draft, latitude: longitude, longitude: latitude) is 0;
            yield return new(
                $"places[{i}]",
                $"{ValidationError.Quote(place.Name)} lies {distance.ToString("#,0", CultureInfo.InvariantCulture)} km "
                    + $"outside {string.Join(", ", draft.Countries.Take(5))}. "
                    + (
                        isExchanged
                            ? "Are latitude and longitude exchanged?"
                            : "Check the position, or name the country of the place."
                    ),
                ErrorCodes.PlaceOutside
            );
        }
    }

    /// <summary>
    /// Returns a warning for each name that is a list of names of one kind: "Sughd, Khatlon" names two provinces, and
    /// "Bokhtar, Khatlon" a town in its province.
    /// </summary>
    /// <param name="kindOf">Returns the kind of a known name; null for others.</param>
    private static IEnumerable<ValidationError> SeveralInOne(
        string member,
        IEnumerable<string> names,
        Func<string, string?> kindOf
    )
    {
        foreach (var (i, name) in names.Index())
        {
            var parts = ListedValues.Apart(name, part => kindOf(part) is not null);
            if (parts.Count > 1 && parts.Select(kindOf).Distinct(StringComparer.Ordinal).Count() == 1)
                yield return new(
                    $"{member}[{i}]",
                    $"{ValidationError.Quote(name)} is read as one name. If it is {parts.Count}, give each as an item "
                        + $"of its own; in a table, separate them with semicolons: {string.Join("; ", parts)}.",
                    ErrorCodes.SeveralInOne
                );
        }
    }

    private static string? Country(string name) => CountryNames.Resolve(name) is null ? null : "country";

    /// <summary>Returns the distance from the nearest country; null if the extent of one is unknown.</summary>
    private static double? DistanceKm(ProjectDraft draft, double latitude, double longitude)
    {
        double? nearest = null;
        foreach (var country in draft.Countries)
        {
            if (CountryExtents.DistanceKm(country, latitude, longitude) is not { } distance)
                return null;
            nearest = nearest is null ? distance : Math.Min(nearest.Value, distance);
        }

        return nearest;
    }

    /// <summary>Percentages of some countries may add up to less than 100.</summary>
    private static IEnumerable<ValidationError> CountryPercentages(ProjectDraft draft) =>
        Shares(
            "countryPercentages",
            draft.CountryPercentages.Select(share => share.Percentage),
            isWhole: draft.CountryPercentages.Count == draft.Countries.Count
        );

    private static IEnumerable<ValidationError> Sectors(ProjectDraft draft) =>
        draft
            .Sectors.GroupBy(sector => sector.Vocabulary.Split('-')[0], StringComparer.Ordinal)
            .SelectMany(vocabulary =>
                Shares(
                    "sectors",
                    vocabulary.Select(sector => sector.Percentage).OfType<decimal>(),
                    isWhole: vocabulary.All(sector => sector.Percentage is not null)
                )
            );

    /// <param name="isWhole">True if each item has a percentage.</param>
    private static IEnumerable<ValidationError> Shares(string name, IEnumerable<decimal> percentages, bool isWhole)
    {
        var sum = percentages.DefaultIfEmpty(100).Sum();
        if (sum > 100 + Rounding || (isWhole && sum < 100 - Rounding))
            yield return new(
                name,
                $"The percentages add up to {Number(sum)}, not to 100.",
                ErrorCodes.SharesDoNotAddUp
            );
    }

    private static IEnumerable<ValidationError> Dates(ProjectDraft draft, DateOnly today)
    {
        var period = draft.Period;
        if (period.Start is null)
            yield return new(
                "plannedStart",
                "Nobody will find out when this project worked: give plannedStart, or actualStart if it has begun.",
                ErrorCodes.UnknownStart
            );
        if (draft.Status == ProjectStatus.Closed && period.Start > today)
            yield return new(
                "status",
                $"The project is closed, but starts on {period.Start:yyyy-MM-dd}, which is still to come.",
                ErrorCodes.StatusAgainstDates
            );
        else if (draft.ActualEnd > today)
            yield return new(
                "actualEnd",
                $"{draft.ActualEnd:yyyy-MM-dd} is still to come, so it is no actual end. Is it plannedEnd?",
                ErrorCodes.StatusAgainstDates
            );
        if (draft.ActualStart > today)
            yield return new(
                "actualStart",
                $"{draft.ActualStart:yyyy-MM-dd} is still to come, so it is no actual start. Is it plannedStart?",
                ErrorCodes.StatusAgainstDates
            );
        if (draft.FundedUntil < period.Start)
            yield return new(
                "fundedUntil",
                $"The money is there until {draft.FundedUntil:yyyy-MM-dd}, and the project starts on "
                    + $"{period.Start:yyyy-MM-dd}: no day of it is paid for.",
                ErrorCodes.FundingBeforeStart
            );
        if (
            period.End is { } end
            && (end > today.AddYears(DecadesOfEnd) || end > period.Start?.AddYears(DecadesOfPeriod))
        )
            yield return new(
                period.EndBasis == EndBasis.Actual ? "actualEnd" : "plannedEnd",
                $"The project ends on {end:yyyy-MM-dd}, decades after its start or from now. Leave the end out if it "
                    + "is open.",
                ErrorCodes.DistantEnd
            );
    }

    private static string Number(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
