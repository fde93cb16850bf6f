using System.Data;
using System.Runtime.CompilerServices;
using Adam.Data.Engines;
using Adam.Data.Overlaps.Register;
using Adam.Data.Partners;
using Adam.Domain.Projects;
using Dapper;

namespace Adam.Data.Projects;

/// <summary>What is to stand in the register.</summary>
/// <param name="Stored">The record that it takes the place of, withdrawn or not; null for a new one. The caller has seen that it is the version that was meant.</param>
/// <param name="Owner">Code of a partner that exists.</param>
internal sealed record ProjectWrite(StoredProject? Stored, string Owner, ProjectDraft Draft);

/// <summary>
/// Writes projects and everything derived from them, their overlaps too, within a session that somebody else commits. A statement carries the rows of all the projects that are written together, so that many cost little more
/// than one.
/// </summary>
internal sealed class ProjectWriter(Engine engine, Session session, OverlapMemory memory)
{
    private readonly OverlapKeeper _overlaps = new(engine, session, memory);
    private readonly Dictionary<string, int> _ownerIds = new(StringComparer.Ordinal);

    /// <summary>Whether overlaps are left as they are: for many projects at once, after which somebody rebuilds the register of pairs.</summary>
    internal bool LeavesOverlaps { get; init; }

    /// <summary>References are unique case aside.</summary>
    internal static string ReferenceKey(ProjectDraft draft) => draft.Reference.ToUpperInvariant();

    /// <summary>Records a project.</summary>
    /// <exception cref="System.Data.Common.DbException">The reference is taken (<see cref="Engine.IsDuplicateKey"/>); the index decides, not a look beforehand.</exception>
    public async Task<Project> AddAsync(string owner, ProjectDraft draft, string by, DateTimeOffset at, CancellationToken ct) =>
        (await WriteAsync([new(null, owner, draft)], isBulk: false, by, at, ct))[0];

    /// <summary>Replaces what a project says; the caller has seen that <paramref name="stored"/> is the version that was meant.</summary>
    /// <exception cref="System.Data.Common.DbException">The new reference is taken.</exception>
    public async Task<Project> ChangeAsync(StoredProject stored, string owner, ProjectDraft draft, string by, DateTimeOffset at, CancellationToken ct) =>
        (await WriteAsync([new(stored, owner, draft)], isBulk: false, by, at, ct))[0];

    /// <summary>Records new projects, with ids that ascend in the order given, and replaces what those that are there say. What was withdrawn is back afterwards.</summary>
    /// <returns>The projects as they stand now, in the order given.</returns>
    /// <exception cref="ArgumentException">There is no such owner.</exception>
    /// <exception cref="System.Data.Common.DbException">A reference is taken.</exception>
    public Task<IReadOnlyList<Project>> PutAsync(IReadOnlyList<ProjectWrite> writes, string by, DateTimeOffset at, CancellationToken ct) => WriteAsync(writes, isBulk: true, by, at, ct);

    private async Task<IReadOnlyList<Project>> WriteAsync(IReadOnlyList<ProjectWrite> writes, bool isBulk, string by, DateTimeOffset at, CancellationToken ct)
    {
        var ownerIds = await OwnerIdsAsync(writes.Select(write => write.Owner), ct);
        var last = writes.Any(write => write.Stored is null) ? await session.FirstAsync<Place>(ProjectSql.Last, null, ct) ?? new() : null;
        var lastId = last is { ProjectId: > 0 } ? last.Id : (Guid?)null;
        var written = new List<Written>(writes.Count);
        foreach (var (stored, owner, draft) in writes)
        {
            var project = stored is null
                ? new Project((lastId = ProjectId.After(lastId, at)).Value, owner, draft, Version: 1, at, at, by)
                : stored.Project with { Owner = owner, Draft = draft, Version = stored.Version + 1, UpdatedAt = at, UpdatedBy = by };
            written.Add(new(stored, project, ownerIds[owner]) { ProjectId = stored?.ProjectId ?? 0 });
        }

        if (last is not null)
            await AddAsync([.. written.Where(one => one.Stored is null)], last.ProjectId, at, ct);
        var changed = written.Where(one => one.Stored is not null).ToList();
        if (changed.Count > 0)
        {
            await ChangeAsync(changed, at, ct);
            await UnindexAsync(changed.Select(one => one.ProjectId), ct);
        }

        await IndexAsync(written, at, ct);
        if (!LeavesOverlaps)
            await _overlaps.KeepAsync([.. written.Select(one => Change(one, at))], isBulk, at, ct);
        return [.. written.Select(one => one.Project)];
    }

    /// <summary>Takes a project out of lists and overlaps; the record and its reference stay.</summary>
    public async Task WithdrawAsync(StoredProject stored, DateTimeOffset at, CancellationToken ct)
    {
        await session.ExecuteAsync(ProjectSql.Withdraw, new { at, projectId = stored.ProjectId, expectedVersion = stored.Version }, ct);
        await UnindexAsync([stored.ProjectId], ct);
        await ReplaceWordsAsync([stored.ProjectId], [], ct);
        await _overlaps.KeepAsync(
            [new(stored.ProjectId, stored.Project, OwnerId: 0, stored.ActivityAt.ToMicros(), IsNew: false, Differs: false, IsSameActivity: false, IsGone: true)], isBulk: false, at, ct);
    }

    /// <exception cref="ArgumentException">There is no such partner.</exception>
    public async Task<IReadOnlyDictionary<string, int>> OwnerIdsAsync(IEnumerable<string> owners, CancellationToken ct)
    {
        var asked = owners.Where(owner => !_ownerIds.ContainsKey(owner)).Distinct(StringComparer.Ordinal).ToList();
        if (asked.Count == 0)
            return _ownerIds;

        foreach (var row in await session.QueryAsync<Keyed>(PartnerSql.IdsOf(engine), new { codes = JsonRows.Of(asked.Select(owner => new object[] { owner })) }, ct))
            _ownerIds.Add(row.Name, row.Number);
        return asked.Find(owner => !_ownerIds.ContainsKey(owner)) is { } unknown ? throw new ArgumentException($"There is no partner {unknown}.", nameof(owners)) : _ownerIds;
    }

    private async Task AddAsync(List<Written> added, long after, DateTimeOffset at, CancellationToken ct)
    {
        await SendAsync(ProjectSql.AddOne, ProjectSql.AddSome, added, one => [one.Project.Id, one.OwnerId, ReferenceKey(one.Project.Draft)], at, ct);
        var places = (await session.QueryAsync<Place>(ProjectSql.AddedAfter, new { after }, ct)).ToDictionary(place => place.Id, place => place.ProjectId);
        foreach (var one in added)
            one.ProjectId = places[one.Project.Id];
    }

    private Task ChangeAsync(List<Written> changed, DateTimeOffset at, CancellationToken ct) => SendAsync(
        ProjectSql.ChangeOne, ProjectSql.ChangeSome, changed,
        one => [one.ProjectId, one.Stored!.Version, one.OwnerId, ReferenceKey(one.Project.Draft), one.Project.Version, IsSameActivity(one) ? 1 : 0], at, ct);

    private async Task SendAsync(
        Func<Engine, string> ofOne, Func<Engine, string> ofSome, List<Written> written, Func<Written, object[]> row, DateTimeOffset at, CancellationToken ct,
        [CallerArgumentExpression(nameof(ofOne))] string nameOfOne = "", [CallerArgumentExpression(nameof(ofSome))] string nameOfSome = "")
    {
        foreach (var some in written.Chunk(ProjectSql.MostDocuments))
        {
            var parameters = new DynamicParameters(new { at, projects = JsonRows.Of(some.Select((one, ordinal) => (object[])[ordinal, .. row(one)])) });
            for (var ordinal = 0; ordinal < (some.Length == 1 ? 1 : ProjectSql.MostDocuments); ordinal++)
                parameters.Add(ProjectSql.DocumentParameter(ordinal), ordinal < some.Length ? ProjectJson.Write(some[ordinal].Project) : null, DbType.String, size: -1);
            await (some.Length == 1 ? session.ExecuteAsync(ofOne(engine), parameters, ct, nameOfOne) : session.ExecuteAsync(ofSome(engine), parameters, ct, nameOfSome));
        }
    }

    private static bool IsSameActivity(Written one) =>
        one.Stored is { WithdrawnAt: null, Project: var before } && ProjectIndex.SameActivity(one.Project.Owner, one.Project.Draft, before.Owner, before.Draft);

    private static ProjectChange Change(Written one, DateTimeOffset at)
    {
        var (before, same) = (one.Stored?.Project, IsSameActivity(one));
        return new(
            one.ProjectId, one.Project, one.OwnerId, (same ? one.Stored!.ActivityAt : at).ToMicros(), before is null,
            before is not null && !WhatCounts.IsSame(one.Project.Owner, one.Project.Draft, before.Owner, before.Draft), same, IsGone: false);
    }

    private async Task UnindexAsync(IEnumerable<long> projectIds, CancellationToken ct)
    {
        var projects = Rows(projectIds);
        await session.ExecuteAsync(ProjectSql.RemoveFacets(engine), new { projects }, ct);
        await session.ExecuteAsync(ProjectSql.RemoveAmounts(engine), new { projects }, ct);
        await session.ExecuteAsync(ProjectSql.RemoveCells(engine), new { projects }, ct);
    }

    /// <summary>Rows go in the order of the tables' keys: neighbours lie on the same pages.</summary>
    private async Task IndexAsync(List<Written> written, DateTimeOffset at, CancellationToken ct)
    {
        var facets = written.SelectMany(one => ProjectIndex.Facets(one.Project.Owner, one.Project.Draft).Select(facet => (object[])[.. facet, one.ProjectId, one.StartDay, one.EndDay]))
            .OrderBy(row => (string)row[0], StringComparer.Ordinal).ThenBy(row => (string)row[1], StringComparer.Ordinal);
        foreach (var some in JsonRows.Parts(facets))
            await session.ExecuteAsync(ProjectSql.AddFacets(engine), new { updatedMicros = at.ToMicros(), facets = some }, ct);

        await ReplaceWordsAsync([.. written.Where(one => one.Stored is not null).Select(one => one.ProjectId)], written.SelectMany(one => one.Project.Draft.Words.Select(word => (word, one.ProjectId))), ct);

        var names = written.SelectMany(one => ProjectIndex.Outsiders(one.Project.Draft)).DistinctBy(row => (string)row[0]);
        foreach (var some in JsonRows.Parts(names))
            await session.ExecuteAsync(ProjectSql.AddNames(engine), new { names = some }, ct);

        var amounts = written.SelectMany(one => ProjectIndex.Amounts(one.Project.Draft).Select(amount => (object[])[one.ProjectId, .. amount]));
        foreach (var some in JsonRows.Parts(amounts))
            await session.ExecuteAsync(ProjectSql.AddAmounts(engine), new { amounts = some }, ct);

        var donorSetIds = await DonorSetIdsAsync(written, ct);
        var cells = written.SelectMany(one => Cells(one, donorSetIds)).OrderBy(row => (string)row[0], StringComparer.Ordinal).ThenBy(row => (int)row[1]).ThenBy(row => (int)row[3]);
        foreach (var some in JsonRows.Parts(cells))
            await session.ExecuteAsync(ProjectSql.AddCells(engine), new { cells = some }, ct);
    }

    /// <summary>Words lie all over their table: of those that a project keeps no page is touched.</summary>
    /// <param name="changed">The projects that had words before.</param>
    private async Task ReplaceWordsAsync(IReadOnlyCollection<long> changed, IEnumerable<(string Word, long ProjectId)> words, CancellationToken ct)
    {
        var before = changed.Count == 0 ? [] : (await session.QueryAsync<WordOfProject>(ProjectSql.WordsOf(engine), new { projects = Rows(changed) }, ct)).Select(row => (row.Word, row.ProjectId)).ToHashSet();
        var added = words.Where(word => !before.Remove(word)).ToList();
        foreach (var some in JsonRows.Parts(InOrder(before)))
            await session.ExecuteAsync(ProjectSql.RemoveWords(engine), new { words = some }, ct);
        foreach (var some in JsonRows.Parts(InOrder(added)))
            await session.ExecuteAsync(ProjectSql.AddWords(engine), new { words = some }, ct);

        static IEnumerable<object[]> InOrder(IEnumerable<(string Word, long ProjectId)> words) =>
            words.OrderBy(word => word.Word, StringComparer.Ordinal).Select(word => new object[] { word.Word, word.ProjectId });
    }

    private static IEnumerable<object[]> Cells(Written one, Dictionary<string, int> donorSetIds)
    {
        var period = one.Project.Draft.Period;
        var donorSetId = donorSetIds[one.DonorSetKey];
        return ProjectIndex.Cells(one.Project.Draft).Select(cell => (object[])
            [.. cell, one.StartDay, one.ProjectId, one.EndDay, ProjectIndex.OpenEndDay(period), one.OwnerId, donorSetId]);
    }

    private async Task<Dictionary<string, int>> DonorSetIdsAsync(List<Written> written, CancellationToken ct)
    {
        var sets = written.DistinctBy(one => one.DonorSetKey).ToDictionary(one => one.DonorSetKey, one => one.Project.Draft.Donors, StringComparer.Ordinal);
        var ids = await KnownDonorSetsAsync(sets.Keys, ct);
        var missing = sets.Where(set => !ids.ContainsKey(set.Key)).ToList();
        if (missing.Count == 0)
            return ids;

        await session.ExecuteAsync(ProjectSql.AddDonorSets(engine), new { keys = Rows(missing.Select(set => set.Key)) }, ct);
        var donors = missing.SelectMany(set => set.Value.Select(donor => ((IParticipant)donor).Key).Distinct(StringComparer.Ordinal).Select(donor => new object[] { set.Key, donor }));
        await session.ExecuteAsync(ProjectSql.AddDonors(engine), new { donors = JsonRows.Of(donors) }, ct);
        foreach (var (key, id) in await KnownDonorSetsAsync(missing.Select(set => set.Key), ct))
            ids.Add(key, id);
        return ids;
    }

    private async Task<Dictionary<string, int>> KnownDonorSetsAsync(IEnumerable<string> keys, CancellationToken ct) =>
        (await session.QueryAsync<Keyed>(ProjectSql.DonorSets(engine), new { keys = Rows(keys) }, ct)).ToDictionary(row => row.Name, row => row.Number, StringComparer.Ordinal);

    private static string Rows(IEnumerable<long> projectIds) => JsonRows.Of(projectIds.Order().Select(projectId => new object[] { projectId }));

    private static string Rows(IEnumerable<string> keys) => JsonRows.Of(keys.Order(StringComparer.Ordinal).Select(key => new object[] { key }));

    private sealed record Written(StoredProject? Stored, Project Project, int OwnerId)
    {
        private string? _donorSetKey;

        public long ProjectId { get; set; }

        public int StartDay { get; } = Project.Draft.Period.Start.DayNumber;

        public int EndDay { get; } = ProjectIndex.EndDay(Project.Draft.Period);

        public string DonorSetKey => _donorSetKey ??= ProjectIndex.DonorSetKey(Project.Draft);
    }

    private sealed record Place
    {
        public long ProjectId { get; init; }
        public Guid Id { get; init; }
    }

    private sealed record WordOfProject
    {
        public string Word { get; init; } = "";
        public long ProjectId { get; init; }
    }

    private sealed record Keyed
    {
        public string Name { get; init; } = "";
        public int Number { get; init; }
    }
}
