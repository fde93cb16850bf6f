using Adam.Domain.Posts;

namespace Adam.Data.Posts;

/// <summary>A post as the register stores it and the API returns it.</summary>
public sealed record PostDocument
{
    /// <summary>The reference, unique in the register ignoring case. It cannot be changed.</summary>
    public required string Reference { get; init; }

    /// <summary>The town of the duty station.</summary>
    public required string City { get; init; }

    /// <summary>The country of the duty station.</summary>
    public required string Country { get; init; }

    /// <summary>The countries that the post covers.</summary>
    public required IReadOnlyList<string> Covers { get; init; }

    /// <summary>The first day; null for since before records began.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; null without a known end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The mailbox of the post; null if it is not known.</summary>
    public string? Mailbox { get; init; }

    /// <summary>The codes of the partners that pay for it; empty if they are not known.</summary>
    public required IReadOnlyList<string> FundedBy { get; init; }

    /// <summary>1 after recording; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant at which the post was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change.</summary>
    public required string UpdatedBy { get; init; }

    public static PostDocument FromPost(Post post) =>
        new()
        {
            Reference = post.Draft.Reference,
            City = post.Draft.City,
            Country = post.Draft.Country,
            Covers = post.Draft.Covers,
            From = post.Draft.From,
            Until = post.Draft.Until,
            Mailbox = post.Draft.Mailbox,
            FundedBy = post.Draft.FundedBy,
            Version = post.Version,
            CreatedAt = post.CreatedAt,
            UpdatedAt = post.UpdatedAt,
            UpdatedBy = post.UpdatedBy,
        };

    public Post ToPost() =>
        new(
            new()
            {
                Reference = Reference,
                City = City,
                Country = Country,
                Covers = Covers,
                From = From,
                Until = Until,
                Mailbox = Mailbox,
                FundedBy = FundedBy,
            },
            Version,
            CreatedAt,
            UpdatedAt,
            UpdatedBy
        );
}
