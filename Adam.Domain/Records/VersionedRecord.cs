namespace Adam.Domain.Records;

/// <summary>The content of a record that is found by its reference.</summary>
public abstract record ReferencedDraft
{
    /// <summary>The reference, unique among the records of its kind ignoring case.</summary>
    public required string Reference { get; init; }

    /// <summary>Returns the key by which references are compared: the reference in upper case.</summary>
    public static string KeyOf(string reference) => reference.Trim().ToUpperInvariant();

    /// <summary>
    /// Returns true if a text can stand in a URL: a letter or digit, then letters, digits, hyphens, dots and
    /// underscores.
    /// </summary>
    protected static bool IsWord(string text) =>
        text.Length > 0
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' or '_');
}

/// <summary>A record that is found by its reference.</summary>
public interface IReferenced
{
    /// <summary>The reference, unique among the records of its kind ignoring case.</summary>
    string Reference { get; }
}

/// <summary>A record of which the register keeps every version.</summary>
/// <param name="Version">1 when recorded, increased by 1 with every change.</param>
/// <param name="UpdatedBy">The name of the key that made the last change.</param>
public abstract record VersionedRecord<TDraft>(
    TDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
) : IReferenced
    where TDraft : ReferencedDraft
{
    public string Reference => Draft.Reference;

    /// <inheritdoc cref="ReferencedDraft.KeyOf"/>
    public string Key => ReferencedDraft.KeyOf(Draft.Reference);
}
