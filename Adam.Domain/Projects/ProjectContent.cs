namespace Adam.Domain.Projects;

/// <summary>Compares projects by content.</summary>
public static class ProjectContent
{
    /// <summary>
    /// Returns the draft with the items of each list in one order, which has no meaning. Two drafts with the same items
    /// in another order become equal.
    /// </summary>
    public static ProjectDraft InOneOrder(this ProjectDraft draft) =>
        draft with
        {
            Pillars = [.. draft.Pillars.Order()],
            Countries = InOneOrder(draft.Countries),
            CountryPercentages = InOneOrder(draft.CountryPercentages),
            Places = InOneOrder(draft.Places),
            ActivityTypes = InOneOrder(draft.ActivityTypes),
            Donors = InOneOrder(draft.Donors),
            Implementers = InOneOrder(draft.Implementers),
            Beneficiaries = InOneOrder(draft.Beneficiaries),
            Sectors = InOneOrder(draft.Sectors),
            AdditionalSdgTargets = InOneOrder(draft.AdditionalSdgTargets),
            RelatedProjects = InOneOrder(draft.RelatedProjects),
        };

    // Items are texts or records, whose ToString has all their values.
    private static T[] InOneOrder<T>(IReadOnlyList<T> items)
        where T : notnull => [.. items.OrderBy(item => item.ToString(), StringComparer.Ordinal)];
}
