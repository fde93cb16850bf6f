namespace Adam.Domain.Partners;

public enum PartnerKind
{
    Country = 1,
    Organisation = 2,
}

/// <summary>A State or organisation of the partnership, or one that an admin has added.</summary>
/// <param name="Code">ISO 3166-1 alpha-2 for a State, the usual acronym for an organisation; upper case.</param>
/// <param name="Member">Whether it belongs to the partnership; an admin may add others that record projects.</param>
/// <param name="OtherNames">Other spellings by which records name it; case, accents and spacing aside, no two partners share one.</param>
/// <param name="Identifiers">Its registered IATI organisation identifiers; one that ends in <c>*</c> is a prefix (<c>US-GOV-*</c>).</param>
/// <param name="Contact">The mailbox to ask about its projects; null where none is known.</param>
/// <param name="Version">1 when added, one more with every change.</param>
public sealed record Partner(
    string Code, PartnerKind Kind, string Name, bool Member, IReadOnlyList<string> OtherNames, IReadOnlyList<string> Identifiers, string? Contact, int Version);
