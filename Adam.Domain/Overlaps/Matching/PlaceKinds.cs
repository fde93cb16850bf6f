namespace Adam.Domain.Overlaps.Matching;

/// <summary>The kinds of the places that the rules know by name.</summary>
public static class PlaceKinds
{
    /// <inheritdoc cref="PlaceVocabulary.KindOf"/>
    public static string? KindOf(string name) => PlaceVocabulary.KindOf(name);
}
