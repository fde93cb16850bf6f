namespace Adam.Domain.Partners;

/// <summary>A time in which a partner is a member of the partnership.</summary>
/// <param name="From">The first day, included; null for a day before records began.</param>
/// <param name="Until">The last day, included; null if no end is known.</param>
/// <param name="EndorsedAt">The reference of the meeting that endorsed the membership; null if unknown.</param>
public sealed record Membership(DateOnly? From, DateOnly? Until, string? EndorsedAt)
{
    /// <summary>The maximum number of memberships of a partner.</summary>
    public const int Most = 20;

    /// <summary>A membership from before records began, without an end.</summary>
    public static Membership SinceBeforeRecords { get; } = new(null, null, null);

    public bool Covers(DateOnly day) => (From ?? day) <= day && day <= (Until ?? day);
}
