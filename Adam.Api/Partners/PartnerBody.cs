using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Text;
using FluentValidation;

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

    /// <summary>True for a member of the partnership.</summary>
    [Required, Example(false)]
    public bool? Member { get; init; }

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

    public Partner ToPartner() =>
        new(
            PartnerCodes.Canonical(Code!),
            Kind!.Value,
            TextNormalization.Line(Name)!,
            Member!.Value,
            [.. (OtherNames ?? []).Select(TextNormalization.Line).OfType<string>()],
            [.. (Identifiers ?? []).Select(TextNormalization.Line).OfType<string>()],
            string.IsNullOrWhiteSpace(Contact) ? null : Contact.Trim(),
            Version ?? 1
        );
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
        RuleForEach(partner => partner.Identifiers)
            .Must(identifier =>
                identifier.Trim() is { Length: <= 100 } trimmed
                && trimmed.TrimEnd('*') is { Length: > 2 } text
                && !text.Contains('*', StringComparison.Ordinal)
            )
            .WithMessage("An identifier has 3 to 100 characters, and an asterisk at most at its end.")
            .WithErrorCode(ErrorCodes.BadValue);
        RuleFor(partner => partner.Contact)
            .EmailAddress()
            .When(partner => !string.IsNullOrWhiteSpace(partner.Contact))
            .WithMessage("A contact is a mailbox, such as drugs-desk@example.org.")
            .WithErrorCode(ErrorCodes.BadValue);
    }

    private static bool HasWords(string? name) => Folding.Key(name ?? "").Length > 0;
}
