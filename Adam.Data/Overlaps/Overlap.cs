using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>Two projects of different partners, and the scope that they share.</summary>
/// <param name="Earlier">
/// The project that starts earlier; an unknown start is earlier than every date. If the starts are equal, the one that
/// was recorded earlier.
/// </param>
/// <param name="FoundAt">
/// The instant since which both records have had the values that make them overlap; null for a draft.
/// </param>
public sealed record Overlap(SharedScope Shared, OverlapProject Earlier, OverlapProject Later, DateTimeOffset? FoundAt)
{
    /// <summary>The id of the pair; null for a draft, which has no id yet.</summary>
    public OverlapId? Id => Earlier.Id is { } one && Later.Id is { } other ? OverlapId.Create(one, other) : null;

    /// <summary>Returns the overlap of two recorded projects; null if they do not overlap by the definition.</summary>
    internal static Overlap? Between(StoredProject one, StoredProject other)
    {
        var (a, b) = (one.Project, other.Project);
        if (
            one.WithdrawnAt is not null
            || other.WithdrawnAt is not null
            || OverlapDefinition.Evaluate(ProjectScope.FromDraft(a), ProjectScope.FromDraft(b)) is not { } shared
        )
            return null;

        var aFirst =
            (ProjectIndex.StartDay(a.Draft.Period), one.ProjectId).CompareTo(
                (ProjectIndex.StartDay(b.Draft.Period), other.ProjectId)
            ) < 0;
        var (earlier, later) = aFirst ? (a, b) : (b, a);
        return new(
            shared,
            OverlapProject.FromDraft(earlier),
            OverlapProject.FromDraft(later),
            one.ScopeChangedAt > other.ScopeChangedAt ? one.ScopeChangedAt : other.ScopeChangedAt
        );
    }
}

/// <summary>The members of a project that identify it in an overlap.</summary>
/// <param name="Donors">Each donor once: the partner's code, or the name outside the partnership.</param>
public sealed record OverlapProject(
    Guid? Id,
    string Reference,
    string Owner,
    string Title,
    IReadOnlyList<string> Donors,
    Period Period
)
{
    public static OverlapProject FromDraft(Guid? id, string owner, ProjectDraft draft) =>
        new(
            id,
            draft.Reference,
            owner,
            draft.Title,
            [
                .. draft
                    .Donors.DistinctBy(donor => ((IParticipant)donor).Key)
                    .Select(donor => donor.Partner ?? donor.Name!),
            ],
            draft.Period
        );

    /// <summary>Returns true if this partner owns the project or is one of its donors.</summary>
    /// <param name="partner">The code of the partner.</param>
    public bool BelongsTo(string partner) => Owner == partner || Donors.Contains(partner);

    public static OverlapProject FromDraft(Project project) => FromDraft(project.Id, project.Owner, project.Draft);
}
