using Adam.Data.Databases;

namespace Adam.Data.Presence;

/// <summary>
/// Counts the cells of a table by two dimensions in memory. A join of both with the partners has a row for each
/// combination of their values in a project, and sorts all rows twice to count projects and partners once. Read one by
/// one, the three have a row for each value.
/// </summary>
internal static class CellCounts
{
    private const int Bits = 64;

    /// <summary>Returns true for a table that is counted here.</summary>
    public static bool Fit(PresenceQuery question) =>
        question.By.Count == 2 && !question.By.Contains(PresenceDimension.Year);

    public static async Task<IReadOnlyList<PresenceRow>> ReadAsync(
        Session session,
        PresenceQuery question,
        CancellationToken ct
    )
    {
        var first = await session.QueryAsync(PresenceSql.Values(question, question.By[0]), ct);
        var second = (await session.QueryAsync(PresenceSql.Values(question, question.By[1]), ct)).ToLookup(
            row => row.ProjectId,
            row => row.Value
        );
        var parts = await session.QueryAsync(PresenceSql.Parts(question), ct);
        var places = parts.Select(part => part.PartnerId).Distinct().Select((id, place) => (id, place)).ToDictionary();
        var partners = parts.ToLookup(part => part.ProjectId, part => places[part.PartnerId]);

        var cells = new Dictionary<(string, string), Cell>();
        foreach (var row in first)
        {
            foreach (var value in second[row.ProjectId])
            {
                if (!cells.TryGetValue((row.Value, value), out var cell))
                    cells[(row.Value, value)] = cell = new(new ulong[(places.Count / Bits) + 1]);
                cell.Add(partners[row.ProjectId]);
            }
        }

        return
        [
            .. cells.Select(one => new PresenceRow
            {
                D0 = one.Key.Item1,
                D1 = one.Key.Item2,
                Projects = one.Value.Projects,
                Partners = one.Value.Partners,
            }),
        ];
    }

    /// <param name="seen">A bit for each partner.</param>
    private sealed class Cell(ulong[] seen)
    {
        public long Projects { get; private set; }

        public long Partners => seen.Sum(bits => (long)ulong.PopCount(bits));

        public void Add(IEnumerable<int> partners)
        {
            Projects++;
            foreach (var place in partners)
                seen[place / Bits] |= 1UL << (place % Bits);
        }
    }
}
