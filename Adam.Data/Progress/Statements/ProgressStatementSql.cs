using System.Text.Json;
using Adam.Data.Databases;
using Adam.Domain.Progress;

namespace Adam.Data.Progress.Statements;

internal static class ProgressStatementSql
{
    public static readonly StatementSet Statements = new(nameof(ProgressStatementSql));

    private static readonly SqlText Columns = $"""
        s.StatementId, s.Id, s.MeasureId, s.Type, s.Partner, s.AsOf, s.Stage, s.Text, s.Documents, s.WrittenBy,
            s.WrittenAt
        """;

    /// <summary>Adds a statement and returns its StatementId.</summary>
    public static readonly SqlQuery<NewProgressStatement, long> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO ProgressStatement (
                    Id, MeasureId, Type, Partner, AsOf, Stage, Text, Documents, WrittenBy, WrittenAt)
                VALUES (
                    @Id, @MeasureId, @Type, @Partner, @AsOf, @Stage, @Text, @Documents, @WrittenBy, @WrittenAt);
                {dialect.InsertedId}
                """
    );

    /// <summary>Adds the projects of a statement. @Rows: Ordinal, ProjectId.</summary>
    public static readonly SqlChange<NewStatementProjects> AddProjects = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO ProgressStatementProject (StatementId, Ordinal, ProjectId)
                SELECT @StatementId, r.Ordinal, r.ProjectId
                FROM {dialect.Rows($"@Rows", ("Ordinal", "int"), ("ProjectId", "bigint"))} r
                """
    );

    public static readonly SqlQuery<StatementsOfMeasure, int> CountOfMeasure = new(
        Statements,
        $"SELECT COUNT(*) FROM ProgressStatement s WHERE s.MeasureId = @MeasureId"
    );

    /// <summary>Returns all statements about a measure, in the order in which they were written.</summary>
    public static readonly SqlQuery<StatementsOfMeasure, ProgressStatementRow> OfMeasure = new(
        Statements,
        $"SELECT {Columns} FROM ProgressStatement s WHERE s.MeasureId = @MeasureId ORDER BY s.StatementId"
    );

    /// <summary>
    /// Returns of some measures the last statement of each type and partner that is about a day or one before. Of two
    /// about the same day, the one that was written later is the last. @Rows: MeasureId.
    /// </summary>
    public static readonly SqlQuery<StatementsOnDay, LastStatementRow> LastOfMeasures = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}, o.PartnerId, o.Contact
                FROM {dialect.Rows($"@Rows", ("MeasureId", "int"))} r
                CROSS JOIN ProgressStatement s
                INNER JOIN Partner o ON o.Code = s.Partner
                WHERE s.MeasureId = r.MeasureId AND s.AsOf <= @Day
                  AND NOT EXISTS (
                    SELECT 1
                    FROM ProgressStatement later
                    WHERE later.MeasureId = s.MeasureId AND later.Type = s.Type AND later.Partner = s.Partner
                      AND later.AsOf <= @Day
                      AND (later.AsOf > s.AsOf OR (later.AsOf = s.AsOf AND later.StatementId > s.StatementId)))
                """
    );

    /// <summary>
    /// Returns the projects that some statements name, in the order of the statements. A reader's session leaves out
    /// restricted ones that it does not see. @Rows: StatementId.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, StatementProjectRow> Projects = new(
        Statements,
        dialect =>
            $"""
                SELECT n.StatementId, n.ProjectId, p.Id
                FROM {dialect.Rows($"@Rows", ("StatementId", "bigint"))} r
                CROSS JOIN ProgressStatementProject n
                INNER JOIN Project p ON p.ProjectId = n.ProjectId
                WHERE n.StatementId = r.StatementId
                ORDER BY n.StatementId, n.Ordinal
                """
    );

    /// <summary>Returns all statements with the keys of their measures.</summary>
    public static readonly SqlQuery<NoParameters, StatementOfMeasureRow> All = new(
        Statements,
        $"""
        SELECT {Columns}, m.ReferenceKey
        FROM ProgressStatement s
        INNER JOIN Measure m ON m.MeasureId = s.MeasureId
        ORDER BY s.StatementId
        """
    );
}

internal sealed record NewProgressStatement(
    Guid Id,
    int MeasureId,
    byte Type,
    string Partner,
    int AsOf,
    byte Stage,
    string Text,
    string Documents,
    string WrittenBy,
    DateTimeOffset WrittenAt
);

internal sealed record NewStatementProjects(long StatementId, string Rows);

internal sealed record StatementsOfMeasure(int MeasureId);

internal sealed record StatementsOnDay(string Rows, int Day);

internal sealed record StatementProjectRow
{
    public long StatementId { get; init; }
    public long ProjectId { get; init; }
    public Guid Id { get; init; }
}

internal record ProgressStatementRow
{
    public long StatementId { get; init; }
    public Guid Id { get; init; }
    public int MeasureId { get; init; }
    public byte Type { get; init; }
    public string Partner { get; init; } = "";
    public int AsOf { get; init; }
    public byte Stage { get; init; }
    public string Text { get; init; } = "";
    public string Documents { get; init; } = "";
    public string WrittenBy { get; init; } = "";
    public DateTimeOffset WrittenAt { get; init; }

    public ProgressStatement ToStatement(IEnumerable<StatementProjectRow> projects) =>
        new(
            Id,
            (StatementType)Type,
            Partner,
            new()
            {
                AsOf = DateOnly.FromDayNumber(AsOf),
                Stage = (ProgressStage)Stage,
                Text = Text,
                Projects = [.. projects.Select(project => project.Id)],
                Documents = JsonSerializer.Deserialize<IReadOnlyList<string>>(Documents)!,
            },
            WrittenBy,
            WrittenAt
        );
}

internal sealed record LastStatementRow : ProgressStatementRow
{
    public int PartnerId { get; init; }
    public string? Contact { get; init; }
}

internal sealed record StatementOfMeasureRow : ProgressStatementRow
{
    public string ReferenceKey { get; init; } = "";
}
