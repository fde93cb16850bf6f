using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Projects.Filtering;
using Adam.Api.Tables;
using Adam.Data.Audit;
using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Domain.Measures;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Gaps;

/// <summary>The cells of a question about gaps.</summary>
internal abstract record GapFilterRequest : TableListRequest, IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>The warnings for the response; null if there are none.</summary>
    public IReadOnlyList<ValidationError>? Warnings => BindingWarnings.Count == 0 ? null : BindingWarnings;

    /// <summary>References of measures, in any case; all measures by default.</summary>
    [QueryParam, MaxLength(MaxValues), Example("M-II-2")]
    public IReadOnlyList<string> Measure { get; init; } = [];

    /// <summary>
    /// Countries: ISO 3166-1 alpha-2. Alpha-3 and numeric codes are accepted, and with a warning other codes in use
    /// (<c>UK</c>) and names.
    /// </summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>Trafficking routes: countries on one of them.</summary>
    [QueryParam, OneOf(OneOfAttribute.Routes), Example("balkan")]
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>
    /// Regions: countries in one of them. With <c>route</c>, countries that are in the region and on the route.
    /// </summary>
    [QueryParam, OneOf(OneOfAttribute.Regions), Example("south-eastern-europe")]
    public IReadOnlyList<string> Region { get; init; } = [];

    /// <summary>Pillars of the Vienna Declaration.</summary>
    [QueryParam, Example("financial-flows")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>The day of the states; today by default.</summary>
    [QueryParam, Example("2026-06-30")]
    public DateOnly? AsOf { get; init; }

    /// <summary>
    /// Counts the projects as the register had them at this instant, or at the midnight of this day in UTC. The day of
    /// the states is another question: <c>asOf</c>. Measures are those of today.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? RecordedBy { get; init; }
}

/// <summary>Converts the filters of a request to a question of the store.</summary>
internal sealed class GapFilterReader(MeasureStore measures, AuditRetention retention, TimeProvider time)
{
    /// <summary>Reads the filters, and adds errors to the request's.</summary>
    public async Task<GapQuery> ReadAsync(GapFilterRequest request, bool byPillar, CancellationToken ct)
    {
        var errors = request.BindingErrors;
        var now = time.GetUtcNow();
        if (request.RecordedBy is { } recordedBy && await OutOfRangeAsync(recordedBy.Instant, now, ct) is { } reason)
            errors.Add(new("recordedBy", $"recordedBy is {Text(recordedBy.Instant)}, {reason}", ErrorCodes.OutOfRange));
        if (byPillar && request.Measure.Count > 0)
            errors.Add(
                new(
                    "measure",
                    "The cells of pillars belong to no measure. Leave measure out, or ask for the cells of measures.",
                    ErrorCodes.BadValue
                )
            );
        else if (request.Measure.Count > 0)
            errors.AddRange(Unknown(request.Measure, await measures.ListAsync(ct)));
        return new()
        {
            ByPillar = byPillar,
            Measures = [.. request.Measure.Select(MeasureDraft.KeyOf)],
            Countries = request.Country,
            RouteCountries = RegionCountries.Read(request.Route, request.Region, errors),
            Pillars = request.Pillar,
            AsOf = request.AsOf ?? DateOnly.FromDateTime(now.UtcDateTime),
            RecordedBy = request.RecordedBy?.Instant,
        };
    }

    /// <summary>Returns why the register cannot say what it had at an instant; null if it can.</summary>
    private async Task<string?> OutOfRangeAsync(DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        if (at > now)
            return "which is in the future. State an instant in the past, or leave it out for now.";
        return await retention.CutBeforeAsync(ct) is { } cut && at < cut
            ? $"and the operator has cut off the history before {Text(cut)}. State that instant or a later one."
            : null;
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<ValidationError> Unknown(
        IReadOnlyList<string> references,
        IReadOnlyList<StoredMeasure> measures
    )
    {
        var known = measures.Where(one => one.IsActive).ToDictionary(one => one.Measure.Key, StringComparer.Ordinal);
        foreach (var reference in references.Where(one => !known.ContainsKey(MeasureDraft.KeyOf(one))))
        {
            var meant = Nearest.FindIn(reference, [.. known.Values.Select(one => one.Measure.Draft.Reference)]);
            yield return new(
                "measure",
                $"There is no measure {ValidationError.Quote(reference)}."
                    + (
                        meant is null
                            ? " GET /v1/measures lists them."
                            : $" Did you mean {ValidationError.Quote(meant)}?"
                    ),
                ErrorCodes.UnknownCode
            );
        }
    }
}
