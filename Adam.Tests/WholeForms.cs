namespace Adam.Tests;

/// <summary>
/// Tests that walk through everything have a short form, which takes a sample of each kind, and a whole form, which
/// runs if <c>ADAM_TEST_WHOLE=1</c> is set.
/// </summary>
internal static class WholeForms
{
    public static bool AreAsked => Environment.GetEnvironmentVariable("ADAM_TEST_WHOLE") == "1";

    /// <summary>
    /// Returns all items if the whole forms are asked for, otherwise, in their order, each item with a kind that no
    /// item before it has.
    /// </summary>
    public static IReadOnlyList<T> Choose<T>(IEnumerable<T> items, Func<T, IEnumerable<string>> kinds)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Each kind of an item is seen, also those behind a new one.
        return [.. items.Where(item => kinds(item).Where(seen.Add).ToList().Count > 0 || AreAsked)];
    }
}
