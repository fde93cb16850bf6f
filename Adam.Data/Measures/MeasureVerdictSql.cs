using Adam.Data.Audit.Verification;
using Adam.Data.Databases;

namespace Adam.Data.Measures;

internal static class MeasureVerdictSql
{
    public static readonly StatementSet Statements = new(nameof(MeasureVerdictSql));

    private static readonly SqlText Columns = $"""
        v.MeasureVerdictId, v.MeasureId, v.ProjectId, v.Verdict, v.Note, v.DecidedBy, v.Partner, v.DecidedAt, v.StaleAt
        """;

    /// <summary>Adds a decision and returns its MeasureVerdictId.</summary>
    public static readonly SqlQuery<NewMeasureVerdict, long> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO MeasureVerdict (MeasureId, ProjectId, Verdict, Note, DecidedBy, Partner, DecidedAt)
                VALUES (@MeasureId, @ProjectId, @Verdict, @Note, @By, @Partner, @At);
                {dialect.InsertedId}
                """
    );

    /// <summary>Returns the last decision about a link; none if there was none.</summary>
    public static readonly SqlQuery<MeasureLinkKey, MeasureVerdictRow> OfLink = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM MeasureVerdict v
                WHERE v.MeasureId = @MeasureId AND v.ProjectId = @ProjectId
                ORDER BY v.MeasureVerdictId DESC
                {dialect.Page($"1")}
                """
    );

    /// <summary>Returns the last decision about each link of some measures. @Rows: MeasureId.</summary>
    public static readonly SqlQuery<RowsParameter, MeasureVerdictRow> OfMeasures = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM {dialect.Rows($"@Rows", ("MeasureId", "int"))} r
                CROSS JOIN MeasureVerdict v
                WHERE v.MeasureId = r.MeasureId AND {IsLast}
                """
    );

    /// <summary>Returns the last decision about each link of a project.</summary>
    public static readonly SqlQuery<LinksOfProject, MeasureVerdictRow> OfProject = new(
        Statements,
        $"SELECT {Columns} FROM MeasureVerdict v WHERE v.ProjectId = @ProjectId AND {IsLast}"
    );

    /// <summary>Returns all decisions about links, in the order in which they were made.</summary>
    public static readonly SqlQuery<NoParameters, LinkDecisionRow> All = new(
        Statements,
        $"""
        SELECT m.ReferenceKey, p.Id AS Project, v.Verdict, v.Note, v.DecidedBy, v.Partner, v.DecidedAt
        FROM MeasureVerdict v
        INNER JOIN Measure m ON m.MeasureId = v.MeasureId
        INNER JOIN Project p ON p.ProjectId = v.ProjectId
        ORDER BY v.MeasureVerdictId
        """
    );

    /// <summary>Returns all decisions that were made until an instant, in their order. @Rows: MeasureId.</summary>
    public static readonly SqlQuery<MeasureVerdictsUntil, MeasureVerdictRow> Until = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM {dialect.Rows($"@Rows", ("MeasureId", "int"))} r
                CROSS JOIN MeasureVerdict v
                WHERE v.MeasureId = r.MeasureId AND v.DecidedAt <= @At
                ORDER BY v.MeasureVerdictId
                """
    );

    /// <summary>Marks the verdicts about some projects as stale. @Rows: ProjectId.</summary>
    public static readonly SqlChange<StaleMeasureVerdicts> MakeStale = new(
        Statements,
        dialect =>
            $"""
                UPDATE MeasureVerdict
                SET StaleAt = @At
                WHERE StaleAt IS NULL AND Verdict IS NOT NULL
                  AND MeasureVerdictId IN (
                      SELECT v.MeasureVerdictId
                      FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                      CROSS JOIN MeasureVerdict v
                      WHERE v.ProjectId = r.ProjectId)
                """
    );

    /// <summary>Marks the verdicts about the projects of a measure as stale.</summary>
    public static readonly SqlChange<StaleMeasure> MakeStaleOfMeasure = new(
        Statements,
        $"""
        UPDATE MeasureVerdict
        SET StaleAt = @At
        WHERE MeasureId = @MeasureId AND StaleAt IS NULL AND Verdict IS NOT NULL
        """
    );

    private static SqlText IsLast =>
        $"""
            NOT EXISTS (
                SELECT 1
                FROM MeasureVerdict later
                WHERE later.MeasureId = v.MeasureId AND later.ProjectId = v.ProjectId
                  AND later.MeasureVerdictId > v.MeasureVerdictId)
            """;
}

internal sealed record NewMeasureVerdict(
    int MeasureId,
    long ProjectId,
    byte? Verdict,
    string? Note,
    string By,
    string Partner,
    DateTimeOffset At
);

internal sealed record MeasureLinkKey(int MeasureId, long ProjectId);

internal sealed record LinksOfProject(long ProjectId);

internal sealed record MeasureVerdictsUntil(string Rows, DateTimeOffset At);

internal sealed record StaleMeasureVerdicts(string Rows, DateTimeOffset At);

internal sealed record StaleMeasure(int MeasureId, DateTimeOffset At);

/// <summary>A decision with the measure and the project that it is about.</summary>
internal sealed record LinkDecisionRow
{
    public string ReferenceKey { get; init; } = "";
    public Guid Project { get; init; }
    public byte? Verdict { get; init; }
    public string? Note { get; init; }
    public string DecidedBy { get; init; } = "";
    public string Partner { get; init; } = "";
    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>The link as the audit chain names it.</summary>
    public string Link => $"{ReferenceKey}/{Project}";

    /// <summary>Returns the verdict as its entries contain it; null if it was taken back.</summary>
    public MeasureVerdictContent? ToContent() =>
        Verdict is { } verdict ? new((LinkVerdict)verdict, Note, DecidedBy, Partner) : null;

    public DecisionRow ToDecision() => new(Link, ToContent(), Former: null, DecidedAt);
}

internal sealed record MeasureVerdictRow
{
    public long MeasureVerdictId { get; init; }
    public int MeasureId { get; init; }
    public long ProjectId { get; init; }
    public byte? Verdict { get; init; }
    public string? Note { get; init; }
    public string DecidedBy { get; init; } = "";
    public string Partner { get; init; } = "";
    public DateTimeOffset DecidedAt { get; init; }
    public DateTimeOffset? StaleAt { get; init; }

    /// <summary>The decision as others see it; null if it withdraws one.</summary>
    public MeasureDecision? ToDecision() =>
        Verdict is { } verdict ? new((LinkVerdict)verdict, Note, DecidedBy, Partner, DecidedAt, StaleAt) : null;

    /// <summary>The verdict that holds at an instant; null if there is none, or it was stale then.</summary>
    public LinkVerdict? InForce(DateTimeOffset? at = null) =>
        StaleAt is null || StaleAt > at ? (LinkVerdict?)Verdict : null;
}
