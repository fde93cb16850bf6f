namespace Adam.Data.Projects;

/// <summary>The names of the facets. They equal the names of the filters in the query string.</summary>
internal static class Facet
{
    public const string All = "all";
    public const string Country = "country";
    public const string Pillar = "pillar";
    public const string Donor = "donor";
    public const string Implementer = "implementer";

    /// <summary>Any part: owner, donor or implementer.</summary>
    public const string Partner = "partner";

    public const string Owner = "owner";
    public const string Status = "status";
    public const string ActivityType = "activityType";
}
