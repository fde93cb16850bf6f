namespace Adam.Domain.Overlaps.Matching;

/// <summary>A word, name or number that both records contain.</summary>
/// <param name="Name">The spelling of one of the two records (<see cref="Spelling"/>).</param>
/// <param name="Count">The number of projects in the term statistics that contain it.</param>
internal readonly record struct SharedTerm(string Name, int Count)
{
    /// <summary>
    /// Returns the first of two spellings of a term in ordinal order, so that the order of the records does not matter.
    /// </summary>
    public static string Spelling(string one, string other) => string.CompareOrdinal(one, other) <= 0 ? one : other;
}
