namespace Adam.Domain.Iati;

/// <summary>
/// The XML namespace of what an exported activity has beside IATI, so that an import finds the project again and does
/// not take for stated what the register has found. The schema of IATI allows attributes and elements of other
/// namespaces.
/// </summary>
public static class AdamNamespace
{
    public const string Uri = "urn:adam:iati";

    public const string Prefix = "adam";

    /// <summary>The owner's own number of the project.</summary>
    public const string Reference = "reference";

    /// <summary>The identifier under which the project is published; missing if it is not.</summary>
    public const string IatiIdentifier = "iati-identifier";

    /// <summary>The visibility of the project, a code of the list visibilities; missing for <c>partners</c>.</summary>
    public const string Visibility = "visibility";

    /// <summary>
    /// The references of the measures that the owner says the project serves, with spaces between them; missing if it
    /// names none.
    /// </summary>
    public const string Measures = "measures";

    /// <summary>The last day that the money of the project is there for; missing if it is not known.</summary>
    public const string FundedUntil = "funded-until";

    /// <summary>
    /// An element within a related activity that the register has found and no record states. The schema allows no
    /// attribute there.
    /// </summary>
    public const string Found = "found";
}
