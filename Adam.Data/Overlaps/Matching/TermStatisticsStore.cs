using System.Globalization;
using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>Stores the term statistics that the scores of the register are computed with.</summary>
public sealed class TermStatisticsStore(Database database, MatchingCache memory)
{
    /// <summary>
    /// Term statistics are outgrown if the register has more than twice their number of projects plus
    /// <see cref="Allowance"/>.
    /// </summary>
    private const int Growth = 2;

    /// <summary>
    /// Statistics of so few projects say little, because each term is rare in them. The first import of a partner with
    /// some dozens of projects has statistics of its own.
    /// </summary>
    private const int Allowance = 50;

    private static readonly int RulesVersion = int.Parse(Rules.Version, CultureInfo.InvariantCulture);

    /// <summary>Returns the current term statistics; those of an empty register if none are stored.</summary>
    public Task<TermStatistics> CurrentAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => CurrentAsync(session, ct), ct);

    /// <summary>
    /// Returns true if the register has outgrown its term statistics. Terms that have become common then still count as
    /// rare, so that each write compares more projects. A rebuild computes new statistics.
    /// </summary>
    public Task<bool> IsOutgrownAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session => await IsOutgrownAsync(session, await CurrentAsync(session, ct), ct),
            ct
        );

    /// <summary>Returns true if the pairs were scored by other rules than those of this program.</summary>
    public Task<bool> IsOutdatedAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => IsOutdatedAsync(session, ct), ct);

    /// <inheritdoc cref="IsOutdatedAsync(CancellationToken)"/>
    internal static async Task<bool> IsOutdatedAsync(Session session, CancellationToken ct) =>
        await session.FirstAsync(TermStatisticsSql.Current, ct) is { } row && row.RulesVersion != RulesVersion;

    /// <summary>Returns the current term statistics in a session that may only read.</summary>
    internal async Task<TermStatistics> CurrentAsync(Session session, CancellationToken ct) =>
        await session.FirstAsync(TermStatisticsSql.Current, ct) is { } row
            ? await ReadAsync(session, row, ct)
            : TermStatistics.Empty;

    /// <summary>
    /// Returns the current term statistics in a session that writes. If none are stored, it stores those of an empty
    /// register, so that their rules version is known.
    /// </summary>
    internal async Task<TermStatistics> CurrentToWriteAsync(Session session, DateTimeOffset at, CancellationToken ct)
    {
        if (await session.FirstAsync(TermStatisticsSql.Current, ct) is { } row)
            return await ReadAsync(session, row, ct);

        await AddAsync(session, TermStatistics.Empty, at, ct);
        return TermStatistics.Empty;
    }

    /// <summary>Stores term statistics as the current ones and deletes the earlier ones.</summary>
    internal static async Task AddAsync(
        Session session,
        TermStatistics statistics,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        await AddAsync(session, statistics, statistics.Write(), at, ct);
        await session.ExecuteAsync(TermStatisticsSql.RemoveEarlier, ct);
    }

    /// <summary>Stores term statistics as the current ones, beside the earlier ones.</summary>
    /// <param name="counts">Their text (<see cref="TermStatistics.Write"/>), which takes time to write.</param>
    internal static Task AddAsync(
        Session session,
        TermStatistics statistics,
        string counts,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        session.ExecuteAsync(
            TermStatisticsSql.Add,
            new(statistics.Id, RulesVersion, statistics.Projects, counts, at),
            ct
        );

    internal static async Task<bool> IsOutgrownAsync(
        Session session,
        TermStatistics statistics,
        CancellationToken ct
    ) =>
        await session.FirstAsync(TermStatisticsSql.CountProjects, ct)
        > ((long)Growth * statistics.Projects) + Allowance;

    private async Task<TermStatistics> ReadAsync(Session session, TermStatisticsRow row, CancellationToken ct)
    {
        if (memory.Find(row.Id) is { } known)
            return known;

        var statistics = TermStatistics.Read(
            (await session.FirstAsync(TermStatisticsSql.Text, new(row.TermStatisticsId), ct))!
        );
        memory.Keep(statistics);
        return statistics;
    }
}
