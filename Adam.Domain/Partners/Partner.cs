namespace Adam.Domain.Partners;

/// <summary>A partner is a State or an organisation.</summary>
public enum PartnerKind
{
    Country = 1,
    Organisation = 2,
}

/// <summary>A State or organisation of the partnership, or one that an admin has added.</summary>
/// <param name="Code">ISO 3166-1 alpha-2 for a State, the usual acronym for an organisation; upper case.</param>
/// <param name="Memberships">
/// The times in which the partner is a member of the partnership, in their order; empty for one that an admin has added
/// because it records projects.
/// </param>
/// <param name="OtherNames">
/// Other spellings of the name in records. No two partners share one. Case, accents and spacing are ignored.
/// </param>
/// <param name="Identifiers">
/// The partner's registered IATI organisation identifiers. One that ends in <c>*</c> is a prefix (<c>US-GOV-*</c>).
/// </param>
/// <param name="Contact">The mailbox for questions about the partner's projects; null if unknown.</param>
/// <param name="Version">1 when added, increased by 1 with every change.</param>
public sealed record Partner(
    string Code,
    PartnerKind Kind,
    string Name,
    IReadOnlyList<Membership> Memberships,
    IReadOnlyList<string> OtherNames,
    IReadOnlyList<string> Identifiers,
    string? Contact,
    int Version
)
{
    /// <summary>Returns true if the partner is a member of the partnership on a day.</summary>
    public bool IsMemberOn(DateOnly day) => Memberships.Any(membership => membership.Covers(day));

    /// <summary>
    /// Returns the number of times that the partner becomes or ceases to be a member after a day, as far as is known.
    /// </summary>
    public int MembershipChangesAfter(DateOnly day) =>
        Memberships.Count(membership => membership.From > day)
        + Memberships.Count(membership => membership.Until >= day);
}
