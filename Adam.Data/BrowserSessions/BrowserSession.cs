using Adam.Domain.Keys;

namespace Adam.Data.BrowserSessions;

/// <summary>A session of a browser, which is either that of a key or that of an account.</summary>
/// <param name="KeyId">The id of the key, which can have been revoked since; null for an account.</param>
/// <param name="Account">The account; null for a key.</param>
/// <param name="ExpiresAt">The instant from which the session is no longer valid.</param>
public sealed record BrowserSession(string? KeyId, Account? Account, DateTimeOffset ExpiresAt);

/// <summary>
/// A person's account at the OpenID Connect issuer, as the issuer stated it when the person signed in.
/// </summary>
/// <param name="Id">The id that stands where a key has its id: at most 16 characters.</param>
/// <param name="Partner">The code of a partner.</param>
/// <param name="Name">The name that histories show, which contains the subject: at most 100 characters.</param>
/// <param name="Issuer">The issuer, as the claim <c>iss</c> of its tokens.</param>
/// <param name="Subject">The subject, unique for its issuer, as the claim <c>sub</c>.</param>
public sealed record Account(string Id, string Partner, Role Role, string Name, string Issuer, string Subject);
