namespace Adam.Data.Audit.Recording;

/// <summary>The kinds of records whose versions are kept.</summary>
/// <remarks>The chain contains the numbers. Never renumber one.</remarks>
public enum AuditSubject
{
    Project = 1,

    /// <summary>The verdict of a pair.</summary>
    Overlap = 2,
    Partner = 3,
    Key = 4,
    Import = 5,
    Mapping = 6,
    Subscription = 7,
    ExchangeRate = 8,
    LearnedRules = 9,

    /// <summary>A note on an overlap.</summary>
    OverlapNote = 10,
    Measure = 11,

    /// <summary>The verdict whether a project serves a measure.</summary>
    MeasureLink = 12,
    Meeting = 13,
    Recommendation = 14,

    /// <summary>A statement about the progress of a measure.</summary>
    ProgressStatement = 15,

    /// <summary>The description of a document.</summary>
    Document = 16,

    /// <summary>The text of an editor in a section of the yearly report.</summary>
    ReportNote = 17,

    /// <summary>A frozen edition of the yearly report.</summary>
    ReportEdition = 18,

    Questionnaire = 19,

    /// <summary>The response of a partner to a questionnaire.</summary>
    PartnerResponse = 20,

    /// <summary>The declaration of a layer of drug data.</summary>
    Layer = 21,
    LayerItem = 22,

    /// <summary>A post of liaison and research officers.</summary>
    Post = 23,

    /// <summary>Answers that were promoted to evidence of the progress of a measure.</summary>
    ProgressFinding = 28,
}

/// <summary>The kinds of entries.</summary>
/// <inheritdoc cref="AuditSubject" path="/remarks"/>
public enum AuditAction
{
    Created = 1,
    Changed = 2,
    Withdrawn = 3,

    /// <summary>A withdrawn project became active again.</summary>
    Revived = 4,
    VerdictGiven = 5,
    VerdictTakenBack = 6,
    Removed = 7,

    /// <summary>A key was revoked.</summary>
    Revoked = 8,

    /// <summary>An import was taken back as a whole.</summary>
    Undone = 9,

    /// <summary>The record was there before history was kept, and its history begins with this version.</summary>
    FirstKept = 10,

    /// <summary>An import ended.</summary>
    Finished = 11,
}
