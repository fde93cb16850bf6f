using Adam.Data.Projects;
using Adam.Domain.Gaps;
using Adam.Domain.Projects;

namespace Adam.Data.Measures;

/// <summary>Converts projects to their days in a cell, with the values that the indexers store.</summary>
internal static class CoveringProjects
{
    /// <param name="ownerId">A number that differs between owners.</param>
    public static CoveringProject FromDraft(ProjectDraft draft, int ownerId) =>
        new(
            ProjectIndex.StartDay(draft.Period),
            ProjectIndex.LastActiveDay(draft.Period),
            draft.Status == ProjectStatus.Pipeline,
            ownerId
        );
}
