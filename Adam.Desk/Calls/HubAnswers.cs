using System.Text.Json.Serialization;

namespace Adam.Desk.Calls;

// The parts of the API's answers about measures, gaps, recommendations and meetings that pages show.

/// <summary>A cell: a measure or a pillar in a country, and whether projects cover it.</summary>
public sealed record Gap
{
    public string? Measure { get; init; }
    public string? Country { get; init; }
    public string? Pillar { get; init; }
    public string State { get; init; } = "";
    public DateOnly AsOf { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? Until { get; init; }
    public long Projects { get; init; }
    public long Partners { get; init; }
    public long Suspended { get; init; }
    public long? UncoveredDays { get; init; }
    public DateOnly? EndsNext { get; init; }
    public bool Crowded { get; init; }

    /// <summary>The address of the API of the overlaps in a crowded cell; null for other cells.</summary>
    public string? Overlaps { get; init; }
    public IReadOnlyList<RestrictedCell> Restricted { get; init; } = [];
}

public sealed record GapPage(IReadOnlyList<Gap> Items, StateCounts Totals, string? NextCursor, Names? Names);

/// <summary>The numbers of cells by state.</summary>
public sealed record StateCounts(long Cells, long Covered, long Planned, long Ended, long Gap)
{
    /// <summary>Returns the number of the cells in a state.</summary>
    public long Of(string state) =>
        state switch
        {
            "covered" => Covered,
            "planned" => Planned,
            "ended" => Ended,
            _ => Gap,
        };
}

public sealed record GapSummary(
    IReadOnlyList<GapSummaryRow> Items,
    StateCounts Totals,
    DateOnly AsOf,
    string? NextCursor
);

public sealed record GapSummaryRow(string Value, long Cells, long Covered, long Planned, long Ended, long Gap)
{
    [JsonIgnore]
    public StateCounts Counts => new(Cells, Covered, Planned, Ended, Gap);
}

public sealed record Measure
{
    public string Reference { get; init; } = "";
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public IReadOnlyList<string> Recommendations { get; init; } = [];
    public string? DecidedAt { get; init; }
    public int? Priority { get; init; }
    public IReadOnlyList<string> Pillars { get; init; } = [];
    public MeasurePlace Where { get; init; } = new([], []);
    public string Scope { get; init; } = "";
    public MeasureCriterion Criterion { get; init; } = new([], []);
    public DateOnly? From { get; init; }
    public DateOnly? Until { get; init; }
    public IReadOnlyList<MeasureLead> Leads { get; init; } = [];
    public int Version { get; init; }
}

public sealed record MeasurePlace(IReadOnlyList<string> Countries, IReadOnlyList<string> Routes);

public sealed record MeasureCriterion(IReadOnlyList<string> ActivityTypes, IReadOnlyList<string> Words);

public sealed record MeasureLead(string Partner);

/// <summary>A project that serves a measure, or may serve it.</summary>
public sealed record MeasureLink
{
    public LinkedProject Project { get; init; } = new("", "", "", "", [], "", new(null, null, "", ""));
    public string Basis { get; init; } = "";
    public bool Counted { get; init; }
    public IReadOnlyList<MeasureReason> Reasons { get; init; } = [];
    public double? Likeness { get; init; }
    public Verdict? Verdict { get; init; }

    /// <summary>True if nobody has judged the link, or its project or measure has changed since.</summary>
    [JsonIgnore]
    public bool IsUndecided => Verdict is null or { Stale: true };
}

public sealed record LinkedProject(
    string Id,
    string Reference,
    string Owner,
    string Title,
    IReadOnlyList<string> Countries,
    string Status,
    Period Period
);

public sealed record MeasureReason(string Component, string Detail);

public sealed record MeasureLinkCounts(
    long InPlace,
    long Found,
    long Declared,
    long Counted,
    long Confirmed,
    long Rejected
);

public sealed record MeasureProjects(
    IReadOnlyList<MeasureLink> Items,
    string? NextCursor,
    MeasureLinkCounts Links,
    IReadOnlyList<ProblemError> Warnings
);

/// <summary>The answer of the register to a measure before it is saved.</summary>
/// <param name="Links">The numbers of projects that would serve it; null while it has errors.</param>
public sealed record MeasureCheck(
    IReadOnlyList<ProblemError> Errors,
    MeasureLinkCounts? Links,
    IReadOnlyList<MeasureLink> Projects,
    IReadOnlyList<Gap> Gaps,
    IReadOnlyList<ProblemError> Warnings
);

/// <summary>A measure that a project serves.</summary>
public sealed record ServedMeasure(
    [property: JsonPropertyName("measure")] string Reference,
    string Title,
    string Basis,
    IReadOnlyList<MeasureReason> Reasons
)
{
    public bool Counted { get; init; } = true;
    public Verdict? Verdict { get; init; }
}

public sealed record ClosedGap(string Measure, string? Country, string State);

/// <summary>The measures of a project that is being entered.</summary>
/// <param name="Serves">The measures that it serves.</param>
/// <param name="ClosesGaps">The cells in which no other project works, or will work.</param>
public sealed record EntryMeasures(IReadOnlyList<ServedMeasure> Serves, IReadOnlyList<ClosedGap> ClosesGaps);

public sealed record Recommendation
{
    public string Reference { get; init; } = "";
    public string Text { get; init; } = "";
    public string? Language { get; init; }
    public IReadOnlyList<Translation> Translations { get; init; } = [];
    public IReadOnlyList<string> Pillars { get; init; } = [];
    public IReadOnlyList<string> CrossCutting { get; init; } = [];
    public IReadOnlyList<string> Areas { get; init; } = [];
    public string MadeAt { get; init; } = "";
    public string? EndorsedAt { get; init; }
    public string? NotEndorsedAt { get; init; }
    public string? Reason { get; init; }
    public Addressees Addressees { get; init; } = new(false, [], []);
    public IReadOnlyList<string> Continues { get; init; } = [];
    public string State { get; init; } = "";
    public IReadOnlyList<string> ContinuedBy { get; init; } = [];
}

public sealed record Translation(string Language, string Text);

public sealed record Addressees(bool All, IReadOnlyList<string> Partners, IReadOnlyList<string> Others);

public sealed record Meeting
{
    public string Reference { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Title { get; init; } = "";
    public string Status { get; init; } = "";
    public IReadOnlyList<string> Pillars { get; init; } = [];
    public DateOnly? Start { get; init; }
    public DateOnly? End { get; init; }
    public int Year { get; init; }
    public MeetingPlace Place { get; init; } = new(null, null);
    public IReadOnlyList<MeetingParticipant> Hosts { get; init; } = [];
    public IReadOnlyList<MeetingSession> Sessions { get; init; } = [];
    public IReadOnlyList<MeetingParticipant> Participants { get; init; } = [];
    public IReadOnlyList<string> Outcomes { get; init; } = [];
    public MeetingAttendance? Attendance { get; init; }
    public MeetingRecommendations Recommendations { get; init; } = new(0, 0, 0);
    public IReadOnlyList<string> PartnersEndorsed { get; init; } = [];
}

/// <summary>The description of a document. The register has no file, only its address.</summary>
public sealed record Document
{
    public string Reference { get; init; } = "";
    public string Type { get; init; } = "";
    public string Title { get; init; } = "";
    public DocumentCreator? Creator { get; init; }
    public DateOnly? Date { get; init; }
    public string? Language { get; init; }
    public string? Identifier { get; init; }
    public DocumentSubject Subject { get; init; } = new([], []);
    public string? IsPartOf { get; init; }
    public string Url { get; init; } = "";
    public string? Sha256 { get; init; }
    public int Version { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string UpdatedBy { get; init; } = "";
}

public sealed record DocumentCreator(string? Partner, string? Name);

public sealed record DocumentSubject(IReadOnlyList<string> Pillars, IReadOnlyList<string> Countries);

public sealed record MeetingPlace(string? City, string? Country);

public sealed record MeetingParticipant(string? Partner, string? Country, string? Name);

public sealed record MeetingSession(string Title, IReadOnlyList<string> Pillars, DateOnly? Start, DateOnly? End);

public sealed record MeetingAttendance(
    long Countries,
    long Organisations,
    string Basis,
    DateOnly? On,
    long? Members,
    IReadOnlyList<string>? NonPartners
);

public sealed record MeetingRecommendations(long Made, long Endorsed, long NotEndorsed);
