using Adam.Data.Changes.Recording;
using Adam.Data.Databases;

namespace Adam.Data.Changes;

internal static class ChangeSql
{
    public static readonly StatementSet Statements = new(nameof(ChangeSql));

    /// <summary>Returns the first changes after a number, in the order of the commits.</summary>
    public static readonly SqlQuery<PageOfChanges, ChangeRow> After = new(
        Statements,
        dialect =>
            $"""
                SELECT c.ChangeId, c.Kind, c.ProjectId, c.OtherId, c.Version, c.ChangedAt, c.ChangedBy, c.Fields,
                       c.Scope, p.Id AS FirstId, o.Id AS SecondId, i.Id AS Import, f.Code AS FirstRestrictedTo,
                       s.Code AS SecondRestrictedTo, c.QuestionnaireId, c.DueDay, c.ReminderStep
                FROM RegisterChange c
                LEFT JOIN Project p ON p.ProjectId = c.ProjectId
                LEFT JOIN Project o ON o.ProjectId = c.OtherId
                LEFT JOIN Import i ON i.ImportId = c.ImportId
                LEFT JOIN Partner f ON f.PartnerId = c.FirstRestrictedTo
                LEFT JOIN Partner s ON s.PartnerId = c.SecondRestrictedTo
                WHERE c.ChangeId > @After
                ORDER BY c.ChangeId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the last changes up to a number, the last one first.</summary>
    public static readonly SqlQuery<LastChanges, ChangeRow> UpTo = new(
        Statements,
        dialect =>
            $"""
                SELECT c.ChangeId, c.Kind, c.ProjectId, c.OtherId, c.Version, c.ChangedAt, c.ChangedBy, c.Fields,
                       c.Scope, p.Id AS FirstId, o.Id AS SecondId, i.Id AS Import, f.Code AS FirstRestrictedTo,
                       s.Code AS SecondRestrictedTo, c.QuestionnaireId, c.DueDay, c.ReminderStep
                FROM RegisterChange c
                LEFT JOIN Project p ON p.ProjectId = c.ProjectId
                LEFT JOIN Project o ON o.ProjectId = c.OtherId
                LEFT JOIN Import i ON i.ImportId = c.ImportId
                LEFT JOIN Partner f ON f.PartnerId = c.FirstRestrictedTo
                LEFT JOIN Partner s ON s.PartnerId = c.SecondRestrictedTo
                WHERE c.ChangeId <= @UpTo
                ORDER BY c.ChangeId DESC
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the number of the last change; 0 if there is none.</summary>
    public static readonly SqlQuery<NoParameters, long> Last = new(
        Statements,
        $"SELECT COALESCE(MAX(ChangeId), 0) FROM RegisterChange"
    );

    /// <summary>Returns number and instant of the last change; none if there is none.</summary>
    public static readonly SqlQuery<NoParameters, LastChange> LastWithInstant = new(
        Statements,
        $"SELECT ChangeId, ChangedAt FROM RegisterChange WHERE ChangeId = (SELECT MAX(ChangeId) FROM RegisterChange)"
    );

    /// <summary>Returns the instant of a change; null if there is no change with this number.</summary>
    public static readonly SqlQuery<ChangeNumber, DateTimeOffset?> At = new(
        Statements,
        $"SELECT ChangedAt FROM RegisterChange WHERE ChangeId = @ChangeId"
    );
}

internal sealed record PageOfChanges(long After, int Take);

internal sealed record LastChanges(long UpTo, int Take);

internal sealed record ChangeNumber(long ChangeId);

internal sealed record LastChange
{
    public long ChangeId { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
}

internal sealed record ChangeRow
{
    public long ChangeId { get; init; }
    public byte Kind { get; init; }
    public long? ProjectId { get; init; }
    public long? OtherId { get; init; }
    public int? Version { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public string? ChangedBy { get; init; }
    public string? Fields { get; init; }
    public string? Scope { get; init; }
    public Guid? FirstId { get; init; }
    public Guid? SecondId { get; init; }
    public Guid? Import { get; init; }
    public int? QuestionnaireId { get; init; }
    public int? DueDay { get; init; }
    public int? ReminderStep { get; init; }

    /// <inheritdoc cref="ChangeRestriction" path="/param[@name='First']"/>
    public string? FirstRestrictedTo { get; init; }

    /// <inheritdoc cref="ChangeRestriction" path="/param[@name='Second']"/>
    public string? SecondRestrictedTo { get; init; }
}
