using Adam.Data.Databases;

namespace Adam.Data.Subscriptions;

/// <summary>The action of a link in a mail.</summary>
public enum TokenPurpose
{
    /// <summary>The recipient agrees to receive mails.</summary>
    Confirmation = 1,

    /// <summary>The recipient wants no more mails.</summary>
    Unsubscription = 2,
}

/// <summary>The result of an attempt to begin a mail.</summary>
public enum MailBeginning
{
    /// <summary>The token is stored, and the mail can be sent.</summary>
    Begun = 1,

    /// <summary>The subscription was changed or removed meanwhile.</summary>
    SubscriptionChanged = 2,

    /// <summary>The mailbox was asked too often.</summary>
    MailboxAskedTooOften = 3,

    /// <summary>The partner has asked too many mailboxes.</summary>
    PartnerAsksTooMuch = 4,
}

/// <summary>
/// Stores the hashes of the tokens in the links of mails, and what the recipients decide with them. A token acts on one
/// subscription and one address.
/// </summary>
public sealed class SubscriptionTokenStore(Database database)
{
    /// <summary>
    /// The maximum number of valid confirmations that a mailbox is sent, so that nobody is annoyed by subscriptions of
    /// others.
    /// </summary>
    public const int MostOfMailbox = 3;

    /// <summary>The maximum number of valid confirmations that a partner causes.</summary>
    public const int MostOfPartner = 100;

    /// <summary>The time for which the recipient can agree.</summary>
    public static readonly TimeSpan ConfirmationLives = TimeSpan.FromDays(7);

    /// <summary>The time for which the link of a mail unsubscribes.</summary>
    public static readonly TimeSpan UnsubscriptionLives = TimeSpan.FromDays(90);

    private const string Unsubscribed = "The recipient has unsubscribed.";

    /// <summary>
    /// Stores the token of a mail before it is sent, and that its outcome is unknown until the progress is stored.
    /// </summary>
    /// <param name="hash">The hash of the token.</param>
    public Task<MailBeginning> BeginAsync(
        Subscription subscription,
        TokenPurpose purpose,
        byte[] hash,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (id, partner, email) = (
                    subscription.SubscriptionId,
                    subscription.PartnerId,
                    subscription.Draft.Url
                );
                if (purpose == TokenPurpose.Confirmation)
                {
                    await session.ExecuteAsync(SubscriptionTokenSql.RemoveExpiredOfPartner, new(partner, now), ct);
                    if (
                        await session.FirstAsync(SubscriptionTokenSql.CountOfMailbox, new(email, now), ct)
                        >= MostOfMailbox
                    )
                        return MailBeginning.MailboxAskedTooOften;
                    if (
                        await session.FirstAsync(SubscriptionTokenSql.CountOfPartner, new(partner, now), ct)
                        >= MostOfPartner
                    )
                        return MailBeginning.PartnerAsksTooMuch;
                }

                if (await session.ExecuteAsync(SubscriptionTokenSql.Begin, new(id, subscription.Version, now), ct) == 0)
                    return MailBeginning.SubscriptionChanged;

                await session.ExecuteAsync(SubscriptionTokenSql.RemoveExpired, new(id, now), ct);
                var lives = purpose == TokenPurpose.Confirmation ? ConfirmationLives : UnsubscriptionLives;
                await session.ExecuteAsync(
                    SubscriptionTokenSql.Add,
                    new(hash, (byte)purpose, id, partner, email, now + lives),
                    ct
                );
                return MailBeginning.Begun;
            },
            ct
        );

    /// <summary>Removes the token of a mail that was not sent.</summary>
    public Task RemoveAsync(byte[] hash, CancellationToken ct) =>
        database.InGroupedWriteAsync(session => session.ExecuteAsync(SubscriptionTokenSql.Remove, new(hash), ct), ct);

    /// <summary>Stores that the recipient was asked.</summary>
    public Task SetAskedAsync(Subscription subscription, DateTimeOffset now, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            session =>
                session.ExecuteAsync(
                    SubscriptionTokenSql.SetAsked,
                    new(subscription.SubscriptionId, subscription.Version, now),
                    ct
                ),
            ct
        );

    /// <summary>Returns the subscription on which a token acts; null if the token is unknown or has expired.</summary>
    public Task<Subscription?> FindAsync(byte[] hash, TokenPurpose purpose, DateTimeOffset now, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindAsync(session, hash, purpose, now, ct), ct);

    /// <summary>
    /// Stores that the recipient agrees. Returns the subscription as it is afterwards; null if the token is unknown or
    /// has expired.
    /// </summary>
    public Task<Subscription?> ConfirmAsync(byte[] hash, DateTimeOffset now, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                if (await FindAsync(session, hash, TokenPurpose.Confirmation, now, ct) is not { } found)
                    return null;

                await session.ExecuteAsync(
                    SubscriptionTokenSql.Confirm,
                    new(found.SubscriptionId, now, found.Draft.NextDigestAfter(now)),
                    ct
                );
                return await FindAsync(session, hash, TokenPurpose.Confirmation, now, ct);
            },
            ct
        );

    /// <summary>
    /// Ends the mails of a subscription. Returns the subscription as it is afterwards; null if the token is unknown or
    /// has expired.
    /// </summary>
    public Task<Subscription?> UnsubscribeAsync(byte[] hash, DateTimeOffset now, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                if (await FindAsync(session, hash, TokenPurpose.Unsubscription, now, ct) is not { } found)
                    return null;

                await session.ExecuteAsync(
                    SubscriptionTokenSql.Unsubscribe,
                    new(found.SubscriptionId, Unsubscribed),
                    ct
                );
                return await FindAsync(session, hash, TokenPurpose.Unsubscription, now, ct);
            },
            ct
        );

    private static async Task<Subscription?> FindAsync(
        Session session,
        byte[] hash,
        TokenPurpose purpose,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await session.FirstAsync(SubscriptionTokenSql.Find, new(hash, (byte)purpose, now), ct) is var id and > 0
            ? (await session.FirstAsync(SubscriptionSql.ByNumber, new(id), ct))?.ToSubscription()
            : null;
}
