using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Text;
using FluentValidation;
using FluentValidation.Results;

namespace Adam.Api.Partners;

/// <summary>A partner as an admin writes it.</summary>
internal sealed record PartnerBody
{
    /// <summary>
    /// The code: ISO 3166-1 alpha-2 for a State, the usual acronym for an organisation. It cannot be changed.
    /// </summary>
    [Required, MaxLength(20), Example("IOM")]
    public string? Code { get; init; }

    /// <summary>The kind of the partner. It cannot be changed.</summary>
    [Required, Example("organisation")]
    public PartnerKind? Kind { get; init; }

    [Required, MaxLength(200), Example("International Organization for Migration")]
    public string? Name { get; init; }

    /// <summary>
    /// True for a member of the partnership today. <c>memberships</c> says so with days; <c>member</c> may be left out
    /// beside it, and must agree with it. Of a new partner without <c>memberships</c>, true stands for a membership
    /// from before records began.
    /// </summary>
    [Example(false)]
    public bool? Member { get; init; }

    /// <summary>
    /// The times in which the partner is a member of the partnership; an empty list for none. They must not share a
    /// day. A body without it keeps those of the partner.
    /// </summary>
    [MaxLength(Membership.Most)]
    public IReadOnlyList<MembershipBody>? Memberships { get; init; }

    /// <summary>
    /// Other spellings of the name in records. Two partners never share a name, ignoring case, accents and spacing.
    /// </summary>
    [MaxLength(50), Example(new[] { "OIM" })]
    public IReadOnlyList<string>? OtherNames { get; init; }

    /// <summary>
    /// The registered IATI organisation identifiers. An identifier that ends in <c>*</c> is a prefix.
    /// </summary>
    [MaxLength(50), Example(new[] { "XM-DAC-47066" })]
    public IReadOnlyList<string>? Identifiers { get; init; }

    /// <summary>The mailbox for questions about the projects of the partner.</summary>
    [MaxLength(200), Example("contact@example.org")]
    public string? Contact { get; init; }

    /// <summary>
    /// Computed: the version. On input it must equal the current value, so that a client can edit a partner and send it
    /// back.
    /// </summary>
    [Example(1)]
    public int? Version { get; init; }

    /// <summary>Returns the partner that the body describes.</summary>
    /// <param name="current">The partner to change; null for a new one.</param>
    public Partner ToPartner(Partner? current = null) =>
        new(
            PartnerCodes.Canonical(Code!),
            Kind!.Value,
            TextNormalization.Line(Name)!,
            MembershipsOr(current?.Memberships),
            [.. (OtherNames ?? []).Select(TextNormalization.Line).OfType<string>()],
            [.. (Identifiers ?? []).Select(TextNormalization.Line).OfType<string>()],
            string.IsNullOrWhiteSpace(Contact) ? null : Contact.Trim(),
            Version ?? 1
        );

    /// <summary>Returns an error if <c>member</c> is not what the memberships say today; otherwise null.</summary>
    public ValidationError? MemberError(Partner? current, DateOnly today)
    {
        var memberships = MembershipsOr(current?.Memberships);
        if (Member is null && Memberships is null && current is null)
            return new("member", "Say if the partner is a member of the partnership.", ErrorCodes.Missing);
        if (Member is not { } member || memberships.Any(membership => membership.Covers(today)) == member)
            return null;

        return new(
            "member",
            member
                ? $"On {today:yyyy-MM-dd} the partner has no membership. Add one to memberships, with the day from "
                    + "which it is."
                : $"On {today:yyyy-MM-dd} the partner has a membership. Give it a last day: until, in memberships.",
            ErrorCodes.ComputedMember
        );
    }

    private IReadOnlyList<Membership> MembershipsOr(IReadOnlyList<Membership>? kept) =>
        Memberships is null
            ? kept ?? (Member is true ? [Membership.SinceBeforeRecords] : [])
            :
            [
                .. Memberships
                    .Select(membership => membership.ToMembership())
                    .OrderBy(membership => membership.From ?? DateOnly.MinValue),
            ];
}

/// <summary>A time in which a partner is a member of the partnership.</summary>
internal sealed record MembershipBody
{
    /// <summary>The first day, included; null for a day before records began.</summary>
    [Example("2015-12-16")]
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; null if no end is known.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The reference of the meeting that endorsed the membership; it need not be in the register.</summary>
    [MaxLength(40), Example("PCG-12")]
    public string? EndorsedAt { get; init; }

    public Membership ToMembership() => new(From, Until, TextNormalization.Line(EndorsedAt));
}

internal sealed class PartnerRules : AbstractValidator<PartnerBody>
{
    public PartnerRules()
    {
        RuleFor(partner => partner.Code)
            .Must(code => CodeListCatalog.Countries.Find(code!.Trim()) is not null)
            .When(partner => partner is { Kind: PartnerKind.Country, Code: not null })
            .WithMessage("The code of a State is its ISO 3166-1 alpha-2 code; /v1/codelists/countries lists them.")
            .WithErrorCode(ErrorCodes.UnknownCode);
        RuleFor(partner => partner.Code)
            .Must(code =>
                code!.Trim() is var text
                && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-')
                && CodeListCatalog.Countries.Find(text) is null
            )
            .When(partner => partner is { Kind: PartnerKind.Organisation, Code: not null })
            .WithMessage(
                "The code of an organisation is its acronym: letters, digits and hyphens, and no country's code."
            )
            .WithErrorCode(ErrorCodes.BadValue);
        RuleFor(partner => partner.Name)
            .Must(HasWords)
            .When(partner => partner.Name is not null)
            .WithMessage("A name needs a letter or a digit.")
            .WithErrorCode(ErrorCodes.BadValue);
        RuleForEach(partner => partner.OtherNames)
            .Must(HasWords)
            .WithMessage("A name needs a letter or a digit.")
            .WithErrorCode(ErrorCodes.BadValue)
            .MaximumLength(200)
            .WithMessage("A name has at most 200 characters.")
            .WithErrorCode(ErrorCodes.TooLong);
        RuleFor(partner => partner.Memberships)
            .Custom(
                (memberships, context) =>
                {
                    foreach (var (name, reason, code) in Errors(memberships ?? []))
                        context.AddFailure(new ValidationFailure($"memberships{name}", reason) { ErrorCode = code });
                }
            );
        RuleForEach(partner => partner.Identifiers)
            .Must(identifier =>
                identifier.Trim() is { Length: <= 100 } trimmed
                && trimmed.TrimEnd('*') is { Length: > 2 } text
                && !text.Contains('*', StringComparison.Ordinal)
            )
            .WithMessage("An identifier has 3 to 100 characters, and an asterisk at most at its end.")
            .WithErrorCode(ErrorCodes.BadValue);
        RuleFor(partner => partner.Contact)
            .Must(contact => MailboxAddress.IsContact(contact!.Trim()))
            .When(partner => !string.IsNullOrWhiteSpace(partner.Contact))
            .WithMessage("A contact is a mailbox, such as drugs-desk@example.org.")
            .WithErrorCode(ErrorCodes.BadValue);
    }

    private static IEnumerable<(string Name, string Reason, ErrorCode Code)> Errors(
        IReadOnlyList<MembershipBody> memberships
    )
    {
        foreach (var (i, one) in memberships.Index())
        {
            if (one.Until < one.From)
                yield return (
                    $"[{i}].until",
                    $"The membership ends (until {one.Until:yyyy-MM-dd}) before it begins "
                        + $"(from {one.From:yyyy-MM-dd}).",
                    ErrorCodes.EndBeforeStart
                );
            else if (memberships.Take(i).Index().FirstOrDefault(other => Share(other.Item, one)) is (var j, { }))
                yield return (
                    $"[{i}]",
                    $"The membership shares days with memberships[{j}]. Join the two, or end the one before.",
                    ErrorCodes.BadValue
                );
        }
    }

    private static bool Share(MembershipBody one, MembershipBody other) =>
        (one.From ?? DateOnly.MinValue) <= (other.Until ?? DateOnly.MaxValue)
        && (other.From ?? DateOnly.MinValue) <= (one.Until ?? DateOnly.MaxValue);

    private static bool HasWords(string? name) => Folding.Key(name ?? "").Length > 0;
}
