namespace Adam.Domain.Partners;

/// <summary>Whom a name means.</summary>
/// <param name="Partner">The partner's code.</param>
/// <param name="Agency">The agency of the partner that is named, as it was written; null when the name is the partner's own.</param>
public sealed record NamedPartner(string Partner, string? Agency);
