using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adam.Desk.Calls;

// The parts of the API's answers that pages show. The desk knows the register only by its contract.

/// <param name="Key">The key of the session; null for an account.</param>
/// <param name="Token">The account of the session; null for a key.</param>
public sealed record Me(Named Partner, string Role, MyKey? Key, MyToken? Token, IReadOnlyList<string> May)
{
    /// <summary>The name of the key, or the subject of the account.</summary>
    public string Name => Key?.Name ?? Token!.Subject;

    /// <summary>A text that is the same for all sessions of the key or the account.</summary>
    public string Id => Key?.Id ?? $"{Token!.Issuer} {Token.Subject}";

    /// <summary>A mark of <see cref="Id"/>, under which the browser keeps drafts on its device.</summary>
    public string Mark => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Id)))[..16];
}

public sealed record MyKey(string Id, string Name);

public sealed record MyToken(string Issuer, string Subject);

public sealed record Named(string Code, string Name);

public sealed record Names(
    IReadOnlyDictionary<string, string>? Countries,
    IReadOnlyDictionary<string, string>? Partners
);

public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor, long? Total, Names? Names);

public sealed record Money(string Currency, decimal Amount);

public sealed record Converted(string Currency, decimal Amount, IReadOnlyList<Money> Unconverted);

public sealed record PresenceRow
{
    public string? Country { get; init; }
    public string? Pillar { get; init; }
    public string? Partner { get; init; }
    public string? Donor { get; init; }
    public string? Implementer { get; init; }
    public string? ActivityType { get; init; }
    public string? SdgTarget { get; init; }
    public string? Status { get; init; }
    public int? Year { get; init; }
    public long Projects { get; init; }
    public long Partners { get; init; }
    public IReadOnlyList<Money> Amounts { get; init; } = [];
    public Converted? Converted { get; init; }
}

public sealed record PresenceTable(
    IReadOnlyList<PresenceRow> Items,
    PresenceRow Totals,
    Names? Names,
    string? NextCursor,
    long? Total = null
);

public sealed record Project
{
    public string Id { get; init; } = "";
    public string Reference { get; init; } = "";
    public string Owner { get; init; } = "";
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public string? Language { get; init; }
    public IReadOnlyList<string> Pillars { get; init; } = [];
    public IReadOnlyList<string> Countries { get; init; } = [];
    public IReadOnlyList<Place> Places { get; init; } = [];
    public IReadOnlyList<string> ActivityTypes { get; init; } = [];
    public IReadOnlyList<Participant> Donors { get; init; } = [];
    public IReadOnlyList<Participant> Implementers { get; init; } = [];
    public IReadOnlyList<string> Beneficiaries { get; init; } = [];
    public string Status { get; init; } = "";
    public DateOnly? PlannedStart { get; init; }
    public DateOnly? PlannedEnd { get; init; }
    public DateOnly? ActualStart { get; init; }
    public DateOnly? ActualEnd { get; init; }
    public DateOnly? FundedUntil { get; init; }
    public Period Period { get; init; } = new(null, null, "unknown", "unknown");
    public IReadOnlyList<string> SdgTargets { get; init; } = [];
    public string? IatiIdentifier { get; init; }
    public int Version { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string? UpdatedBy { get; init; }
    public Names? Names { get; init; }
}

public sealed record Period(DateOnly? Start, DateOnly? End, string StartBasis, string EndBasis);

public sealed record Place(string? Name, string? Admin1, double? Latitude, double? Longitude);

public sealed record Participant(string? Partner, string? Name, decimal? Amount, string? Currency);

public sealed record Overlap
{
    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public decimal Score { get; init; }
    public Shared Shared { get; init; } = new([], [], null, null, null);
    public IReadOnlyList<Reason> Reasons { get; init; } = [];
    public IReadOnlyList<OverlapProject> Projects { get; init; } = [];
    public Verdict? Verdict { get; init; }
    public int Notes { get; init; }
}

public sealed record OverlapNote(
    string Text,
    string? ProposedVerdict,
    string WrittenBy,
    string Partner,
    DateTimeOffset WrittenAt
);

public sealed record OverlapProject(string Id, string Reference, string Owner, string Title, Period Period);

public sealed record Shared(
    IReadOnlyList<string> Countries,
    IReadOnlyList<string> Pillars,
    DateOnly? From,
    DateOnly? To,
    int? Days
);

public sealed record Reason(string Component, decimal Contribution, string? Detail);

public sealed record Verdict
{
    [JsonPropertyName("verdict")]
    public string? Value { get; init; }
    public string? Note { get; init; }
    public string DecidedBy { get; init; } = "";
    public string Partner { get; init; } = "";
    public DateTimeOffset DecidedAt { get; init; }
    public bool Stale { get; init; }
}

public sealed record Cluster(
    IReadOnlyList<OverlapProject> Projects,
    IReadOnlyList<ClusterPair> Overlaps,
    long ProjectCount,
    long OverlapCount,
    bool Whole
);

public sealed record ClusterPair(string Id, string Kind, decimal Score);

public sealed record Partner(string Code, string Kind, string Name, string? Contact)
{
    /// <summary>The kind of a State.</summary>
    public const string Country = "country";

    public bool Member { get; init; }
    public IReadOnlyList<string> OtherNames { get; init; } = [];
    public IReadOnlyList<string> Identifiers { get; init; } = [];
    public int Version { get; init; }
}

public sealed record CodeList(string Name, IReadOnlyList<Named> Items, Names? Names);

/// <summary>The answer of the register to a draft before it is saved.</summary>
/// <param name="Overlaps">The overlaps that it would have; null while what decides them has errors.</param>
public sealed record ProjectCheck(
    IReadOnlyList<ProblemError> Errors,
    DraftOverlaps? Overlaps,
    IReadOnlyList<ProblemError> Warnings
)
{
    /// <summary>The measures that it would serve; null while what decides them has errors.</summary>
    public EntryMeasures? Measures { get; init; }
}

public sealed record DraftOverlaps(
    long Count,
    long Others,
    IReadOnlyList<DraftOverlap> Items,
    IReadOnlyList<RestrictedCell> Restricted
);

public sealed record DraftOverlap(
    string Kind,
    decimal Score,
    Shared Shared,
    IReadOnlyList<Reason> Reasons,
    IReadOnlyList<DraftOverlapProject> Projects
);

/// <param name="Id">The id of the project; null for the draft.</param>
public sealed record DraftOverlapProject(string? Id, string Reference, string Owner, string Title, Period Period);

public sealed record RestrictedCell(string Country, string Pillar, string Ask);

public sealed record Route(string Code, string Name, IReadOnlyList<RouteCountry> Countries);

public sealed record RouteCountry(string Country, string Basis);

/// <summary>A version of a record.</summary>
/// <param name="Action">The kind of change, such as <c>changed</c>.</param>
/// <param name="Changes">The members that changed; none for the first version.</param>
public sealed record RecordVersion(
    int Version,
    DateTimeOffset At,
    string Action,
    Author By,
    IReadOnlyList<MemberChange> Changes
);

public sealed record Author(string? KeyName, string? Partner);

public sealed record MemberChange
{
    public string Member { get; init; } = "";
    public JsonElement From { get; init; }
    public JsonElement To { get; init; }
}

/// <summary>A problem (RFC 9457).</summary>
public sealed record Problem(
    string Title,
    string Detail,
    string Code,
    string? RequestId,
    IReadOnlyList<ProblemError>? Errors
);

public sealed record ProblemError(string Name, string Reason, string? Code);
