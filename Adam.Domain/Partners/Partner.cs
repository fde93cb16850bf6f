namespace Adam.Domain.Partners;

/// <summary>A partner is a State or an organisation.</summary>
public enum PartnerKind
{
    Country = 1,
    Organisation = 2,
}

/// <summary>A State or organisation of the partnership, or one that an admin has added.</summary>
/// <param name="Code">ISO 3166-1 alpha-2 for a State, the usual acronym for an organisation; upper case.</param>
/// <param name="Member">True for a member of the partnership; an admin may add others that record projects.</param>
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
    bool Member,
    IReadOnlyList<string> OtherNames,
    IReadOnlyList<string> Identifiers,
    string? Contact,
    int Version
);
