namespace Adam.Domain.Partners;

/// <summary>The partner that a name identifies.</summary>
/// <param name="Partner">The partner's code.</param>
/// <param name="Agency">The named agency of the partner, as written; null if the name is the partner's own.</param>
public sealed record NamedPartner(string Partner, string? Agency);
