using System.Globalization;
using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>The edition that the register's scores are given under.</summary>
public sealed class TermStatisticsStore(Database database, MatchingCache memory)
{
    /// <summary>An edition is outgrown when the register has more than so many times its projects, and some more.</summary>
    private const int Growth = 2;

    private const int Allowance = 200;

    private static readonly int RulesVersion = int.Parse(Rules.Version, CultureInfo.InvariantCulture);

    /// <summary>The current edition; that of an empty register before there is any.</summary>
    public Task<TermStatistics> CurrentAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => CurrentAsync(session, ct), ct);

    /// <summary>Whether the register has outgrown its edition: words that are common by now still count as rare, so that more and more projects are compared with each other. A new edition puts that right.</summary>
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

    /// <summary>The current edition, for a session that may only read.</summary>
    internal async Task<TermStatistics> CurrentAsync(Session session, CancellationToken ct) =>
        await session.FirstAsync(TermStatisticsSql.Current, ct) is { } row
            ? await ReadAsync(session, row, ct)
            : TermStatistics.Empty;

    /// <summary>The current edition, for a session that writes: the first one is recorded where there is none, so that its rules are known.</summary>
    internal async Task<TermStatistics> CurrentToWriteAsync(Session session, DateTimeOffset at, CancellationToken ct)
    {
        if (await session.FirstAsync(TermStatisticsSql.Current, ct) is { } row)
            return await ReadAsync(session, row, ct);

        await AddAsync(session, TermStatistics.Empty, at, ct);
        return TermStatistics.Empty;
    }

    /// <summary>Makes an edition the current one.</summary>
    internal static async Task AddAsync(
        Session session,
        TermStatistics statistics,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        await session.ExecuteAsync(
            TermStatisticsSql.Add,
            new(statistics.Id, RulesVersion, statistics.Projects, statistics.Write(), at),
            ct
        );
        await session.ExecuteAsync(TermStatisticsSql.RemoveEarlier, ct);
    }

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
