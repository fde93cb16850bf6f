namespace Adam.Domain.Overlaps.Scoring;

/// <summary>Numbers that stand for words where many are compared.</summary>
internal static class Hash
{
    /// <summary>FNV-1a over the characters: the same on every machine.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
            hash = (hash ^ letter) * 1099511628211UL;

        return hash ^ (hash >> 29);
    }
}
