using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Documents;
using Adam.Data.Measures;
using Adam.Data.Meetings;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Data.Recommendations;
using Adam.Domain.Projects;

namespace Adam.Data.Copying;

/// <summary>A copy of a register as it stood at an instant.</summary>
/// <param name="Projects">The number of projects that were not withdrawn then.</param>
/// <param name="Missing">
/// The number of projects that were recorded by then, and are not in the copy because their version of then is not
/// kept.
/// </param>
/// <param name="Pairs">The number of their pairs at or above the floor.</param>
public sealed record PastCopied(long Projects, long Missing, long Pairs);

/// <summary>
/// Writes a register file with the records as they stood at an instant, and with everything that is derived from them:
/// lists, presence, overlaps and gaps of that file are those of the instant.
/// </summary>
/// <remarks>
/// Projects, measures, meetings and recommendations come from the history; verdicts and notes are those of the time.
/// Partners, exchange rates, term statistics and learned factors are those of the present, so that both registers are
/// counted and scored alike. Keys, subscriptions, imports and the history itself are not copied.
/// </remarks>
/// <param name="indexers">The indexers of the target.</param>
public sealed class PastCopy(
    Database from,
    SqliteDatabase to,
    ProjectIndexers indexers,
    DateTimeOffset at,
    TimeProvider time
)
{
    private const int RowsAtOnce = 1_000;

    private static readonly string[] OfThePresent =
    [
        "Partner",
        "PartnerName",
        "PartnerIdentifier",
        "PartnerMembership",
        "ExchangeRate",
        "TermStatistics",
        "LearnedRules",
    ];

    /// <summary>Tables whose rows are decided at an instant, and may become stale at another one.</summary>
    private static readonly (string Table, string Since, string? Stale)[] OfTheTime =
    [
        ("OverlapVerdict", "DecidedAt", "StaleAt"),
        ("OverlapNote", "WrittenAt", null),
        ("MeasureVerdict", "DecidedAt", "StaleAt"),
    ];

    /// <summary>Tables of records whose versions the history has, with the form in which they are stored.</summary>
    private static readonly (string Table, AuditSubject Subject, Func<string, string> Form)[] OfTheHistory =
    [
        ("Measure", AuditSubject.Measure, text => MeasureStore.Type.Write(MeasureStore.Type.Parse(text))),
        ("Meeting", AuditSubject.Meeting, text => MeetingStore.Type.Write(MeetingStore.Type.Parse(text))),
        (
            "Recommendation",
            AuditSubject.Recommendation,
            text => RecommendationStore.Type.Write(RecommendationStore.Type.Parse(text))
        ),
        ("Document", AuditSubject.Document, text => DocumentStore.Type.Write(DocumentStore.Type.Parse(text))),
    ];

    private readonly DateTimeOffset _at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>The projects and measures of the copy, to which verdicts and notes refer.</summary>
    private readonly Dictionary<string, HashSet<long>> _known = new(StringComparer.Ordinal)
    {
        ["ProjectId"] = [],
        ["MeasureId"] = [],
    };

    /// <summary>
    /// Migrates the empty target to the schema of this program, writes the records, and derives the rest.
    /// </summary>
    /// <param name="log">Receives the messages of the migration.</param>
    /// <exception cref="CopyRejectedException">
    /// The instant is in the future, or before the one up to which history was cut off.
    /// </exception>
    /// <exception cref="UnsupportedDatabaseException">The source does not have the schema of this program.</exception>
    public async Task<PastCopied> RunAsync(Action<string> log, CancellationToken ct)
    {
        await Migrator.CheckAsync(from, ct);
        await VerifyInstantAsync(ct);
        await Migrator.RunAsync(to, log, ct);
        var (projects, missing) = await WriteAsync(ct);
        // The pairs are of the instant, too.
        await new ProjectReindex(to, new StoppedClock(_at), indexers).RunAsync([], null, ct);
        var pairs = await to.QueryOnceAsync(
            session => session.FirstAsync(RegisterTableSql.Count(Table("Overlap")), ct),
            ct
        );
        return new(projects, missing, pairs);
    }

    private async Task VerifyInstantAsync(CancellationToken ct)
    {
        if (_at > time.GetUtcNow())
            throw new CopyRejectedException(
                $"The instant {Text(_at)} is in the future. State one in the past, or copy the register as it is with "
                    + "`backup`."
            );
        if (await new AuditRetention(from, time).CutBeforeAsync(ct) is { } cut && _at < cut)
            throw new CopyRejectedException(
                $"The history before {Text(cut)} was cut off, so nobody knows the register of {Text(_at)}. "
                    + "State that instant or a later one."
            );
    }

    private async Task<(long Projects, long Missing)> WriteAsync(CancellationToken ct)
    {
        await using var source = await from.InReadTransactionAsync(ct);
        await using var target = await to.InWriteTransactionAsync(ct);
        source.DisableCommandTimeout();
        target.DisableCommandTimeout();
        foreach (var table in RegisterTable.FilledAtFirst.Reverse())
            await target.ExecuteAsync(RegisterTableSql.Empty(table), ct);

        foreach (var name in OfThePresent)
            await AddAsync(target, name, RegisterRows.ReadAsync(source, Table(name), ct), ct);

        var (projects, missing) = (0L, 0L);
        await AddAsync(target, "Project", ProjectsAsync(), ct);
        foreach (var (name, subject, form) in OfTheHistory)
            await AddAsync(target, name, OfTheHistoryAsync(source, Table(name), subject, form, ct), ct);
        foreach (var (name, since, stale) in OfTheTime)
            await AddAsync(target, name, OfTheTimeAsync(source, Table(name), since, stale, ct), ct);
        await target.CommitAsync(ct);
        return (projects, missing);

        async IAsyncEnumerable<object?[]> ProjectsAsync()
        {
            var owners = new Dictionary<string, long>(StringComparer.Ordinal);
            await foreach (var row in PastRecords.ProjectsAsync(source, _at, () => missing++, ct))
            {
                var project = ProjectJson.Read(row.Document);
                if (!owners.TryGetValue(project.Owner, out var owner))
                    owners[project.Owner] = owner = await source.FirstAsync(PartnerSql.IdOf, new(project.Owner), ct);
                projects += row.WithdrawnAt is null ? 1 : 0;
                _known["ProjectId"].Add(row.ProjectId);
                yield return
                [
                    row.ProjectId,
                    row.Id,
                    owner,
                    ProjectWriter.ReferenceKey(project.Draft.Reference),
                    (long)row.Version,
                    row.UpdatedAt.UtcDateTime,
                    row.WithdrawnAt?.UtcDateTime,
                    row.ScopeChangedAt.UtcDateTime,
                    row.Document,
                    project.Draft.Visibility == Visibility.Restricted ? 1L : 0L,
                ];
            }
        }
    }

    /// <summary>Returns the rows of the time, without what was decided later about them.</summary>
    private async IAsyncEnumerable<object?[]> OfTheTimeAsync(
        Session source,
        RegisterTable table,
        string since,
        string? stale,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await foreach (var row in RegisterRows.ReadAsync(source, table, ct))
        {
            if ((DateTime)row[Place(table, since)]! > _at.UtcDateTime || !IsOfTheCopy(table, row))
                continue;

            if (stale is not null && row[Place(table, stale)] is DateTime then && then > _at.UtcDateTime)
                row[Place(table, stale)] = null;
            yield return row;
        }
    }

    private bool IsOfTheCopy(RegisterTable table, object?[] row) =>
        table
            .Columns.Select((column, place) => (column.Name, Value: row[place]))
            .All(cell =>
                cell.Name switch
                {
                    "FirstId" or "SecondId" or "ProjectId" => _known["ProjectId"].Contains((long)cell.Value!),
                    "MeasureId" => _known["MeasureId"].Contains((long)cell.Value!),
                    _ => true,
                }
            );

    /// <summary>Returns the rows with the documents that they had.</summary>
    private async IAsyncEnumerable<object?[]> OfTheHistoryAsync(
        Session source,
        RegisterTable table,
        AuditSubject subject,
        Func<string, string> form,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        // There are few, and SQL Server answers no other query while it sends rows.
        var rows = new List<object?[]>();
        await foreach (var row in RegisterRows.ReadAsync(source, table, ct))
            rows.Add(row);
        foreach (var row in rows)
        {
            var key = (string)row[Place(table, "ReferenceKey")]!;
            if (!IsOfThen(table, row))
            {
                if (await PastRecords.FindAsync(source, subject, key, _at, ct) is not { } then)
                    continue;

                row[Place(table, "Version")] = (long)then.Version;
                row[Place(table, "WithdrawnAt")] = then.WithdrawnAt?.UtcDateTime;
                row[Place(table, "Document")] = form(then.Document);
            }

            if (subject == AuditSubject.Measure)
                _known["MeasureId"].Add((long)row[0]!);
            yield return row;
        }
    }

    /// <summary>Returns true if a record has not changed since the instant.</summary>
    private bool IsOfThen(RegisterTable table, object?[] row)
    {
        using var document = JsonDocument.Parse((string)row[Place(table, "Document")]!);
        return document.RootElement.GetProperty("updatedAt").GetDateTimeOffset() <= _at
            && (row[Place(table, "WithdrawnAt")] is not DateTime withdrawn || withdrawn <= _at.UtcDateTime);
    }

    private async Task AddAsync(Session target, string name, IAsyncEnumerable<object?[]> rows, CancellationToken ct)
    {
        var some = new List<object?[]>(RowsAtOnce);
        await foreach (var row in rows.WithCancellation(ct))
        {
            some.Add(row);
            if (some.Count < RowsAtOnce)
                continue;

            await to.AddAsync(target, Table(name), some, ct);
            some.Clear();
        }

        await to.AddAsync(target, Table(name), some, ct);
    }

    private static RegisterTable Table(string name) => RegisterTable.All.Single(table => table.Name == name);

    private static int Place(RegisterTable table, string column) =>
        Array.FindIndex(table.Columns, one => one.Name == column);

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A clock that always shows the instant of the copy.</summary>
    private sealed class StoppedClock(DateTimeOffset instant) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => instant;
    }
}
