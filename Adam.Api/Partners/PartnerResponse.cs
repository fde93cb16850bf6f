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

    /// <summary>True for a member of the partnership today, in UTC, as <c>memberships</c> has it.</summary>
    public required bool Member { get; init; }

    /// <summary>The times in which the partner is a member of the partnership, in their order.</summary>
    public required IReadOnlyList<MembershipResponse> Memberships { get; init; }

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

    public static PartnerResponse FromPartner(Partner partner, DateOnly today) =>
        new()
        {
            Code = partner.Code,
            Kind = partner.Kind,
            Name = partner.Name,
            Member = partner.IsMemberOn(today),
            Memberships = [.. partner.Memberships.Select(MembershipResponse.FromMembership)],
            OtherNames = partner.OtherNames,
            Identifiers = partner.Identifiers,
            Contact = partner.Contact,
            Version = partner.Version,
        };

    /// <summary>
    /// Returns the entity tag of a partner on a day. A membership that begins or ends changes the response without a
    /// new version, so the tag counts those that are still to come.
    /// </summary>
    public static string TagOf(Partner partner, DateOnly today)
    {
        var tag = EntityTags.ForVersion(partner.Version);
        return partner.MembershipChangesAfter(today) is > 0 and var ahead ? $"{tag[..^1]}-{ahead}\"" : tag;
    }
}

/// <summary>A time in which a partner is a member of the partnership.</summary>
/// <param name="From">The first day, included; null for a day before records began.</param>
/// <param name="Until">The last day, included; null if no end is known.</param>
/// <param name="EndorsedAt">The reference of the meeting that endorsed the membership; null if unknown.</param>
internal sealed record MembershipResponse(
    [property: Example("2015-12-16")] DateOnly? From,
    DateOnly? Until,
    [property: Example("PCG-12")] string? EndorsedAt
)
{
    public static MembershipResponse FromMembership(Membership membership) =>
        new(membership.From, membership.Until, membership.EndorsedAt);
}
