using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Tables;
using Adam.Domain.Projects;
using FastEndpoints;

namespace Adam.Api.Projects.Filtering;

/// <summary>The filters of projects. Values of one name are alternatives (OR); all names must match (AND).</summary>
internal abstract record ProjectFilterRequest : TableListRequest, IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>The warnings for the response; null if there are none.</summary>
    public IReadOnlyList<ValidationError>? Warnings => BindingWarnings.Count == 0 ? null : BindingWarnings;

    /// <summary>
    /// Recipient countries: ISO 3166-1 alpha-2. Alpha-3 and numeric codes are accepted, and with a warning other
    /// codes in use (<c>UK</c>) and names in seventeen languages (<c>Turkey</c>).
    /// </summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>Pillars of the Vienna Declaration.</summary>
    [QueryParam, Example("precursors")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>
    /// The donors: a partner's code, name or identifier, or the name of an organisation outside the partnership. The
    /// name of an agency (<c>USAID</c>) selects its partner.
    /// </summary>
    [QueryParam, MaxLength(MaxValues), Example("DE")]
    public IReadOnlyList<string> Donor { get; init; } = [];

    /// <summary>The implementers, in the same forms as <c>donor</c>.</summary>
    [QueryParam, MaxLength(MaxValues), Example("UNODC")]
    public IReadOnlyList<string> Implementer { get; init; } = [];

    /// <summary>Partners that are owner, donor or implementer, in the same forms as <c>donor</c>.</summary>
    [QueryParam, MaxLength(MaxValues), Example("UNODC")]
    public IReadOnlyList<string> Partner { get; init; } = [];

    /// <summary>The partner that records the project.</summary>
    [QueryParam, MaxLength(MaxValues), Example("DE")]
    public IReadOnlyList<string> Owner { get; init; } = [];

    /// <summary>The status of the project.</summary>
    [QueryParam, Example("implementation")]
    public IReadOnlyList<ProjectStatus> Status { get; init; } = [];

    /// <summary>
    /// The readers of the project. <c>restricted</c>: the restricted projects that the caller may see.
    /// </summary>
    [QueryParam, Example("partners")]
    public IReadOnlyList<Visibility> Visibility { get; init; } = [];

    /// <summary>Types of activity: codes of the list activity-types.</summary>
    [QueryParam, OneOf("activity-types"), Example("training")]
    public IReadOnlyList<string> ActivityType { get; init; } = [];

    /// <summary>
    /// Goals and targets of the Sustainable Development Goals that the project serves, by its pillars or in addition:
    /// codes of the list sdg-targets.
    /// </summary>
    [QueryParam, OneOf("sdg-targets"), MaxLength(MaxValues), Example("16.4")]
    public IReadOnlyList<string> SdgTarget { get; init; } = [];

    /// <summary>Trafficking routes: projects with a recipient country on one of them.</summary>
    [QueryParam, OneOf(OneOfAttribute.Routes), Example("northern")]
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>
    /// Regions: projects with a recipient country in one of them. With <c>route</c>, the country is in the region and
    /// on the route.
    /// </summary>
    [QueryParam, OneOf(OneOfAttribute.Regions), Example("west-and-central-asia")]
    public IReadOnlyList<string> Region { get; init; } = [];

    /// <summary>The period includes this day.</summary>
    [QueryParam, Example("2026-06-30")]
    public DateOnly? ActiveOn { get; init; }

    /// <summary>The period has a day on or after this one.</summary>
    [QueryParam, Example("2026-01-01")]
    public DateOnly? ActiveFrom { get; init; }

    /// <summary>The period has a day on or before this one.</summary>
    [QueryParam, Example("2026-12-31")]
    public DateOnly? ActiveTo { get; init; }

    /// <summary>
    /// The period starts on this day or later. A project without a known start matches no <c>starts…</c> filter.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOnly? StartsFrom { get; init; }

    /// <summary>The period starts on this day or earlier.</summary>
    [QueryParam, Example("2026-12-31")]
    public DateOnly? StartsTo { get; init; }

    /// <summary>
    /// The period ends on this day or later. A project without an end, open or unknown, matches no <c>ends…</c> filter.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOnly? EndsFrom { get; init; }

    /// <summary>The period ends on this day or earlier.</summary>
    [QueryParam, Example("2026-12-31")]
    public DateOnly? EndsTo { get; init; }

    /// <summary>
    /// The money of the project is there until a day before this one (<c>fundedUntil</c>). A project that states no
    /// such day does not match.
    /// </summary>
    [QueryParam, Example("2027-01-01")]
    public DateOnly? FundedUntilBefore { get; init; }

    /// <summary>
    /// <c>true</c>: the project goes on beyond its money. It is neither finished nor cancelled, and ends after
    /// <c>fundedUntil</c> or has no end. <c>false</c>: its money lasts, or it is over. A project without
    /// <c>fundedUntil</c> matches neither.
    /// </summary>
    [QueryParam, Example(true)]
    public bool? OutlivesFunding { get; init; }

    /// <summary>
    /// The whole name of a place of the project. Case, accents, spacing and punctuation are ignored.
    /// </summary>
    [QueryParam, MaxLength(MaxValues), Example("Nizhny Panj")]
    public IReadOnlyList<string> Place { get; init; } = [];

    /// <summary>
    /// The whole name of the first-level administrative division (region, province) of a place of the project, in the
    /// same form as <c>place</c>.
    /// </summary>
    [QueryParam, MaxLength(MaxValues), Example("Khatlon")]
    public IReadOnlyList<string> Admin1 { get; init; } = [];

    /// <summary>
    /// Latitude, longitude and kilometres: a place of the project lies within this great-circle distance of the
    /// position. Places without coordinates match neither <c>near</c> nor <c>bbox</c>.
    /// </summary>
    [QueryParam, CommaSeparated, MinLength(3), MaxLength(3), Example("37.2,68.6,50")]
    public IReadOnlyList<double> Near { get; init; } = [];

    /// <summary>
    /// West, south, east and north, in degrees: a place of the project lies in this box, edges included. If the west is
    /// greater than the east, the box crosses the antimeridian (RFC 7946).
    /// </summary>
    [QueryParam, CommaSeparated, MinLength(4), MaxLength(4), Example("67,36.5,71,39")]
    public IReadOnlyList<double> Bbox { get; init; } = [];

    /// <summary>
    /// Prefixes of words of title, description, reference or beneficiaries, in any script. All must match, in any
    /// order. Case and accents are ignored.
    /// </summary>
    [QueryParam, MaxLength(200), Example("customs panj")]
    public string? Q { get; init; }

    /// <summary>
    /// The project was recorded or changed at this instant or later. A date means its midnight in UTC.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? UpdatedSince { get; init; }
}
