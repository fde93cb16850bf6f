using System.Globalization;
using Adam.Data.Engines;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>The edition that the register's scores are given under.</summary>
public sealed class OverlapEditionStore(Engine engine, OverlapMemory memory)
{
    /// <summary>An edition is outgrown when the register has more than so many times its projects, and some more.</summary>
    private const int Growth = 2;

    private const int Allowance = 200;

    private static readonly int RulesVersion = int.Parse(Rules.Version, CultureInfo.InvariantCulture);

    /// <summary>The current edition; that of an empty register before there is any.</summary>
    public Task<Edition> CurrentAsync(CancellationToken ct) => engine.ReadAsync(session => CurrentAsync(session, ct), ct);

    /// <summary>Whether the register has outgrown its edition: words that are common by now still count as rare, so that more and more projects are compared with each other. A new edition puts that right.</summary>
    public Task<bool> IsOutgrownAsync(CancellationToken ct) =>
        engine.ReadAsync(async session => await IsOutgrownAsync(session, await CurrentAsync(session, ct), ct), ct);

    /// <summary>Returns true if the pairs were scored by other rules than those of this program.</summary>
    public Task<bool> IsOutdatedAsync(CancellationToken ct) =>
        engine.ReadAsync(session => IsOutdatedAsync(session, ct), ct);

    /// <inheritdoc cref="IsOutdatedAsync(CancellationToken)"/>
    internal static async Task<bool> IsOutdatedAsync(Session session, CancellationToken ct) =>
        await session.FirstAsync(OverlapEditionSql.Current, ct) is { } row && row.RulesVersion != RulesVersion;

    /// <summary>The current edition, for a session that may only read.</summary>
    internal async Task<Edition> CurrentAsync(Session session, CancellationToken ct) =>
        await session.FirstAsync(OverlapEditionSql.Current, ct) is { } row ? await ReadAsync(session, row, ct) : Edition.Empty;

    /// <summary>The current edition, for a session that writes: the first one is recorded where there is none, so that its rules are known.</summary>
    internal async Task<Edition> CurrentToWriteAsync(Session session, DateTimeOffset at, CancellationToken ct)
    {
        if (await session.FirstAsync(OverlapEditionSql.Current, ct) is { } row)
            return await ReadAsync(session, row, ct);

        await AddAsync(session, Edition.Empty, at, ct);
        return Edition.Empty;
    }

    /// <summary>Makes an edition the current one.</summary>
    internal static async Task AddAsync(Session session, Edition edition, DateTimeOffset at, CancellationToken ct)
    {
        await session.ExecuteAsync(OverlapEditionSql.Add, new(edition.Id, RulesVersion, edition.Projects, edition.Write(), at), ct);
        await session.ExecuteAsync(OverlapEditionSql.RemoveEarlier, ct);
    }

    internal static async Task<bool> IsOutgrownAsync(Session session, Edition edition, CancellationToken ct) =>
        await session.FirstAsync(OverlapEditionSql.CountProjects, ct) > ((long)Growth * edition.Projects) + Allowance;

    private async Task<Edition> ReadAsync(Session session, TermStatisticsRow row, CancellationToken ct)
    {
        if (memory.Find(row.Id) is { } known)
            return known;

        var edition = Edition.Read((await session.FirstAsync(OverlapEditionSql.Text, new(row.TermStatisticsId), ct))!);
        memory.Keep(edition);
        return edition;
    }
}
