using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Domain.Overlaps;

namespace Adam.Data.Changes;

/// <summary>
/// The position of a change in the log: its number, and its instant to recognise the log of another register.
/// </summary>
/// <param name="Micros">Microseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct ChangePosition(long ChangeId, long Micros)
{
    /// <summary>The position before the first change.</summary>
    public static readonly ChangePosition Start = new(0, 0);
}

/// <summary>A change of the register.</summary>
public sealed record RegisterChange
{
    public required ChangePosition Position { get; init; }

    public required ChangeKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The name of the key that made the change; null if it is unknown.</summary>
    public string? By { get; init; }

    /// <summary>The id of the project, or of the first project of a pair; empty for others.</summary>
    public required Guid Project { get; init; }

    /// <summary>The id of the second project of a pair; null for a change of a project.</summary>
    public Guid? Other { get; init; }

    /// <summary>The id of an import that has ended; null for a change of a record.</summary>
    public Guid? Import { get; init; }

    /// <summary>The questionnaire that is due; null for a change of a record.</summary>
    public QuestionnaireReminder? Reminder { get; init; }

    /// <summary>The version of the project after the change; null for a decision.</summary>
    public int? Version { get; init; }

    /// <summary>The members of the record that changed; null if that is unknown, and for other changes.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    public required ChangeScope Scope { get; init; }

    internal ChangeRestriction Restriction { get; init; }

    /// <summary>The id of the pair; null for a change of a project.</summary>
    public OverlapId? Pair => Other is { } other ? OverlapId.Create(Project, other) : null;

    internal static RegisterChange FromRow(ChangeRow row, ChangeScope scope) =>
        new()
        {
            Position = new(row.ChangeId, row.ChangedAt.ToMicros()),
            Kind = (ChangeKind)row.Kind,
            At = row.ChangedAt,
            By = row.ChangedBy,
            Project = row.FirstId ?? Guid.Empty,
            Other = row.SecondId,
            Import = row.Import,
            Reminder = row is { QuestionnaireId: { } questionnaire, DueDay: { } due, ReminderStep: { } step }
                ? new(questionnaire, DateOnly.FromDayNumber(due), step)
                : null,
            Version = row.Version,
            Fields = row.Fields?.Split(','),
            Scope = scope,
            Restriction = new(row.FirstRestrictedTo, row.SecondRestrictedTo),
        };

    /// <summary>
    /// Returns the change as a reader sees it; null if it does not. A project that became restricted was withdrawn for
    /// others, and one that became unrestricted is new to them.
    /// </summary>
    /// <param name="reader">The reader; null for one who sees everything.</param>
    internal RegisterChange? For(ReaderScope? reader)
    {
        if (reader is null)
            return this;

        var (first, second) = (Sees(Restriction.First), Sees(Restriction.Second));
        return Kind switch
        {
            ChangeKind.ImportFinished or ChangeKind.QuestionnaireDue => this,
            ChangeKind.VerdictGiven or ChangeKind.VerdictTakenBack or ChangeKind.NoteAdded => first && second
                ? this
                : null,
            ChangeKind.Withdrawn => first ? this : null,
            ChangeKind.Created => second ? this : null,
            ChangeKind.Changed => (first, second) switch
            {
                (true, true) => this,
                (true, false) => As(ChangeKind.Withdrawn),
                (false, true) => As(ChangeKind.Created),
                _ => null,
            },
            // The project was withdrawn before.
            ChangeKind.Revived => (first, second) switch
            {
                (_, false) => null,
                (false, true) => As(ChangeKind.Created),
                _ => this,
            },
        };

        bool Sees(string? owner) => owner is null || owner == reader.Partner;

        RegisterChange As(ChangeKind kind) => this with { Kind = kind, Fields = null };
    }
}

/// <summary>
/// A filter of changes. Values of one member are alternatives (OR); all members must match (AND). An empty list is no
/// condition.
/// </summary>
public sealed record ChangeFilter
{
    /// <summary>All changes of records.</summary>
    public static readonly ChangeFilter None = new();

    /// <summary>All changes of records, the ends of imports and reminders.</summary>
    public static readonly ChangeFilter All = None with { IncludesNotices = true };

    /// <summary>True if the ends of imports and reminders pass, which are told to partners alone.</summary>
    public bool IncludesNotices { get; init; }

    public IReadOnlyList<ChangeKind> Kinds { get; init; } = [];

    /// <summary>Codes of partners.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Keys of participants.</summary>
    public IReadOnlyList<string> Donors { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    public IReadOnlyList<Domain.Projects.Pillar> Pillars { get; init; } = [];

    public bool Passes(RegisterChange change) =>
        (change is { Import: null, Reminder: null } || IncludesNotices)
        && (Kinds.Count == 0 || Kinds.Contains(change.Kind))
        && (Owners.Count == 0 || Owners.Intersect(change.Scope.Owners).Any())
        && (Donors.Count == 0 || Donors.Intersect(change.Scope.Donors).Any())
        && (Countries.Count == 0 || Countries.Intersect(change.Scope.Countries).Any())
        && (Pillars.Count == 0 || Pillars.Intersect(change.Scope.Pillars).Any());
}
