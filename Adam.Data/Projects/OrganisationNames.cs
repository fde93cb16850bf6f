using Adam.Data.Databases;
using Adam.Data.Partners;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>Reads the names of organisations outside the partnership by the keys that they are compared by.</summary>
internal static class OrganisationNames
{
    private const int Batch = 500;

    /// <summary>Returns key and name for the keys that are not codes of partners.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        Session session,
        IEnumerable<string?> keys,
        CancellationToken ct
    )
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in keys.Where(key => key is not null).Distinct(StringComparer.Ordinal).Chunk(Batch))
        {
            foreach (var row in await session.QueryAsync(PartnerSql.OrganisationNames, new([.. some!]), ct))
                names.Add(row.NameKey, row.Name);

            // A reader of restricted projects finds the names that only they have in their documents.
            var others = new OrganisationKeys([.. some.OfType<string>().Where(key => !names.ContainsKey(key))]);
            foreach (var document in await session.QueryAsync(PartnerSql.RestrictedProjectsNaming, others, ct))
            {
                foreach (var (key, name) in NamesIn(ProjectJson.Read(document).Draft))
                    names.TryAdd(key, name);
            }
        }

        return names;
    }

    /// <summary>Returns key and name of each donor and implementer that is not a partner, each key once.</summary>
    public static IEnumerable<(string NameKey, string Name)> NamesIn(ProjectDraft draft) =>
        draft
            .Donors.Concat<IParticipant>(draft.Implementers)
            .Where(participant => participant.Partner is null)
            .DistinctBy(participant => participant.Key)
            .Select(participant => (participant.Key, participant.Name!));
}
