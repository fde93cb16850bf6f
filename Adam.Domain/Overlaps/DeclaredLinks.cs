using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps;

/// <summary>
/// The members of a project that decide if it and another have declared each other to be parts of one undertaking.
/// </summary>
public sealed class DeclaredLinks
{
    private readonly string[] _identifiers;
    private readonly string[] _named;

    private DeclaredLinks(string[] identifiers, string[] named) => (_identifiers, _named) = (identifiers, named);

    public static DeclaredLinks FromDraft(ProjectDraft draft) =>
        new(
            [.. new[] { draft.Reference, draft.IatiIdentifier }.OfType<string>()],
            [
                .. draft
                    .RelatedProjects.Where(related =>
                        related.Relation is Relation.CoFunded or Relation.Parent or Relation.Child
                    )
                    .Select(related => related.Identifier),
            ]
        );

    /// <summary>
    /// Returns true if each names the other, by its reference or its IATI identifier (ignoring case), as co-funded, as
    /// its parent or as its child. A one-sided link is no declaration.
    /// </summary>
    public static bool AreMutual(DeclaredLinks a, DeclaredLinks b) => a.Names(b) && b.Names(a);

    private bool Names(DeclaredLinks other) =>
        _named.Any(named => other._identifiers.Contains(named, StringComparer.OrdinalIgnoreCase));
}
