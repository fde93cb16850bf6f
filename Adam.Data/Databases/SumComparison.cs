namespace Adam.Data.Databases;

/// <summary>Compares the stored rows of a table of sums with counted ones.</summary>
internal static class SumComparison
{
    /// <summary>
    /// Returns a sentence for each row that differs, in the order of the sentences: the table, the key, and the stored
    /// and the counted numbers.
    /// </summary>
    /// <param name="describe">Returns the key as text.</param>
    public static IEnumerable<string> Differences<TKey, TNumbers>(
        string table,
        IEnumerable<(TKey Key, TNumbers Numbers)> counted,
        IEnumerable<(TKey Key, TNumbers Numbers)> stored,
        Func<TKey, string> describe
    )
        where TKey : notnull
        where TNumbers : struct
    {
        var before = stored.ToDictionary(row => row.Key, row => row.Numbers);
        var expected = counted.ToDictionary(row => row.Key, row => row.Numbers);
        return before
            .Keys.Union(expected.Keys)
            .Select(key => (key, Is: Find(before, key), Counted: Find(expected, key)))
            .Where(row => !Nullable.Equals(row.Is, row.Counted))
            .Select(row => $"{table} for {describe(row.key)}: {Show(row.Is)} instead of {Show(row.Counted)}")
            .Order(StringComparer.Ordinal);
    }

    private static TNumbers? Find<TKey, TNumbers>(Dictionary<TKey, TNumbers> rows, TKey key)
        where TKey : notnull
        where TNumbers : struct => rows.TryGetValue(key, out var numbers) ? numbers : null;

    private static string Show<TNumbers>(TNumbers? numbers)
        where TNumbers : struct => numbers?.ToString() ?? "no row";
}
