using Adam.Api.Binding;
using Adam.Domain.Partners;

namespace Adam.Api.Partners;

/// <summary>A State or organisation of the partnership, or one that an admin has added.</summary>
internal sealed record PartnerResponse
{
    /// <summary>The code: ISO 3166-1 alpha-2 for a State, the usual acronym for an organisation.</summary>
    [Example("DE")]
    public required string Code { get; init; }

    public required PartnerKind Kind { get; init; }

    [Example("Germany")]
    public required string Name { get; init; }

    /// <summary>True for a member of the partnership.</summary>
    public required bool Member { get; init; }

    /// <summary>
    /// Other spellings of the name in records. Two partners never share a name, ignoring case, accents and spacing.
    /// </summary>
    [Example(new[] { "Federal Republic of Germany", "Deutschland" })]
    public required IReadOnlyList<string> OtherNames { get; init; }

    /// <summary>
    /// The registered IATI organisation identifiers. An identifier that ends in <c>*</c> is a prefix.
    /// </summary>
    [Example(new[] { "DE-1", "DE-1-*" })]
    public required IReadOnlyList<string> Identifiers { get; init; }

    /// <summary>The mailbox for questions about the projects of the partner; null if unknown.</summary>
    [Example("drugs-desk@example.org")]
    public string? Contact { get; init; }

    /// <summary>The version: 1 when added, increased by 1 with each change.</summary>
    [Example(1)]
    public required int Version { get; init; }

    public static PartnerResponse FromPartner(Partner partner) =>
        new()
        {
            Code = partner.Code,
            Kind = partner.Kind,
            Name = partner.Name,
            Member = partner.Member,
            OtherNames = partner.OtherNames,
            Identifiers = partner.Identifiers,
            Contact = partner.Contact,
            Version = partner.Version,
        };
}
