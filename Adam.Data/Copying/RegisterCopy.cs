using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Partners;
using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Data.Copying;

/// <summary>
/// Copies a whole register from one database to another: every row of every table with its ids. Both databases then
/// return the same results and pages, and assign the same next ids.
/// </summary>
/// <remarks>One transaction writes and verifies all rows. The target is unchanged until it commits.</remarks>
public sealed class RegisterCopy(Database from, Database to)
{
    private const int RowsAtOnce = 20_000;
    private const int CharactersAtOnce = 8 << 20;
    private const int RowsBetweenReports = 500;

    /// <summary>
    /// Migrates the target to the schema of this program, copies all rows, and reads them again before it commits.
    /// </summary>
    /// <param name="log">Receives the messages of the migration.</param>
    /// <returns>The copied tables: every row is in both registers, with equal values.</returns>
    /// <exception cref="UnsupportedDatabaseException">
    /// The source does not have the schema of this program, or the target cannot be migrated to it.
    /// </exception>
    /// <exception cref="CopyRejectedException">
    /// The target is not empty, or the written rows differ from the read ones. The target is unchanged, except for its
    /// schema.
    /// </exception>
    /// <exception cref="RegisterBusyException">Other writers held the target for too long.</exception>
    public async Task<IReadOnlyList<CopiedTable>> RunAsync(
        Action<string> log,
        IProgress<CopyProgress>? progress,
        CancellationToken ct
    )
    {
        await VerifySchemasAsync(from, Migrator.CheckAsync(from, ct));
        await VerifySchemasAsync(to, Migrator.RunAsync(to, log, ct));
        await using var source = await from.InReadTransactionAsync(ct);
        await using var target = await to.InWriteTransactionAsync(ct);
        source.DisableCommandTimeout();
        target.DisableCommandTimeout();
        await VerifyEmptyAsync(target, ct);
        foreach (var table in RegisterTable.FilledAtFirst.Reverse())
            await target.ExecuteAsync(RegisterTableSql.Empty(table), ct);

        var total = 0L;
        foreach (var table in RegisterTable.All)
            total += await source.FirstAsync(RegisterTableSql.Count(table), ct);

        var read = new List<RowHash>();
        foreach (var table in RegisterTable.All)
            read.Add(await CopyAsync(source, target, table, Report(false, read, total, progress), ct));

        var written = new List<RowHash>();
        foreach (var table in RegisterTable.All)
        {
            written.Add(await HashAsync(target, table, Report(true, written, total, progress), ct));
            if (!written[^1].Equals(read[written.Count - 1]))
                throw new CopyRejectedException(
                    $"What was written to {table.Name} in {to.Location} is not what was read: "
                        + $"rows read: {read[written.Count - 1].Rows}, written: {written[^1].Rows}. All is undone."
                );
        }

        await target.CommitAsync(ct);
        return [.. RegisterTable.All.Zip(read, (table, hash) => new CopiedTable(table.Name, hash.Rows))];
    }

    /// <summary>Names the database in the error message, because two are involved.</summary>
    private static async Task VerifySchemasAsync(Database database, Task fit)
    {
        try
        {
            await fit;
        }
        catch (UnsupportedDatabaseException unfit)
        {
            throw new UnsupportedDatabaseException($"{database.Location}: {unfit.Message}");
        }
    }

    private async Task VerifyEmptyAsync(Session target, CancellationToken ct)
    {
        foreach (var table in RegisterTable.All.Except(RegisterTable.FilledAtFirst))
        {
            if (await target.FirstAsync(RegisterTableSql.Count(table), ct) is > 0 and var rows)
                throw new CopyRejectedException(
                    $"The register in {to.Location} is not empty: {table.Name} has {Counted.Noun(rows, "row")}. "
                        + "A register is copied to an empty one."
                );
        }

        // An empty register contains only the founding partners, each in version 1.
        var partners = await target.FirstAsync(RegisterTableSql.Count(RegisterTable.All[0]), ct);
        if (partners != FoundingPartners.All.Count || await target.FirstAsync(PartnerSql.Revision, ct) != partners)
            throw new CopyRejectedException(
                $"The register in {to.Location} is not empty: its partners were changed. "
                    + "A register is copied to an empty one."
            );
    }

    private async Task<RowHash> CopyAsync(
        Session source,
        Session target,
        RegisterTable table,
        Action<long> report,
        CancellationToken ct
    )
    {
        var hash = new RowHash();
        var (rows, characters) = (new List<object?[]>(RowsAtOnce), 0);
        await foreach (var row in RegisterRows.ReadAsync(source, table, ct))
        {
            hash.Add(row);
            if (hash.Rows % RowsBetweenReports == 0)
                report(hash.Rows);
            rows.Add(row);
            characters += row.Sum(value => value is string text ? text.Length : 0);
            if (rows.Count < RowsAtOnce && characters < CharactersAtOnce)
                continue;

            await to.AddAsync(target, table, rows, ct);
            rows.Clear();
            characters = 0;
        }

        if (rows.Count > 0)
            await to.AddAsync(target, table, rows, ct);
        return hash;
    }

    private static async Task<RowHash> HashAsync(
        Session session,
        RegisterTable table,
        Action<long> report,
        CancellationToken ct
    )
    {
        var hash = new RowHash();
        await foreach (var row in RegisterRows.ReadAsync(session, table, ct))
        {
            hash.Add(row);
            if (hash.Rows % RowsBetweenReports == 0)
                report(hash.Rows);
        }

        return hash;
    }

    private static Action<long> Report(
        bool checking,
        List<RowHash> before,
        long total,
        IProgress<CopyProgress>? progress
    )
    {
        var done = before.Sum(hash => hash.Rows);
        return rows => progress?.Report(new(checking, done + rows, total));
    }
}
