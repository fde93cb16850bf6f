using System.Globalization;
using System.Runtime.CompilerServices;
using Adam.Data.Audit;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Projects;
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
/// Records with versions come from the history; verdicts, notes, statements, findings and editions are those of the
/// time.
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

    /// <summary>The number of bytes after which rows with files are written.</summary>
    private const int BytesAtOnce = 8 << 20;

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

    /// <summary>
    /// Tables whose rows are written at an instant, and may become stale at another one. Those without an instant
    /// belong to a row of the table before them.
    /// </summary>
    private static readonly (string Table, string? Since, string? Stale)[] OfTheTime =
    [
        ("OverlapVerdict", "DecidedAt", "StaleAt"),
        ("OverlapNote", "WrittenAt", null),
        ("MeasureVerdict", "DecidedAt", "StaleAt"),
        ("ProgressStatement", "WrittenAt", null),
        ("ProgressStatementProject", null, null),
        ("ProgressFinding", "WrittenAt", null),
        ("ReportEdition", "CreatedAt", null),
        ("ReportEditionFile", null, null),
    ];

    /// <summary>
    /// The numbers of projects that are restricted in the copy, also if they were not restricted at the instant.
    /// </summary>
    public IReadOnlySet<long> Restricted { get; init; } = new HashSet<long>();

    private readonly DateTimeOffset _at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>The records of the copy to which other rows refer, by the column of their number.</summary>
    private readonly Dictionary<string, HashSet<long>> _known = new(StringComparer.Ordinal)
    {
        ["ProjectId"] = [],
        ["MeasureId"] = [],
        ["QuestionnaireId"] = [],
        ["StatementId"] = [],
        ["ReportEditionId"] = [],
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
        foreach (var table in PastTable.All)
            await AddAsync(target, table.Name, OfTheHistoryAsync(source, table, ct), ct);
        await new PastLayerItems(source, _at).CopyAsync((name, rows) => to.AddAsync(target, Table(name), rows, ct), ct);
        foreach (var (name, since, stale) in OfTheTime)
            await AddAsync(target, name, OfTheTimeAsync(source, Table(name), since, stale, ct), ct);
        await target.CommitAsync(ct);
        return (projects, missing);

        async IAsyncEnumerable<object?[]> ProjectsAsync()
        {
            var owners = new PartnerNumbers(source);
            await foreach (var row in PastRecords.ProjectsAsync(source, _at, () => missing++, ct))
            {
                var (project, document) = (ProjectJson.Read(row.Document), row.Document);
                if (Restricted.Contains(row.ProjectId))
                {
                    project = project with { Draft = project.Draft with { Visibility = Visibility.Restricted } };
                    document = ProjectJson.Write(project);
                }

                var owner = await owners.FindAsync(project.Owner, ct);
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
                    document,
                    project.Draft.Visibility == Visibility.Restricted ? 1L : 0L,
                ];
            }
        }
    }

    /// <summary>Returns the rows of the time, without what was decided later about them.</summary>
    private async IAsyncEnumerable<object?[]> OfTheTimeAsync(
        Session source,
        RegisterTable table,
        string? since,
        string? stale,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await foreach (var row in RegisterRows.ReadAsync(source, table, ct))
        {
            if (
                (since is not null && (DateTime)row[Place(table, since)]! > _at.UtcDateTime) || !IsOfTheCopy(table, row)
            )
                continue;

            if (stale is not null && row[Place(table, stale)] is DateTime then && then > _at.UtcDateTime)
                row[Place(table, stale)] = null;
            AddKnown(table, row);
            yield return row;
        }
    }

    /// <summary>Returns true if the copy has all records to which a row refers.</summary>
    private bool IsOfTheCopy(RegisterTable table, object?[] row) =>
        table
            .Columns.Select((column, place) => (column.Name, Value: row[place]))
            .Where(cell => cell.Name != table.Key)
            .Select(cell => (Name: cell.Name is "FirstId" or "SecondId" ? "ProjectId" : cell.Name, cell.Value))
            .All(cell => !_known.TryGetValue(cell.Name, out var known) || known.Contains((long)cell.Value!));

    private void AddKnown(RegisterTable table, object?[] row)
    {
        if (_known.TryGetValue(table.Key, out var known))
            known.Add((long)row[0]!);
    }

    /// <summary>Returns the rows with the values that they had.</summary>
    private async IAsyncEnumerable<object?[]> OfTheHistoryAsync(
        Session source,
        PastTable past,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var table = Table(past.Name);
        // There are few, and SQL Server answers no other query while it sends rows.
        var rows = new List<object?[]>();
        await foreach (var row in RegisterRows.ReadAsync(source, table, ct))
            rows.Add(row);
        foreach (var row in rows)
        {
            if (!IsOfTheCopy(table, row))
                continue;

            var stored = new PastRow(table, row);
            if (!stored.IsOf(_at))
            {
                if (await PastRecords.FindAsync(source, past.Subject, past.IdOf(stored), _at, ct) is not { } then)
                    continue;

                past.Write(stored, then);
            }

            AddKnown(table, row);
            yield return row;
        }
    }

    private async Task AddAsync(Session target, string name, IAsyncEnumerable<object?[]> rows, CancellationToken ct)
    {
        var (some, bytes) = (new List<object?[]>(RowsAtOnce), 0);
        await foreach (var row in rows.WithCancellation(ct))
        {
            some.Add(row);
            bytes += row.Sum(value => (value as byte[])?.Length ?? 0);
            if (some.Count < RowsAtOnce && bytes < BytesAtOnce)
                continue;

            await to.AddAsync(target, Table(name), some, ct);
            some.Clear();
            bytes = 0;
        }

        await to.AddAsync(target, Table(name), some, ct);
    }

    private static RegisterTable Table(string name) => RegisterTable.All.Single(table => table.Name == name);

    private static int Place(RegisterTable table, string column) =>
        Array.FindIndex(table.Columns, one => one.Name == column);

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
