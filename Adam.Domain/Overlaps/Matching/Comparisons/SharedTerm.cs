namespace Adam.Domain.Overlaps.Matching;

/// <summary>A word, name or number that both records hold.</summary>
/// <param name="Name">As one of the two writes it: see <see cref="Spelling"/>.</param>
/// <param name="Count">The number of projects of the edition that hold it.</param>
internal readonly record struct SharedTerm(string Name, int Count)
{
    /// <summary>
    /// Returns one of two spellings of a term: the first in ordinal order, so that the order of the records does not
    /// matter.
    /// </summary>
    public static string Spelling(string one, string other) => string.CompareOrdinal(one, other) <= 0 ? one : other;
}
