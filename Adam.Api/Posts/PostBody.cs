using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Meetings;
using Adam.Data.Posts;
using Adam.Domain.Partners;
using Adam.Domain.Posts;
using Adam.Domain.Text;

namespace Adam.Api.Posts;

/// <summary>
/// A post of liaison and research officers as an admin writes it; never a person. Computed members are accepted if they
/// equal the current value, so that a client can edit a post and send it back.
/// </summary>
internal sealed record PostBody
{
    /// <summary>
    /// The reference, unique in the register ignoring case: letters, digits, hyphens, dots and underscores. It cannot
    /// be changed, and a withdrawn post keeps it.
    /// </summary>
    [Required, MaxLength(PostDraft.MaxReferenceLength), Example("RLO-TAS")]
    public string? Reference { get; init; }

    /// <summary>The town of the duty station.</summary>
    [Required, MaxLength(100), Example("Tashkent")]
    public string? City { get; init; }

    /// <summary>The country of the duty station, by code or name.</summary>
    [Required, MaxLength(100), Example("UZ")]
    public string? Country { get; init; }

    /// <summary>The countries that the post covers, by code or name.</summary>
    [Required, MaxLength(60), Example(new[] { "UZ", "KG" })]
    public IReadOnlyList<string>? Covers { get; init; }

    /// <summary>The first day; without it, since before records began.</summary>
    [Example("2014-01-01")]
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; without it, there is no known end.</summary>
    [Example("2016-03-31")]
    public DateOnly? Until { get; init; }

    /// <summary>The mailbox of the post, not of a person.</summary>
    [MaxLength(200), Example("liaison.tashkent@example.org")]
    public string? Mailbox { get; init; }

    /// <summary>The partners that pay for it: codes, names or identifiers.</summary>
    [MaxLength(50), Example(new[] { "UNODC" })]
    public IReadOnlyList<string>? FundedBy { get; init; }

    /// <summary>Computed: 1 when recorded, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time at which the post was recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>Validates the body. Further errors are added.</summary>
    /// <param name="current">The post to change; null for a new one.</param>
    /// <returns>The draft. Members with errors have undefined values.</returns>
    public PostDraft Read(List<ValidationError> errors, Post? current, PartnerDirectory partners)
    {
        var reading = new BodyErrors(errors);
        var draft = new PostDraft
        {
            Reference = reading.Reference(
                Reference,
                current?.Draft.Reference,
                PostDraft.IsReference,
                "it begins with a letter or digit, and has letters, digits, hyphens, dots and underscores."
            ),
            City = reading.Line("city", City, "A town"),
            Country = reading.Country("country", Country) ?? "",
            Covers = Distinct((Covers ?? []).Index().Select(one => reading.Country($"covers[{one.Index}]", one.Item))),
            From = From,
            Until = Until,
            Mailbox = TextNormalization.Line(Mailbox),
            FundedBy = Distinct(
                (FundedBy ?? []).Index().Select(one => reading.Partner($"fundedBy[{one.Index}]", one.Item, partners))
            ),
        };
        if (Until < From)
            reading.Add(
                "until",
                $"The post ends ({Until:yyyy-MM-dd}) before it begins ({From:yyyy-MM-dd}).",
                ErrorCodes.EndBeforeStart
            );
        if (draft.Mailbox is { } mailbox && !MailboxAddress.IsContact(mailbox))
            reading.Add(
                "mailbox",
                $"{ValidationError.Quote(mailbox)} is no mailbox, such as drugs-desk@example.org.",
                ErrorCodes.BadValue
            );
        if (Covers is { Count: 0 })
            reading.Add("covers", "A post covers at least one country.", ErrorCodes.Missing);
        var now = current is null
            ? null
            : (JsonObject)JsonSerializer.SerializeToNode(PostDocument.FromPost(current), Serialization.Json.Options)!;
        reading.Computed("version", Version, now, first: 1);
        reading.Computed("createdAt", CreatedAt, now);
        reading.Computed("updatedAt", UpdatedAt, now);
        reading.Computed("updatedBy", UpdatedBy, now);
        return draft;
    }

    private static IReadOnlyList<string> Distinct(IEnumerable<string?> codes) =>
        [.. codes.OfType<string>().Distinct(StringComparer.Ordinal)];
}
