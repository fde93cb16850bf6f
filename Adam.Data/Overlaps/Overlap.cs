using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>Two projects of different partners, and what they share.</summary>
/// <param name="Earlier">The project that starts earlier; of two with one start, the one recorded earlier.</param>
/// <param name="FoundAt">Since when both records have been as they are in what decides the overlap; null with a draft.</param>
public sealed record Overlap(Sharing Shared, OverlapSide Earlier, OverlapSide Later, DateTimeOffset? FoundAt)
{
    /// <summary>Null with a draft, which has no id yet.</summary>
    public OverlapId? Id => Earlier.Id is { } one && Later.Id is { } other ? OverlapId.Of(one, other) : null;

    /// <summary>The overlap of two recorded projects, or null when the definition says that there is none.</summary>
    internal static Overlap? Between(StoredProject one, StoredProject other)
    {
        var (a, b) = (one.Project, other.Project);
        if (one.WithdrawnAt is not null || other.WithdrawnAt is not null || Sharing.Between(Activity.Of(a), Activity.Of(b)) is not { } shared)
            return null;

        var aFirst = (a.Draft.Period.Start, one.ProjectId).CompareTo((b.Draft.Period.Start, other.ProjectId)) < 0;
        var (earlier, later) = aFirst ? (a, b) : (b, a);
        return new(shared, OverlapSide.Of(earlier), OverlapSide.Of(later), one.ActivityAt > other.ActivityAt ? one.ActivityAt : other.ActivityAt);
    }
}

/// <summary>As much of a project as shows who it is.</summary>
/// <param name="Donors">Each donor once: the partner's code, or the name outside the partnership.</param>
public sealed record OverlapSide(Guid? Id, string Reference, string Owner, string Title, IReadOnlyList<string> Donors, Period Period)
{
    public static OverlapSide Of(Guid? id, string owner, ProjectDraft draft) => new(
        id, draft.Reference, owner, draft.Title, [.. draft.Donors.DistinctBy(donor => ((IParticipant)donor).Key).Select(donor => donor.Partner ?? donor.Name!)], draft.Period);

    public static OverlapSide Of(Project project) => Of(project.Id, project.Owner, project.Draft);
}
