using Adam.Data.Databases;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Data.Projects;

/// <summary>
/// Suggests words and names of places that projects have, for those of a filter that none has. The work does not grow
/// with the register: each suggestion looks up at most some thousand spellings and reads at most some thousand rows.
/// </summary>
public sealed class ProjectSuggestions(Database database)
{
    private const int MaxVariants = 4_000;
    private const int MaxNeighbours = 1_000;

    /// <summary>A shorter word has too many neighbours that mean something else.</summary>
    private const int MinLength = 4;

    /// <summary>A key with an edit and the end of its range is longer by this, and fits in its column.</summary>
    private const int Lengthened = 3;

    /// <summary>
    /// Returns the nearest word of the register; null if a project has this word, or if none is near.
    /// </summary>
    /// <param name="word">A folded word, which is a prefix of the words that it finds.</param>
    public Task<string?> FindWordAsync(string word, CancellationToken ct) =>
        FindAsync(
            word,
            isPrefix: true,
            Folding.LongestWord - Lengthened,
            (session, rows) => session.QueryAsync(ProjectSuggestionSql.Words, new(rows), ct),
            (session, range) => session.QueryAsync(ProjectSuggestionSql.NextWords, range, ct),
            ct
        );

    /// <summary>
    /// Returns the nearest name of a place in the register, as a project spells it; null if a project has a place with
    /// this key, or if none is near.
    /// </summary>
    public Task<string?> FindPlaceAsync(string key, CancellationToken ct) =>
        FindNameAsync(Facet.Place, key, place => place.Name, ct);

    /// <summary>Returns the same as <see cref="FindPlaceAsync"/> for first-level administrative divisions.</summary>
    public Task<string?> FindAdmin1Async(string key, CancellationToken ct) =>
        FindNameAsync(Facet.Admin1, key, place => place.Admin1, ct);

    private async Task<string?> FindNameAsync(
        string facet,
        string key,
        Func<Place, string?> nameOf,
        CancellationToken ct
    )
    {
        var nearest = await FindAsync(
            key,
            isPrefix: false,
            Folding.LongestKey - Lengthened,
            (session, rows) => session.QueryAsync(ProjectSuggestionSql.Values, new(facet, rows), ct),
            (session, range) =>
                session.QueryAsync(
                    ProjectSuggestionSql.NextValues,
                    new(facet, range.Key, range.First, range.Last, range.Take),
                    ct
                ),
            ct
        );
        if (nearest is null)
            return null;

        var document = await database.QueryOnceAsync(
            session => session.FirstAsync(ProjectSuggestionSql.Document, new(facet, nearest), ct),
            ct
        );
        // The project may have changed since.
        return document is null
            ? null
            : ProjectJson
                .Read(document)
                .Draft.Places.Select(nameOf)
                .FirstOrDefault(name => name is not null && Folding.Key(name) == nearest);
    }

    private Task<string?> FindAsync(
        string key,
        bool isPrefix,
        int longest,
        Func<Session, string, Task<IReadOnlyList<FoundRow>>> lookUp,
        Func<Session, Neighbours, Task<IReadOnlyList<string>>> read,
        CancellationToken ct
    )
    {
        if (key.Length < MinLength || key.Length > longest)
            return Task.FromResult<string?>(null);

        return database.InReadTransactionAsync(
            async session =>
            {
                string[] spellings = [key, .. SpellingVariants.WithinOneEdit(key).Take(MaxVariants)];
                var rows = spellings.Select(
                    (spelling, ordinal) => new object[] { ordinal, spelling, ProjectConditions.WordEnd(spelling) }
                );
                var found = await lookUp(session, JsonRowSet.Serialize(rows));
                if (found.Any(row => row.Ordinal == 0 && (isPrefix || row.Found == key)))
                    return null;

                // Words that begin with a spelling come after words that equal it, the shortest first.
                var nearest = found
                    .Where(row => row.Found == spellings[row.Ordinal] || spellings[row.Ordinal].Length >= MinLength)
                    .OrderBy(row => row.Found == spellings[row.Ordinal] ? 0 : row.Found.Length)
                    .ThenBy(row => row.Ordinal)
                    .FirstOrDefault();
                return nearest?.Found ?? Nearest.FindIn(key, await read(session, RangeAround(key)));
            },
            ct
        );
    }

    /// <summary>Returns the range of keys with the same first character.</summary>
    private static Neighbours RangeAround(string key)
    {
        var start = string.Concat(key.EnumerateRunes().Take(1));
        return new(key, start, ProjectConditions.WordEnd(start), MaxNeighbours);
    }
}
