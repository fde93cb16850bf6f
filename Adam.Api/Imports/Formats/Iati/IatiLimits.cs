namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Limits of one file. Published files are far below them. They prevent a damaged or malicious file from filling the
/// memory.
/// </summary>
internal static class IatiLimits
{
    /// <summary>The maximum depth of nested elements.</summary>
    public const int Levels = 100;

    /// <summary>
    /// The maximum number of names of elements, attributes and namespaces. The standard has about 200.
    /// </summary>
    public const int Names = 20_000;

    /// <summary>The maximum size, in bytes, of a single tag, comment, CDATA section or run of blanks: 4 MiB.</summary>
    public const int BytesAtOnce = 4 << 20;

    /// <summary>The maximum number of elements of one activity. An activity with more is rejected.</summary>
    public const int Parts = 50_000;

    /// <summary>
    /// The maximum number of characters of an activity's titles and descriptions. An activity with more is rejected.
    /// </summary>
    public const int NarrativeCharacters = 2_000_000;

    /// <summary>
    /// The maximum number of characters of one activity, including names and codes. An activity with more is rejected.
    /// </summary>
    public const int Characters = 10_000_000;

    /// <summary>The number of characters that is added for each text: the size of its object in memory.</summary>
    public const int CharactersPerText = 16;

    /// <summary>The number of characters after which a text is cut. The limits of the register are lower.</summary>
    public const int TextCharacters = 100_000;

    /// <summary>
    /// The number of characters after which an attribute is cut. The cut value still exceeds the limits of the
    /// register.
    /// </summary>
    public const int AttributeCharacters = 500;
}
