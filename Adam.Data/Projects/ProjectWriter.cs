using Adam.Data.Engines;
using Adam.Data.Partners;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>Writes projects and everything derived from them, within a session that somebody else commits.</summary>
internal sealed class ProjectWriter(Engine engine, Session session)
{
    /// <summary>Records a project.</summary>
    /// <exception cref="System.Data.Common.DbException">The reference is taken (<see cref="Engine.IsDuplicateKey"/>); the index decides, not a look beforehand.</exception>
    public async Task<Project> AddAsync(string owner, ProjectDraft draft, string by, DateTimeOffset at, CancellationToken ct)
    {
        var ownerId = await OwnerIdAsync(owner, ct);
        var last = await session.FirstAsync<Guid?>(ProjectSql.LastId, null, ct);
        var project = new Project(ProjectId.After(last, at), owner, draft, Version: 1, at, at, by);
        var projectId = await session.FirstAsync<long>(ProjectSql.Add(engine), new
        {
            project.Id,
            ownerId,
            referenceKey = ReferenceKey(draft),
            project.Version,
            project.UpdatedAt,
            document = ProjectJson.Write(project),
        }, ct);
        await IndexAsync(projectId, ownerId, project, ct);
        return project;
    }

    /// <summary>Replaces what a project says; the caller has seen that <paramref name="stored"/> is the version that was meant.</summary>
    /// <exception cref="System.Data.Common.DbException">The new reference is taken.</exception>
    public async Task<Project> ChangeAsync(StoredProject stored, string owner, ProjectDraft draft, string by, DateTimeOffset at, CancellationToken ct)
    {
        var ownerId = await OwnerIdAsync(owner, ct);
        var before = stored.Project;
        var project = before with { Owner = owner, Draft = draft, Version = before.Version + 1, UpdatedAt = at, UpdatedBy = by };
        var activityAt = ProjectIndex.SameActivity(owner, draft, before.Owner, before.Draft) ? stored.ActivityAt : at;
        await session.ExecuteAsync(ProjectSql.Change, new
        {
            ownerId,
            referenceKey = ReferenceKey(draft),
            project.Version,
            project.UpdatedAt,
            activityAt,
            document = ProjectJson.Write(project),
            projectId = stored.ProjectId,
            expectedVersion = before.Version,
        }, ct);
        await UnindexAsync(stored.ProjectId, ct);
        await IndexAsync(stored.ProjectId, ownerId, project, ct);
        return project;
    }

    /// <summary>Takes a project out of lists and overlaps; the record and its reference stay.</summary>
    public async Task WithdrawAsync(StoredProject stored, DateTimeOffset at, CancellationToken ct)
    {
        await session.ExecuteAsync(ProjectSql.Withdraw, new { at, projectId = stored.ProjectId, expectedVersion = stored.Version }, ct);
        await UnindexAsync(stored.ProjectId, ct);
    }

    /// <summary>References are unique case aside.</summary>
    internal static string ReferenceKey(ProjectDraft draft) => draft.Reference.ToUpperInvariant();

    private async Task<int> OwnerIdAsync(string owner, CancellationToken ct) =>
        await session.FirstAsync<int?>(PartnerSql.IdOf, new { code = owner }, ct) ?? throw new ArgumentException($"There is no partner {owner}.", nameof(owner));

    private async Task UnindexAsync(long projectId, CancellationToken ct)
    {
        foreach (var statement in (string[])[ProjectSql.RemoveFacets, ProjectSql.RemoveWords, ProjectSql.RemoveAmounts, ProjectSql.RemoveCells])
            await session.ExecuteAsync(statement, new { projectId }, ct);
    }

    private async Task IndexAsync(long projectId, int ownerId, Project project, CancellationToken ct)
    {
        var draft = project.Draft;
        var period = draft.Period;
        var outsiders = ProjectIndex.Outsiders(draft).ToList();
        var (startDay, endDay) = (period.Start.DayNumber, ProjectIndex.EndDay(period));

        await session.ExecuteAsync(ProjectSql.AddFacets(engine), new
        {
            projectId,
            startDay,
            endDay,
            updatedMicros = project.UpdatedAt.ToMicros(),
            facets = JsonRows.Of(ProjectIndex.Facets(project.Owner, draft)),
        }, ct);
        await session.ExecuteAsync(ProjectSql.AddWords(engine), new { projectId, words = JsonRows.Of(draft.Words.Select(word => new object[] { word })) }, ct);
        if (outsiders.Count > 0)
            await session.ExecuteAsync(ProjectSql.AddNames(engine), new { names = JsonRows.Of(outsiders) }, ct);
        await session.ExecuteAsync(ProjectSql.AddAmounts(engine), new { projectId, amounts = JsonRows.Of(ProjectIndex.Amounts(draft)) }, ct);
        await session.ExecuteAsync(ProjectSql.AddCells(engine), new
        {
            projectId,
            ownerId,
            startDay,
            endDay,
            openEndDay = ProjectIndex.OpenEndDay(period),
            mostDays = ProjectIndex.MostDays(period),
            donorSetId = await DonorSetIdAsync(draft, ct),
            cells = JsonRows.Of(ProjectIndex.Cells(draft)),
        }, ct);
    }

    private async Task<int> DonorSetIdAsync(ProjectDraft draft, CancellationToken ct)
    {
        var key = ProjectIndex.DonorSetKey(draft);
        if (await session.FirstAsync<int?>(ProjectSql.FindDonorSet, new { key }, ct) is { } known)
            return known;

        var donorSetId = await session.FirstAsync<int>(ProjectSql.AddDonorSet(engine), new { key }, ct);
        var donors = draft.Donors.Select(donor => ((IParticipant)donor).Key).Distinct(StringComparer.Ordinal).Select(key => new object[] { key });
        await session.ExecuteAsync(ProjectSql.AddDonors(engine), new { donorSetId, donors = JsonRows.Of(donors) }, ct);
        return donorSetId;
    }
}
