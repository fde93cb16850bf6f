using System.Collections;

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
            DeclaredMeasures = InOneOrder(draft.DeclaredMeasures),
        };

    /// <summary>Returns true if a member of a draft has no value: null, an empty text or an empty list.</summary>
    public static bool IsEmpty(object? member) =>
        member is null or "" || (member is not string && member is IEnumerable list && !list.Cast<object>().Any());

    /// <summary>Returns true if two values of a member are equal; lists regardless of their order.</summary>
    public static bool AreEqual(object? one, object? other) =>
        Equals(one, other)
        || (
            Items(one) is var items && Items(other) is var others && InOneOrder(items).SequenceEqual(InOneOrder(others))
        );

    /// <summary>Returns the items of a list; none if the member is no list.</summary>
    public static IReadOnlyList<object> Items(object? member) =>
        member is not string && member is IEnumerable list ? [.. list.Cast<object>()] : [];

    // Items are texts or records, whose ToString has all their values.
    private static T[] InOneOrder<T>(IReadOnlyList<T> items)
        where T : notnull => [.. items.OrderBy(item => item.ToString(), StringComparer.Ordinal)];
}
