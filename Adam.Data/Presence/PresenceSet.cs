using Adam.Data.Projects;

namespace Adam.Data.Presence;

/// <summary>A table of presence whose cells are stored as sums.</summary>
/// <param name="Number">The number in the column Dimensions. It is stored, so never renumber.</param>
/// <param name="Dimensions">The dimensions of its cells. A year is the last one.</param>
internal sealed record PresenceSet(int Number, params IReadOnlyList<PresenceDimension> Dimensions)
{
    // If sets are added, raise the version of the indexer, so that the sums are rebuilt.
    public static IReadOnlyList<PresenceSet> All { get; } =
    [
        new(0),
        new(1, PresenceDimension.Country),
        new(2, PresenceDimension.Pillar),
        new(3, PresenceDimension.Donor),
        new(4, PresenceDimension.Partner),
        new(5, PresenceDimension.Status),
        new(6, PresenceDimension.Country, PresenceDimension.Pillar),
        new(7, PresenceDimension.Country, PresenceDimension.Donor),
        new(8, PresenceDimension.Year),
        new(10, PresenceDimension.Country, PresenceDimension.Year),
        new(12, PresenceDimension.SdgTarget),
        new(13, PresenceDimension.Pillar, PresenceDimension.SdgTarget),
    ];

    /// <summary>True if the cells are differences from the year before.</summary>
    public bool HasYears => Dimensions is [.., PresenceDimension.Year];

    /// <summary>
    /// The number of the cells of projects with an open end, if the set has years. They contain the years in which such
    /// projects start.
    /// </summary>
    public int NumberOfOpen => Number + 1;

    /// <summary>Returns true if a number in the column Dimensions is that of a set with years.</summary>
    public static bool AreYears(int number) =>
        All.Any(set => set.HasYears && (set.Number == number || set.NumberOfOpen == number));

    /// <summary>Returns the set with some dimensions in any order; null if there is none.</summary>
    public static PresenceSet? Find(IReadOnlyCollection<PresenceDimension> dimensions) =>
        All.FirstOrDefault(set => set.Dimensions.Count == dimensions.Count && set.Dimensions.All(dimensions.Contains));

    /// <summary>Returns the facet of a dimension that is not the year.</summary>
    public static string FacetOf(PresenceDimension dimension) =>
        dimension switch
        {
            PresenceDimension.Country => Facet.Country,
            PresenceDimension.Pillar => Facet.Pillar,
            PresenceDimension.Partner => Facet.Partner,
            PresenceDimension.Donor => Facet.Donor,
            PresenceDimension.Implementer => Facet.Implementer,
            PresenceDimension.ActivityType => Facet.ActivityType,
            PresenceDimension.Status => Facet.Status,
            PresenceDimension.SdgTarget => Facet.SdgTarget,
            PresenceDimension.Year => throw new ArgumentOutOfRangeException(
                nameof(dimension),
                dimension,
                "A year is no facet."
            ),
        };
}
