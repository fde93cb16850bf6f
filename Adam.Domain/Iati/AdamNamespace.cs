namespace Adam.Domain.Iati;

/// <summary>
/// The XML namespace of attributes that an exported activity has beside those of IATI, so that an import finds the
/// project again. The schema of IATI allows attributes of other namespaces.
/// </summary>
public static class AdamNamespace
{
    public const string Uri = "urn:adam:iati";

    public const string Prefix = "adam";

    /// <summary>The owner's own number of the project.</summary>
    public const string Reference = "reference";

    /// <summary>The identifier under which the project is published; missing if it is not.</summary>
    public const string IatiIdentifier = "iati-identifier";
}
