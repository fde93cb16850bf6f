using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Subscriptions;

internal static class SubscriptionSql
{
    public static readonly StatementSet Statements = new(nameof(SubscriptionSql));

    private static readonly SqlText Columns = $"""
        s.SubscriptionId, s.Id, s.PartnerId, p.Code AS Partner, s.Channel, s.Name, s.Url, s.Definition, s.Secret,
        s.PreviousSecret, s.PreviousSecretUntil, s.State, s.StateReason, s.Version, s.CreatedAt, s.CreatedBy,
        s.ChangeId, s.ChangeMicros, s.Failures, s.FailingSince, s.NextAttemptAt, s.DigestHour, s.ConfirmationSentAt,
        s.ConfirmedAt, s.UnansweredAt
        """;

    public static readonly SqlQuery<SubscriptionOfId, SubscriptionRow> ById = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Subscription s
        INNER JOIN Partner p ON p.PartnerId = s.PartnerId
        WHERE s.Id = @Id
        """
    );

    public static readonly SqlQuery<SubscriptionNumber, SubscriptionRow> ByNumber = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Subscription s
        INNER JOIN Partner p ON p.PartnerId = s.PartnerId
        WHERE s.SubscriptionId = @SubscriptionId
        """
    );

    /// <summary>Returns subscriptions of all partners, in the order of creation.</summary>
    public static readonly SqlQuery<PageOfSubscriptions, SubscriptionRow> List = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Subscription s
                INNER JOIN Partner p ON p.PartnerId = s.PartnerId
                WHERE s.SubscriptionId > @After
                ORDER BY s.SubscriptionId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns subscriptions of a partner, in the order of creation.</summary>
    public static readonly SqlQuery<PageOfPartnersSubscriptions, SubscriptionRow> ListOfPartner = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Partner p
                INNER JOIN Subscription s ON s.PartnerId = p.PartnerId
                WHERE p.Code = @Partner AND s.SubscriptionId > @After
                ORDER BY s.SubscriptionId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the active webhooks that have changes to deliver now.</summary>
    public static readonly SqlQuery<DueSubscriptions, SubscriptionRow> DueWebhooks = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Subscription s
        INNER JOIN Partner p ON p.PartnerId = s.PartnerId
        WHERE s.State = {SqlText.Literal((int)SubscriptionState.Active)}
          AND s.Channel = {SqlText.Literal((int)SubscriptionChannel.Webhook)}
          AND s.ChangeId < @Last
          AND (s.NextAttemptAt IS NULL OR s.NextAttemptAt <= @Now)
        """
    );

    /// <summary>
    /// Returns the active subscriptions by e-mail that must ask the recipient, have changes to deliver, or have reached
    /// the hour of a daily mail.
    /// </summary>
    public static readonly SqlQuery<DueSubscriptions, SubscriptionRow> DueMails = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Subscription s
        INNER JOIN Partner p ON p.PartnerId = s.PartnerId
        WHERE s.State = {SqlText.Literal((int)SubscriptionState.Active)}
          AND s.Channel = {SqlText.Literal((int)SubscriptionChannel.Email)}
          AND ((s.ConfirmedAt IS NULL AND s.ConfirmationSentAt IS NULL)
            OR (s.ConfirmedAt IS NOT NULL AND (s.ChangeId < @Last OR s.DigestHour IS NOT NULL)))
          AND (s.NextAttemptAt IS NULL OR s.NextAttemptAt <= @Now)
        """
    );

    public static readonly SqlChange<NewSubscription> Add = new(
        Statements,
        $"""
        INSERT INTO Subscription (
            Id, PartnerId, Channel, Name, Url, Definition, Secret, State, Version, CreatedAt, CreatedBy, ChangeId,
            ChangeMicros, Failures, DigestHour)
        SELECT @Id, p.PartnerId, @Channel, @Name, @Url, @Definition, @Secret,
               {SqlText.Literal((int)SubscriptionState.Active)}, 1, @CreatedAt, @CreatedBy, @ChangeId, @ChangeMicros, 0,
               @DigestHour
        FROM Partner p
        WHERE p.Code = @Partner
        """
    );

    /// <summary>
    /// Changes a subscription that has the expected version. It is then tried at once, unless there is another instant.
    /// </summary>
    public static readonly SqlChange<ChangedSubscription> Change = new(
        Statements,
        $"""
        UPDATE Subscription
        SET Name = @Name, Url = @Url, Definition = @Definition, State = @State, StateReason = NULL,
            Version = Version + 1, ChangeId = COALESCE(@ChangeId, ChangeId),
            ChangeMicros = COALESCE(@ChangeMicros, ChangeMicros), Failures = 0, FailingSince = NULL,
            NextAttemptAt = @NextAttemptAt, DigestHour = @DigestHour, ConfirmationSentAt = @ConfirmationSentAt,
            ConfirmedAt = @ConfirmedAt, UnansweredAt = CASE WHEN Url = @Url THEN UnansweredAt END
        WHERE SubscriptionId = @SubscriptionId AND Version = @ExpectedVersion
        """
    );

    /// <summary>Replaces the key of the signatures. The former one also signs for a while.</summary>
    public static readonly SqlChange<NewSecret> ReplaceSecret = new(
        Statements,
        $"""
        UPDATE Subscription
        SET PreviousSecret = Secret, PreviousSecretUntil = @Until, Secret = @Secret, Version = Version + 1
        WHERE SubscriptionId = @SubscriptionId AND Version = @ExpectedVersion
        """
    );

    /// <summary>Stores the progress of deliveries, unless the owner has changed the subscription meanwhile.</summary>
    public static readonly SqlChange<SubscriptionProgress> SaveProgress = new(
        Statements,
        $"""
        UPDATE Subscription
        SET ChangeId = @ChangeId, ChangeMicros = @ChangeMicros, Failures = @Failures, FailingSince = @FailingSince,
            NextAttemptAt = @NextAttemptAt, UnansweredAt = @UnansweredAt
        WHERE SubscriptionId = @SubscriptionId AND Version = @Version
        """
    );

    /// <summary>Disables a subscription, unless its owner has changed it meanwhile.</summary>
    public static readonly SqlChange<DisabledSubscription> Disable = new(
        Statements,
        $"""
        UPDATE Subscription
        SET State = {SqlText.Literal((int)SubscriptionState.Disabled)}, StateReason = @Reason, Version = Version + 1
        WHERE SubscriptionId = @SubscriptionId AND Version = @Version
        """
    );

    public static readonly SqlChange<SubscriptionNumber> RemoveDeliveries = new(
        Statements,
        $"DELETE FROM SubscriptionDelivery WHERE SubscriptionId = @SubscriptionId"
    );

    public static readonly SqlChange<VersionOfSubscription> Remove = new(
        Statements,
        $"DELETE FROM Subscription WHERE SubscriptionId = @SubscriptionId AND Version = @Version"
    );

    public static readonly SqlChange<NewDelivery> AddDelivery = new(
        Statements,
        $"""
        INSERT INTO SubscriptionDelivery (SubscriptionId, EventId, EventType, Events, AttemptedAt, Status, Error)
        VALUES (@SubscriptionId, @EventId, @EventType, @Events, @AttemptedAt, @Status, @Error)
        """
    );

    /// <summary>Removes all but the latest deliveries of a subscription.</summary>
    public static readonly SqlChange<KeptDeliveries> RemoveOldDeliveries = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM SubscriptionDelivery
                WHERE SubscriptionId = @SubscriptionId AND DeliveryId < (
                    SELECT MIN(kept.DeliveryId)
                    FROM (
                        SELECT d.DeliveryId
                        FROM SubscriptionDelivery d
                        WHERE d.SubscriptionId = @SubscriptionId
                        ORDER BY d.DeliveryId DESC
                        {dialect.Page($"@Kept")}) kept)
                """
    );

    /// <summary>Returns the deliveries of a subscription, the latest first.</summary>
    public static readonly SqlQuery<PageOfDeliveries, DeliveryRow> Deliveries = new(
        Statements,
        dialect =>
            $"""
                SELECT d.DeliveryId, d.EventId, d.EventType, d.Events, d.AttemptedAt, d.Status, d.Error
                FROM SubscriptionDelivery d
                WHERE d.SubscriptionId = @SubscriptionId AND d.DeliveryId < @Before
                ORDER BY d.DeliveryId DESC
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>
    /// Returns the pairs of a project with projects of an owner that began to overlap, as they do now, at an instant.
    /// </summary>
    public static readonly SqlQuery<PairsFound, FoundPair> PairsFound = new(
        Statements,
        $"""
        SELECT b.OtherId, o.Score, o.Kind
        FROM OverlapByProject b
        INNER JOIN Overlap o
            ON o.FirstId = CASE WHEN b.OtherId < b.ProjectId THEN b.OtherId ELSE b.ProjectId END
            AND o.SecondId = CASE WHEN b.OtherId < b.ProjectId THEN b.ProjectId ELSE b.OtherId END
        WHERE b.ProjectId = @ProjectId AND b.OtherOwnerId = @OwnerId AND o.FoundMicros = @Micros
          AND o.Kind <> {SqlText.Literal((int)OverlapKind.Declared)}
        ORDER BY b.OtherId
        """
    );
}

internal sealed record SubscriptionOfId(Guid Id);

internal sealed record SubscriptionNumber(long SubscriptionId);

internal sealed record VersionOfSubscription(long SubscriptionId, int Version);

internal sealed record PageOfSubscriptions(long After, int Take);

internal sealed record PageOfPartnersSubscriptions(string Partner, long After, int Take);

/// <param name="Last">The number of the last change.</param>
internal sealed record DueSubscriptions(long Last, DateTimeOffset Now);

internal sealed record NewSubscription(
    Guid Id,
    string Partner,
    byte Channel,
    string Name,
    string Url,
    string Definition,
    byte[] Secret,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    long ChangeId,
    long ChangeMicros,
    byte? DigestHour
);

/// <param name="ChangeId">The new position; null to keep the present one.</param>
internal sealed record ChangedSubscription(
    long SubscriptionId,
    int ExpectedVersion,
    string Name,
    string Url,
    string Definition,
    byte State,
    long? ChangeId,
    long? ChangeMicros,
    byte? DigestHour,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? ConfirmationSentAt,
    DateTimeOffset? ConfirmedAt
);

internal sealed record NewSecret(long SubscriptionId, int ExpectedVersion, byte[] Secret, DateTimeOffset Until);

internal sealed record SubscriptionProgress(
    long SubscriptionId,
    int Version,
    long ChangeId,
    long ChangeMicros,
    int Failures,
    DateTimeOffset? FailingSince,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? UnansweredAt
);

internal sealed record DisabledSubscription(long SubscriptionId, int Version, string Reason);

internal sealed record NewDelivery(
    long SubscriptionId,
    string EventId,
    byte EventType,
    int? Events,
    DateTimeOffset AttemptedAt,
    int? Status,
    string? Error
);

internal sealed record KeptDeliveries(long SubscriptionId, int Kept);

internal sealed record PageOfDeliveries(long SubscriptionId, long Before, int Take);

internal sealed record PairsFound(long ProjectId, int OwnerId, long Micros);

internal sealed record FoundPair
{
    public long OtherId { get; init; }

    /// <summary>Ten-thousandths.</summary>
    public int Score { get; init; }

    public byte Kind { get; init; }
}

internal sealed record DeliveryRow
{
    public long DeliveryId { get; init; }
    public string EventId { get; init; } = "";
    public byte EventType { get; init; }
    public int? Events { get; init; }
    public DateTimeOffset AttemptedAt { get; init; }
    public int? Status { get; init; }
    public string? Error { get; init; }

    public Delivery ToDelivery() =>
        new(EventId, EventType == 0 ? null : (EventType)EventType, Events ?? 1, AttemptedAt, Status, Error);
}

internal sealed record SubscriptionRow
{
    public long SubscriptionId { get; init; }
    public Guid Id { get; init; }
    public int PartnerId { get; init; }
    public string Partner { get; init; } = "";
    public byte Channel { get; init; }
    public string Name { get; init; } = "";
    public string Url { get; init; } = "";
    public string Definition { get; init; } = "";
    public byte[] Secret { get; init; } = [];
    public byte[]? PreviousSecret { get; init; }
    public DateTimeOffset? PreviousSecretUntil { get; init; }
    public byte State { get; init; }
    public string? StateReason { get; init; }
    public int Version { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";
    public long ChangeId { get; init; }
    public long ChangeMicros { get; init; }
    public int Failures { get; init; }
    public DateTimeOffset? FailingSince { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }
    public byte? DigestHour { get; init; }
    public DateTimeOffset? ConfirmationSentAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? UnansweredAt { get; init; }

    public Subscription ToSubscription() =>
        new(
            Id,
            Partner,
            new((SubscriptionChannel)Channel, Name, Url, DefinitionJson.Read(Definition)) { DigestHour = DigestHour },
            new(Secret, PreviousSecret, PreviousSecretUntil),
            (SubscriptionState)State,
            StateReason,
            Version,
            CreatedAt,
            CreatedBy,
            new(new(ChangeId, ChangeMicros), Failures, FailingSince, NextAttemptAt) { UnansweredAt = UnansweredAt }
        )
        {
            ConfirmationSentAt = ConfirmationSentAt,
            ConfirmedAt = ConfirmedAt,
            SubscriptionId = SubscriptionId,
            PartnerId = PartnerId,
        };
}
