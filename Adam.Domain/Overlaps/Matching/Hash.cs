namespace Adam.Domain.Overlaps.Matching;

/// <summary>Hashes words, for the fast comparison of many words.</summary>
internal static class Hash
{
    /// <summary>
    /// Returns the 64-bit FNV-1a hash of the characters, with a final mix (Fowler, Noll, Vo). It is equal on every
    /// machine.
    /// </summary>
    public static ulong Compute(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
            hash = (hash ^ letter) * 1099511628211UL;

        return hash ^ (hash >> 29);
    }
}
