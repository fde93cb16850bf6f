using Adam.Data.Databases;

namespace Adam.Data.Presence;

/// <summary>
/// The pairs of a project and its component that both records declare as parent and child, by reference or IATI
/// identifier. A link that only one record declares is no declaration.
/// </summary>
internal static class DeclaredComponents
{
    /// <summary>
    /// An identifier that more projects have identifies none of them. Without this limit, a thousand records with one
    /// identifier would declare a million pairs.
    /// </summary>
    private const int MostHolders = 10;

    public static async Task<IReadOnlyList<(long Parent, long Child)>> ReadAsync(Session session, CancellationToken ct)
    {
        var children = await session.QueryAsync(DeclaredComponentSql.Children, new(), ct);
        if (children.Count == 0)
            return [];

        var parents = (await session.QueryAsync(DeclaredComponentSql.Parents, new(), ct)).ToLookup(link =>
            link.ProjectId
        );
        var holders = (await session.QueryAsync(DeclaredComponentSql.Holders, new(), ct))
            .GroupBy(link => link.Value, StringComparer.Ordinal)
            .Where(group => group.Count() <= MostHolders)
            .ToDictionary(
                group => group.Key,
                group => group.Select(link => link.ProjectId).ToList(),
                StringComparer.Ordinal
            );
        return
        [
            .. children
                .SelectMany(link => Holders(link.Value), (link, child) => (Parent: link.ProjectId, Child: child))
                .Where(pair =>
                    pair.Parent != pair.Child
                    && parents[pair.Child].Any(back => Holders(back.Value).Contains(pair.Parent))
                )
                .Distinct(),
        ];

        List<long> Holders(string identifier) => holders.GetValueOrDefault(identifier) ?? [];
    }
}
