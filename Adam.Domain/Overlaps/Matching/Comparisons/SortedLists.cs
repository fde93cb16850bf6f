namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Compares lists in ordinal order in one pass, without allocation, because a rebuild compares millions of them.
/// </summary>
internal static class SortedLists
{
    /// <summary>
    /// Returns the weight of the items that two lists share, and the weight of all items of both lists.
    /// </summary>
    public static (double Shared, double Total) Weigh(string[] a, double[] weights, string[] b, double[] otherWeights)
    {
        var (shared, total) = (0.0, 0.0);
        for (int i = 0, j = 0; i < a.Length || j < b.Length; )
        {
            var order =
                i == a.Length ? 1
                : j == b.Length ? -1
                : string.CompareOrdinal(a[i], b[j]);
            if (order == 0)
            {
                // A word may weigh less in the one name than in the other: "schoolchildren" is rarer than "children".
                shared += Math.Min(weights[i], otherWeights[j]);
                total += weights[i++] + otherWeights[j++];
            }
            else
            {
                total += order < 0 ? weights[i++] : otherWeights[j++];
            }
        }

        return (shared, total);
    }

    /// <summary>Returns the rarest item that two lists share, by its key; null if they share none.</summary>
    /// <param name="counts">
    /// The number of projects in the term statistics that contain each item of <paramref name="a"/>.
    /// </param>
    public static SharedTerm? RarestShared(
        IReadOnlyList<(string Key, string Name)> a,
        int[] counts,
        IReadOnlyList<(string Key, string Name)> b
    )
    {
        SharedTerm? rarest = null;
        for (int i = 0, j = 0; i < a.Count && j < b.Count; )
        {
            var order = string.CompareOrdinal(a[i].Key, b[j].Key);
            if (order == 0 && (rarest is null || counts[i] < rarest.Value.Count))
                rarest = new(SharedTerm.Spelling(a[i].Name, b[j].Name), counts[i]);
            if (order <= 0)
                i++;
            if (order >= 0)
                j++;
        }

        return rarest;
    }

    /// <summary>
    /// Returns the rarest organisation that two lists share: by its key, else by an acronym of its name ("IOM" and
    /// "International Organization for Migration"); null if they share none.
    /// </summary>
    /// <param name="counts">The number of projects that name each organisation of <paramref name="a"/>.</param>
    public static SharedTerm? RarestOrganisation(
        (string Key, string Name)[] a,
        Acronyms[] acronyms,
        int[] counts,
        (string Key, string Name)[] b,
        Acronyms[] otherAcronyms,
        int[] otherCounts
    )
    {
        if (RarestShared(a, counts, b) is { } shared)
            return shared;

        SharedTerm? rarest = null;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                if (!acronyms[i].Matches(otherAcronyms[j]))
                    continue;
                var term = new SharedTerm(
                    SharedTerm.Spelling(a[i].Name, b[j].Name),
                    Math.Max(counts[i], otherCounts[j])
                );
                if (rarest is not { } best || term.Count < best.Count || IsBefore(term, best))
                    rarest = term;
            }
        }

        return rarest;
    }

    private static bool IsBefore(SharedTerm term, SharedTerm best) =>
        term.Count == best.Count && string.CompareOrdinal(term.Name, best.Name) < 0;

    /// <summary>Returns true if a list contains an item with a key.</summary>
    public static bool HasKey((string Key, string Name)[] items, string key)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Key == key)
                return true;
        }

        return false;
    }

    /// <summary>Returns the position of a number in an ascending list; less than 0 if it is not in the list.</summary>
    public static int IndexOf(ulong[] sorted, ulong number)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] == number)
                return middle;
            if (sorted[middle] < number)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }
}
