using System.Text.Json;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Domain.Progress;

namespace Adam.Data.Progress.Statements;

/// <summary>A statement as the register stores it.</summary>
/// <param name="StatementId">Its number, in the order of writing.</param>
/// <param name="Statement">
/// The statement. Its projects are those that the present reader may see, withdrawn ones included.
/// </param>
public sealed record StoredStatement(long StatementId, ProgressStatement Statement);

/// <summary>The outcome of writing a statement.</summary>
public abstract record StatementOutcome
{
    private StatementOutcome() { }

    public sealed record Done(ProgressStatement Statement) : StatementOutcome;

    /// <summary>There is no such project for the writer, or it is withdrawn.</summary>
    /// <param name="Index">The index of the project in the statement.</param>
    public sealed record NoProject(int Index) : StatementOutcome;

    /// <summary>The measure has as many statements as it takes.</summary>
    public sealed record TooMany : StatementOutcome;
}

/// <summary>Stores statements about the progress of measures. They are added, never changed or removed.</summary>
public sealed class StatementStore(Database database, TimeProvider time)
{
    /// <summary>The maximum number of statements about a measure. It bounds the work of lists.</summary>
    public const int MostOfMeasure = 5_000;

    /// <summary>Returns all statements about a measure, in the order in which they were written.</summary>
    public Task<IReadOnlyList<StoredStatement>> ListAsync(StoredMeasure measure, CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<StoredStatement>>(
            async session =>
            {
                var rows = await session.QueryAsync(ProgressStatementSql.OfMeasure, new(measure.MeasureId), ct);
                var projects = await ProjectsAsync(session, rows, ct);
                return
                [
                    .. rows.Select(row => new StoredStatement(
                        row.StatementId,
                        row.ToStatement(projects[row.StatementId])
                    )),
                ];
            },
            ct
        );

    /// <summary>Adds a statement about a measure.</summary>
    /// <param name="partner">The code of the partner of the key.</param>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<StatementOutcome> AddAsync(
        StoredMeasure measure,
        StatementType type,
        StatementDraft draft,
        string partner,
        Actor by,
        CancellationToken ct,
        Func<ProgressStatement, KeptResponse>? respond = null
    )
    {
        // Another flow may run the write.
        var reader = ReaderScope.Current;
        return database.InGroupedWriteAsync<StatementOutcome>(
            async session =>
            {
                if (
                    await session.FirstAsync(ProgressStatementSql.CountOfMeasure, new(measure.MeasureId), ct)
                    >= MostOfMeasure
                )
                    return new StatementOutcome.TooMany();

                var projects = new List<long>();
                foreach (var (i, id) in draft.Projects.Index())
                {
                    if (await ProjectStore.FindAsync(session.As(reader), id, ct) is not { WithdrawnAt: null } project)
                        return new StatementOutcome.NoProject(i);
                    projects.Add(project.ProjectId);
                }

                var at = time.Instant();
                var statement = new ProgressStatement(Guid.CreateVersion7(at), type, partner, draft, by.Name, at);
                await InsertAsync(session, measure.MeasureId, statement, projects, ct);
                await AuditRecorder.AddAsync(
                    session,
                    AuditSubject.ProgressStatement,
                    AuditAction.Created,
                    statement.Id.ToString(),
                    version: null,
                    StatementContent.FromStatement(measure.Measure.Key, statement),
                    by,
                    at,
                    ct
                );
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(statement), ct);
                return new StatementOutcome.Done(statement);
            },
            ct
        );
    }

    /// <summary>Returns the projects that statements name and that the reader of the session may see.</summary>
    internal static async Task<ILookup<long, StatementProjectRow>> ProjectsAsync(
        Session session,
        IEnumerable<ProgressStatementRow> statements,
        CancellationToken ct
    ) =>
        (
            await session.QueryAsync(
                ProgressStatementSql.Projects,
                new(JsonRowSet.FromIds(statements.Select(row => row.StatementId))),
                ct
            )
        ).ToLookup(row => row.StatementId);

    private static async Task InsertAsync(
        Session session,
        int measureId,
        ProgressStatement statement,
        IReadOnlyList<long> projects,
        CancellationToken ct
    )
    {
        var draft = statement.Draft;
        var id = await session.FirstAsync(
            ProgressStatementSql.Add,
            new(
                statement.Id,
                measureId,
                (byte)statement.Type,
                statement.Partner,
                draft.AsOf.DayNumber,
                (byte)draft.Stage,
                draft.Text,
                JsonSerializer.Serialize(draft.Documents),
                statement.WrittenBy,
                statement.WrittenAt
            ),
            ct
        );
        if (projects.Count > 0)
            await session.ExecuteAsync(
                ProgressStatementSql.AddProjects,
                new(id, JsonRowSet.Serialize(projects.Select((project, i) => new object[] { i, project }))),
                ct
            );
    }
}

/// <summary>A statement as its audit entry contains it.</summary>
internal sealed record StatementContent(
    string Measure,
    StatementType Type,
    string Partner,
    DateOnly AsOf,
    ProgressStage Stage,
    string Text,
    IReadOnlyList<Guid> Projects,
    IReadOnlyList<string> Documents,
    string WrittenBy
)
{
    /// <param name="measure">The key of the measure.</param>
    public static StatementContent FromStatement(string measure, ProgressStatement statement) =>
        new(
            measure,
            statement.Type,
            statement.Partner,
            statement.Draft.AsOf,
            statement.Draft.Stage,
            statement.Draft.Text,
            statement.Draft.Projects,
            statement.Draft.Documents,
            statement.WrittenBy
        );
}
