using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps;

/// <summary>
/// The identifiers of a project and those of the projects that it declares as co-funded, parent or child. They show if
/// two projects declare each other as parts of one undertaking.
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
    /// Returns true if each record names the other as co-funded, parent or child, by its reference or its IATI
    /// identifier, ignoring case. A link that only one record declares is no declaration.
    /// </summary>
    public static bool AreMutual(DeclaredLinks a, DeclaredLinks b) => a.Names(b) && b.Names(a);

    private bool Names(DeclaredLinks other) =>
        _named.Any(named => other._identifiers.Contains(named, StringComparer.OrdinalIgnoreCase));
}
