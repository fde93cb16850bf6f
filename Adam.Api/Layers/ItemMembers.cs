namespace Adam.Api.Layers;

/// <summary>The members that the properties of every item have, beside those that the layer declares.</summary>
internal static class ItemMembers
{
    public const string Reference = "reference";
    public const string Date = "date";
    public const string From = "from";
    public const string Until = "until";
    public const string Country = "country";
    public const string Admin1 = "admin1";
    public const string Latitude = "latitude";
    public const string Longitude = "longitude";
    public const string Precision = "precision";
    public const string SourceKind = "sourceKind";
    public const string Citation = "citation";
    public const string SourceUrl = "sourceUrl";

    /// <summary>The members that a client writes. A table has the position in two columns.</summary>
    public static readonly IReadOnlyList<string> Written =
    [
        Reference,
        Date,
        From,
        Until,
        Country,
        Admin1,
        Latitude,
        Longitude,
        Precision,
        SourceKind,
        Citation,
        SourceUrl,
    ];

    /// <summary>
    /// The members that the register computes. Files that were exported have them, and imports skip them.
    /// </summary>
    public static readonly IReadOnlyList<string> Computed =
    [
        "id",
        "layer",
        "recordedBy",
        "checked",
        "version",
        "createdAt",
        "updatedAt",
        "updatedBy",
    ];

    public static readonly IReadOnlyList<string> All = [.. Written, .. Computed];
}
