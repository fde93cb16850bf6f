using Adam.Data.Databases;

namespace Adam.Data.Subscriptions;

internal static class SubscriptionTokenSql
{
    public static readonly StatementSet Statements = new(nameof(SubscriptionTokenSql));

    /// <summary>Returns the subscription of a token that is valid, with the address to which it was sent.</summary>
    public static readonly SqlQuery<ValidToken, long> Find = new(
        Statements,
        $"""
        SELECT s.SubscriptionId
        FROM SubscriptionToken t
        INNER JOIN Subscription s ON s.SubscriptionId = t.SubscriptionId
        WHERE t.TokenHash = @TokenHash AND t.Purpose = @Purpose AND t.ExpiresAt > @Now AND s.Url = t.Email
          AND s.Channel = {SqlText.Literal((int)SubscriptionChannel.Email)}
        """
    );

    /// <summary>Returns the number of confirmations that a mailbox was sent and that have not expired.</summary>
    public static readonly SqlQuery<ConfirmationsOfMailbox, int> CountOfMailbox = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM SubscriptionToken
        WHERE Email = @Email AND Purpose = {SqlText.Literal((int)TokenPurpose.Confirmation)} AND ExpiresAt > @Now
        """
    );

    /// <summary>Returns the number of confirmations that a partner has caused and that have not expired.</summary>
    public static readonly SqlQuery<ConfirmationsOfPartner, int> CountOfPartner = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM SubscriptionToken
        WHERE PartnerId = @PartnerId AND Purpose = {SqlText.Literal((int)TokenPurpose.Confirmation)}
          AND ExpiresAt > @Now
        """
    );

    public static readonly SqlChange<NewToken> Add = new(
        Statements,
        $"""
        INSERT INTO SubscriptionToken (TokenHash, Purpose, SubscriptionId, PartnerId, Email, ExpiresAt)
        VALUES (@TokenHash, @Purpose, @SubscriptionId, @PartnerId, @Email, @ExpiresAt)
        """
    );

    public static readonly SqlChange<TokenOfHash> Remove = new(
        Statements,
        $"DELETE FROM SubscriptionToken WHERE TokenHash = @TokenHash"
    );

    public static readonly SqlChange<TokensBefore> RemoveExpired = new(
        Statements,
        $"DELETE FROM SubscriptionToken WHERE SubscriptionId = @SubscriptionId AND ExpiresAt <= @Now"
    );

    /// <summary>Removes the expired confirmations of a partner, those of deleted subscriptions too.</summary>
    public static readonly SqlChange<ConfirmationsOfPartner> RemoveExpiredOfPartner = new(
        Statements,
        $"""
        DELETE FROM SubscriptionToken
        WHERE PartnerId = @PartnerId AND Purpose = {SqlText.Literal((int)TokenPurpose.Confirmation)}
          AND ExpiresAt <= @Now
        """
    );

    /// <summary>
    /// Removes the tokens of a subscription that is deleted. Confirmations remain and are counted until they expire.
    /// </summary>
    public static readonly SqlChange<SubscriptionNumber> RemoveOfSubscription = new(
        Statements,
        $"""
        DELETE FROM SubscriptionToken
        WHERE SubscriptionId = @SubscriptionId AND Purpose <> {SqlText.Literal((int)TokenPurpose.Confirmation)}
        """
    );

    /// <summary>Marks that a mail is being sent, unless the owner has changed the subscription meanwhile.</summary>
    public static readonly SqlChange<BegunMail> Begin = new(
        Statements,
        $"""
        UPDATE Subscription
        SET UnansweredAt = @Now
        WHERE SubscriptionId = @SubscriptionId AND Version = @Version
        """
    );

    /// <summary>Marks that the recipient was asked.</summary>
    public static readonly SqlChange<BegunMail> SetAsked = new(
        Statements,
        $"""
        UPDATE Subscription
        SET ConfirmationSentAt = @Now
        WHERE SubscriptionId = @SubscriptionId AND Version = @Version
        """
    );

    /// <summary>Stores that the recipient agrees, unless that is stored or the subscription is disabled.</summary>
    public static readonly SqlChange<ConfirmedSubscription> Confirm = new(
        Statements,
        $"""
        UPDATE Subscription
        SET ConfirmedAt = @Now, NextAttemptAt = @NextAttemptAt, Failures = 0, FailingSince = NULL, UnansweredAt = NULL,
            Version = Version + 1
        WHERE SubscriptionId = @SubscriptionId AND ConfirmedAt IS NULL
          AND State <> {SqlText.Literal((int)SubscriptionState.Disabled)}
        """
    );

    /// <summary>Disables a subscription whose recipient wants no more mails. It must be confirmed again.</summary>
    public static readonly SqlChange<UnsubscribedSubscription> Unsubscribe = new(
        Statements,
        $"""
        UPDATE Subscription
        SET State = {SqlText.Literal((int)SubscriptionState.Disabled)}, StateReason = @Reason, ConfirmedAt = NULL,
            ConfirmationSentAt = NULL, UnansweredAt = NULL, Version = Version + 1
        WHERE SubscriptionId = @SubscriptionId AND ConfirmedAt IS NOT NULL
        """
    );
}

internal sealed record ValidToken(byte[] TokenHash, byte Purpose, DateTimeOffset Now);

internal sealed record TokenOfHash(byte[] TokenHash);

internal sealed record ConfirmationsOfMailbox(string Email, DateTimeOffset Now);

internal sealed record ConfirmationsOfPartner(int PartnerId, DateTimeOffset Now);

internal sealed record NewToken(
    byte[] TokenHash,
    byte Purpose,
    long SubscriptionId,
    int PartnerId,
    string Email,
    DateTimeOffset ExpiresAt
);

internal sealed record TokensBefore(long SubscriptionId, DateTimeOffset Now);

internal sealed record BegunMail(long SubscriptionId, int Version, DateTimeOffset Now);

internal sealed record ConfirmedSubscription(long SubscriptionId, DateTimeOffset Now, DateTimeOffset? NextAttemptAt);

internal sealed record UnsubscribedSubscription(long SubscriptionId, string Reason);
