using Adam.Data.Engines;
using Adam.Domain.Projects;

namespace Adam.Data.Projects.Indexing;

/// <summary>
/// Maintains OrganisationName: a name for each key of an organisation outside the partnership. The first spelling that
/// was ever recorded stays, even if no record has it any more, so rows are only added.
/// </summary>
internal sealed class OrganisationNameIndexer(Engine engine) : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["OrganisationName"];

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        var rows = changes.Present.SelectMany(one => NamesOf(one.Project.Draft)).DistinctBy(row => (string)row[0]);
        foreach (var names in JsonRows.Parts(rows))
            await session.ExecuteAsync(OrganisationNameIndexerSql.Add(engine), new { names }, ct);
    }

    /// <summary>Returns NameKey and Name of each donor and implementer that is no partner, each key once.</summary>
    public static IEnumerable<object[]> NamesOf(ProjectDraft draft) =>
        draft.Donors.Concat<IParticipant>(draft.Implementers)
            .Where(participant => participant.Partner is null)
            .DistinctBy(participant => participant.Key)
            .Select(participant => new object[] { participant.Key, participant.Name! });
}
