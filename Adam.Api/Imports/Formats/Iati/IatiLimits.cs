namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// What a file may ask for at most. No published file comes near these limits; they keep one that is damaged, or made
/// to harm, from filling the memory.
/// </summary>
internal static class IatiLimits
{
    /// <summary>How deep elements may be nested.</summary>
    public const int Levels = 100;

    /// <summary>How many names elements, attributes and namespaces may have; the standard has about 200.</summary>
    public const int Names = 20_000;

    /// <summary>How many bytes a single tag, comment, CDATA section or run of blanks may take.</summary>
    public const int BytesAtOnce = 4 << 20;

    /// <summary>How many elements of one activity are kept; an activity with more is rejected.</summary>
    public const int Parts = 50_000;

    /// <summary>How many characters an activity's titles and descriptions may have; with more it is rejected.</summary>
    public const int NarrativeCharacters = 2_000_000;

    /// <summary>How many characters of one activity are kept in all, names and codes included.</summary>
    public const int Characters = 10_000_000;

    /// <summary>How many characters each text counts for beside its own: what the object takes in memory.</summary>
    public const int CharactersPerText = 16;

    /// <summary>The longest text that is kept whole; the register takes less.</summary>
    public const int TextCharacters = 100_000;

    /// <summary>The longest attribute that is kept whole; what is left of a longer one is still too long.</summary>
    public const int AttributeCharacters = 500;
}
