using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps;

/// <summary>The values of a project that decide its overlaps.</summary>
/// <param name="Id">The project's id; null for a draft that is not recorded.</param>
/// <param name="Donors">
/// The donors' keys (<see cref="IParticipant.Key"/>), which ignore the agency of a partner.
/// </param>
public sealed record ProjectScope(
    Guid? Id,
    string Owner,
    IReadOnlySet<string> Donors,
    IReadOnlyCollection<string> Countries,
    IReadOnlyCollection<Pillar> Pillars,
    Period Period,
    ProjectStatus Status,
    Visibility Visibility = Visibility.Partners
)
{
    public static ProjectScope FromDraft(Guid? id, string owner, ProjectDraft draft) =>
        new(
            id,
            owner,
            draft.Donors.Select(donor => ((IParticipant)donor).Key).ToHashSet(StringComparer.Ordinal),
            draft.Countries,
            draft.Pillars,
            draft.Period,
            draft.Status,
            draft.Visibility
        );

    public static ProjectScope FromDraft(Project project) => FromDraft(project.Id, project.Owner, project.Draft);

    /// <summary>
    /// Returns true if both have the same overlaps, with the same shared scopes and for the same readers.
    /// </summary>
    public bool IsEquivalentTo(ProjectScope other) =>
        Owner == other.Owner
        && Donors.SetEquals(other.Donors)
        && Countries.ToHashSet(StringComparer.Ordinal).SetEquals(other.Countries)
        && Pillars.ToHashSet().SetEquals(other.Pillars)
        && Visibility == other.Visibility
        && (Period.Start, Period.End) == (other.Period.Start, other.Period.End)
        && (Status == ProjectStatus.Cancelled) == (other.Status == ProjectStatus.Cancelled);
}
