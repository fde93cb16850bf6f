using Adam.Data.Audit.Recording;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Idempotency;

namespace Adam.Data.Subscriptions;

/// <summary>Stores subscriptions and the progress of their deliveries.</summary>
public sealed class SubscriptionStore(Database database, TimeProvider? time = null)
{
    private static readonly Actor Program = "subscriptions";

    /// <summary>The maximum number of subscriptions of a partner.</summary>
    public const int MostOfPartner = 50;

    /// <summary>The number of deliveries of a subscription that are kept.</summary>
    public const int KeptDeliveries = 200;

    /// <summary>The time for which the former key of the signatures also signs.</summary>
    public static readonly TimeSpan PreviousSecretLives = TimeSpan.FromDays(1);

    /// <summary>Returns a subscription; null if there is none.</summary>
    public Task<Subscription?> FindAsync(Guid id, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindAsync(session, id, ct), ct);

    /// <summary>Returns subscriptions in the order of their creation, each with its position in that order.</summary>
    /// <param name="partner">Only those of this partner; null for all.</param>
    /// <param name="after">The position of the last one of the previous page; 0 for the first page.</param>
    public Task<IReadOnlyList<(long Position, Subscription Subscription)>> ListAsync(
        string? partner,
        long after,
        int take,
        CancellationToken ct
    ) =>
        database.QueryOnceAsync<IReadOnlyList<(long, Subscription)>>(
            async session =>
            {
                var rows = partner is null
                    ? await session.QueryAsync(SubscriptionSql.List, new(after, take), ct)
                    : await session.QueryAsync(SubscriptionSql.ListOfPartner, new(partner, after, take), ct);
                return [.. rows.Select(row => (row.SubscriptionId, row.ToSubscription()))];
            },
            ct
        );

    /// <summary>Stores a new subscription. Returns null if its partner has too many already.</summary>
    /// <param name="partner">The code of an existing partner.</param>
    /// <param name="position">The change after which the subscription begins.</param>
    /// <param name="respond">
    /// Returns the response that is stored in the same transaction; null if none is to be stored.
    /// </param>
    public Task<Subscription?> AddAsync(
        Guid id,
        string partner,
        SubscriptionDraft draft,
        byte[] secret,
        ChangePosition position,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct,
        Func<Subscription, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var others = await session.QueryAsync(
                    SubscriptionSql.ListOfPartner,
                    new(partner, 0, MostOfPartner),
                    ct
                );
                if (others.Count == MostOfPartner)
                    return null;

                await session.ExecuteAsync(
                    SubscriptionSql.Add,
                    new(
                        id,
                        partner,
                        (byte)draft.Channel,
                        draft.Name,
                        draft.Url,
                        DefinitionJson.Write(draft.Definition),
                        secret,
                        at,
                        by.Name,
                        position.ChangeId,
                        position.Micros,
                        (byte?)draft.DigestHour
                    ),
                    ct
                );
                var added = await FindAsync(session, id, ct);
                await LogAsync(session, AuditAction.Created, added!, by, at, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(added!), ct);
                return added;
            },
            ct
        );

    /// <summary>
    /// Changes a subscription, and forgets its failures. Returns null if its version is another one. A mailbox that has
    /// not agreed is asked, also if it was asked before.
    /// </summary>
    /// <param name="position">The change to continue after; null to keep the present one.</param>
    public Task<Subscription?> ChangeAsync(
        Subscription current,
        SubscriptionDraft draft,
        SubscriptionState state,
        ChangePosition? position,
        DateTimeOffset now,
        CancellationToken ct,
        Actor? by = null
    )
    {
        var confirmedAt = draft.Url == current.Draft.Url ? current.ConfirmedAt : null;
        return database.InGroupedWriteAsync(
            async session =>
            {
                var changed = await session.ExecuteAsync(
                    SubscriptionSql.Change,
                    new(
                        current.SubscriptionId,
                        current.Version,
                        draft.Name,
                        draft.Url,
                        DefinitionJson.Write(draft.Definition),
                        (byte)state,
                        position?.ChangeId,
                        position?.Micros,
                        (byte?)draft.DigestHour,
                        confirmedAt is null ? null : draft.NextDigestAfter(now),
                        confirmedAt is null ? null : current.ConfirmationSentAt,
                        confirmedAt
                    ),
                    ct
                );
                return changed == 1 ? await LogChangeAsync(session, current.Id, by, now, ct) : null;
            },
            ct
        );
    }

    /// <summary>Replaces the key of the signatures. Returns null if the version is another one.</summary>
    public Task<Subscription?> ReplaceSecretAsync(
        Subscription current,
        byte[] secret,
        DateTimeOffset at,
        CancellationToken ct,
        Actor? by = null,
        Func<Subscription, KeptResponse>? keep = null
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var replacement = new NewSecret(
                    current.SubscriptionId,
                    current.Version,
                    secret,
                    at + PreviousSecretLives
                );
                if (await session.ExecuteAsync(SubscriptionSql.ReplaceSecret, replacement, ct) == 0)
                    return null;

                var replaced = await LogChangeAsync(session, current.Id, by, at, ct);
                if (keep is not null)
                    await IdempotencyStore.SaveAsync(database, session, keep(replaced!), ct);
                return replaced;
            },
            ct
        );

    /// <summary>Removes a subscription. Returns false if its version is another one.</summary>
    public Task<bool> RemoveAsync(Subscription current, CancellationToken ct, Actor? by = null) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                if (await FindAsync(session, current.Id, ct) is not { } found || found.Version != current.Version)
                    return false;

                await session.ExecuteAsync(SubscriptionSql.RemoveDeliveries, new(current.SubscriptionId), ct);
                await session.ExecuteAsync(SubscriptionTokenSql.RemoveOfSubscription, new(current.SubscriptionId), ct);
                await session.ExecuteAsync(SubscriptionSql.Remove, new(current.SubscriptionId, current.Version), ct);
                var at = (time ?? TimeProvider.System).Instant();
                await LogAsync(session, AuditAction.Removed, found, by ?? Program, at, ct);
                return true;
            },
            ct
        );

    private static async Task<Subscription?> LogChangeAsync(
        Session session,
        Guid id,
        Actor? by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var changed = await FindAsync(session, id, ct);
        await LogAsync(session, AuditAction.Changed, changed!, by ?? Program, at, ct);
        return changed;
    }

    private static Task LogAsync(
        Session session,
        AuditAction action,
        Subscription subscription,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Subscription,
            action,
            subscription.Id.ToString(),
            subscription.Version,
            action == AuditAction.Removed ? null : SubscriptionContent.FromSubscription(subscription),
            by,
            at,
            ct
        );

    /// <summary>Returns the active subscriptions of a channel that have something to deliver now.</summary>
    /// <param name="channel">A channel with deliveries.</param>
    /// <param name="last">The position of the last change.</param>
    public Task<IReadOnlyList<Subscription>> DueAsync(
        SubscriptionChannel channel,
        ChangePosition last,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.QueryOnceAsync<IReadOnlyList<Subscription>>(
            async session =>
            {
                var due = channel == SubscriptionChannel.Email ? SubscriptionSql.DueMails : SubscriptionSql.DueWebhooks;
                var rows = await session.QueryAsync(due, new(last.ChangeId, now), ct);
                return [.. rows.Select(row => row.ToSubscription())];
            },
            ct
        );

    /// <summary>
    /// Stores attempts and their progress. Returns false if the subscription was changed or removed meanwhile; the
    /// progress is then not stored, and its events are delivered again as the subscription is now.
    /// </summary>
    /// <param name="subscription">The subscription as it was when the deliveries began.</param>
    /// <param name="disabledBecause">The reason to disable the subscription; null to leave it active.</param>
    public Task<bool> SaveAsync(
        Subscription subscription,
        DeliveryProgress progress,
        IReadOnlyList<Delivery> deliveries,
        string? disabledBecause,
        CancellationToken ct
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (id, position) = (subscription.SubscriptionId, progress.Position);
                var saved = await session.ExecuteAsync(
                    SubscriptionSql.SaveProgress,
                    new(
                        id,
                        subscription.Version,
                        position.ChangeId,
                        position.Micros,
                        progress.Failures,
                        progress.FailingSince,
                        progress.NextAttemptAt,
                        progress.UnansweredAt
                    ),
                    ct
                );
                if (saved == 0)
                    return false;

                foreach (var delivery in deliveries.TakeLast(KeptDeliveries))
                    await session.ExecuteAsync(
                        SubscriptionSql.AddDelivery,
                        new(
                            id,
                            delivery.EventId,
                            (byte)(delivery.Type ?? 0),
                            delivery.Type is null ? delivery.Events : null,
                            delivery.At,
                            delivery.Status,
                            delivery.Error
                        ),
                        ct
                    );
                if (deliveries.Count > 0)
                    await session.ExecuteAsync(SubscriptionSql.RemoveOldDeliveries, new(id, KeptDeliveries), ct);
                if (disabledBecause is not null)
                    await session.ExecuteAsync(
                        SubscriptionSql.Disable,
                        new(id, subscription.Version, disabledBecause),
                        ct
                    );
                return true;
            },
            ct
        );

    /// <summary>Returns the latest deliveries, the last one first, each with its position.</summary>
    /// <param name="before">The position of the last one of the previous page; null for the first page.</param>
    public Task<IReadOnlyList<(long Position, Delivery Delivery)>> DeliveriesAsync(
        Subscription subscription,
        long? before,
        int take,
        CancellationToken ct
    ) =>
        database.QueryOnceAsync<IReadOnlyList<(long, Delivery)>>(
            async session =>
                [
                    .. (
                        await session.QueryAsync(
                            SubscriptionSql.Deliveries,
                            new(subscription.SubscriptionId, before ?? long.MaxValue, take),
                            ct
                        )
                    ).Select(row => (row.DeliveryId, row.ToDelivery())),
                ],
            ct
        );

    private static async Task<Subscription?> FindAsync(Session session, Guid id, CancellationToken ct) =>
        (await session.FirstAsync(SubscriptionSql.ById, new(id), ct))?.ToSubscription();
}
