namespace Adam.Domain.Overlaps;

/// <summary>
/// The id of a pair: the two projects' ids in ordinal order, joined by an underscore. It does not change while both
/// projects exist.
/// </summary>
public readonly record struct OverlapId(Guid First, Guid Second)
{
    public static OverlapId Create(Guid one, Guid other) =>
        string.CompareOrdinal(one.ToString(), other.ToString()) < 0 ? new(one, other) : new(other, one);

    /// <summary>
    /// Parses <c>{id}_{id}</c> in canonical form only: two different ids, hyphenated, in ordinal order, with letters of
    /// either case. Returns false for any other text.
    /// </summary>
    public static bool TryParse(string text, out OverlapId id)
    {
        id = default;
        var parts = text.Split('_');
        if (
            parts.Length != 2
            || !Guid.TryParseExact(parts[0], "D", out var one)
            || !Guid.TryParseExact(parts[1], "D", out var other)
            || one == other
        )
            return false;

        id = Create(one, other);
        return id.First == one;
    }

    public override string ToString() => $"{First}_{Second}";
}
