using Adam.Data.Audit;
using Adam.Data.Changes;
using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Data.Imports;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Data.Questionnaires;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Subscriptions;

/// <summary>An event for a subscription.</summary>
/// <param name="Subject">
/// The project that changed, or the first one of a decided pair, as it is now; null for an import and a
/// questionnaire.
/// </param>
/// <param name="Other">The other project of an overlap, as it is now; null for an event of a project.</param>
public sealed record SubscriptionEvent(
    EventType Type,
    RegisterChange Change,
    StoredProject? Subject,
    StoredProject? Other
)
{
    /// <summary>The project of an event about projects.</summary>
    /// <exception cref="InvalidOperationException">The event is about an import or a questionnaire.</exception>
    public StoredProject Project => Subject ?? throw new InvalidOperationException("The event has no project.");

    /// <summary>The import that has ended, as it is now; null for other events.</summary>
    public KeptImport? Import { get; init; }

    /// <summary>The questionnaire that is due, as it is now; null for other events.</summary>
    public Questionnaire? Questionnaire { get; init; }

    /// <summary>The days from the change to the last day of the questionnaire; 0 for other events.</summary>
    public int DaysLeft =>
        Questionnaire?.Draft.DueOn is { } due
            ? due.DayNumber - DateOnly.FromDateTime(Change.At.UtcDateTime).DayNumber
            : 0;

    /// <summary>The score of a recorded overlap; otherwise null.</summary>
    public Score? Score { get; init; }

    /// <summary>The kind of a recorded overlap; otherwise null.</summary>
    public OverlapKind? Kind { get; init; }
}

/// <summary>Finds the events that a change is for a subscription.</summary>
/// <remarks>
/// A subscription is told what its partner may see, whoever made it: no restricted project of others.
/// Overlaps are those that are stored when the event is delivered. One that a later change has ended is not told, and
/// one that a later change has altered is told with that change.
/// </remarks>
public sealed class SubscriptionEvents(Database database, PartnerStore partners)
{
    /// <summary>
    /// Returns the events of a change, in a fixed order: that of the project or the verdict first, then its overlaps.
    /// </summary>
    public Task<IReadOnlyList<SubscriptionEvent>> ForAsync(
        Subscription subscription,
        RegisterChange change,
        CancellationToken ct
    )
    {
        var definition = subscription.Draft.Definition;
        if (change.For(ReaderScope.ForPartner(subscription.Partner)) is not { } seen)
            return Task.FromResult<IReadOnlyList<SubscriptionEvent>>([]);

        change = seen;
        if (change.Reminder is { } reminder)
            return definition.Events.Contains(EventType.QuestionnaireDue) && definition.TellsStep(reminder.Step)
                ? ForReminderAsync(subscription, change, reminder, ct)
                : Task.FromResult<IReadOnlyList<SubscriptionEvent>>([]);
        if (change.Import is { } import)
            return
                definition.Events.Contains(EventType.ImportFinished)
                && change.Scope.Owners.Contains(subscription.Partner)
                ? database.QueryOnceAsync(session => ForImportAsync(session, subscription, change, import, ct), ct)
                : Task.FromResult<IReadOnlyList<SubscriptionEvent>>([]);

        var type = TypeOf(change.Kind);
        var isTold =
            definition.Events.Contains(type) && definition.Filter.Passes(change) && IsTold(subscription, change);
        var mayOverlap =
            definition.Events.Contains(EventType.OverlapRecorded)
            && change.Kind is ChangeKind.Created or ChangeKind.Changed or ChangeKind.Revived;
        return isTold || mayOverlap
            ? database.InReadTransactionAsync(
                session => ForAsync(session, subscription, change, isTold ? type : null, ct),
                ct
            )
            : Task.FromResult<IReadOnlyList<SubscriptionEvent>>([]);
    }

    /// <summary>
    /// A partner is told of a questionnaire that asks it, until its response is received, or the questionnaire is
    /// closed or due on another day.
    /// </summary>
    private async Task<IReadOnlyList<SubscriptionEvent>> ForReminderAsync(
        Subscription subscription,
        RegisterChange change,
        QuestionnaireReminder reminder,
        CancellationToken ct
    )
    {
        var all = await partners.ListAsync(ct);
        return await database.InReadTransactionAsync<IReadOnlyList<SubscriptionEvent>>(
            async session =>
            {
                if (await session.FirstAsync(ReminderSql.Document, new(reminder.QuestionnaireId), ct) is not { } found)
                    return [];

                var questionnaire = QuestionnaireStore.Type.Parse(found);
                var draft = questionnaire.Draft;
                var isDue =
                    ReminderStore.TakesResponses(draft)
                    && draft.DueOn == reminder.DueOn
                    && draft.Asked(all).Any(partner => partner.Code == subscription.Partner)
                    && await session.FirstAsync(
                        ReminderSql.Received,
                        new(reminder.QuestionnaireId, subscription.Partner),
                        ct
                    ) == 0;
                return isDue
                    ?
                    [
                        new(EventType.QuestionnaireDue, change, Subject: null, Other: null)
                        {
                            Questionnaire = questionnaire,
                        },
                    ]
                    : [];
            },
            ct
        );
    }

    /// <summary>
    /// Filters do not matter for an import, which is the subscriber's own. One with restricted projects of another
    /// partner, which an admin has sent, is not told.
    /// </summary>
    private static async Task<IReadOnlyList<SubscriptionEvent>> ForImportAsync(
        Session session,
        Subscription subscription,
        RegisterChange change,
        Guid import,
        CancellationToken ct
    ) =>
        await ImportLog.FindAsync(session.As(ReaderScope.ForPartner(subscription.Partner)), import, ct) is { } kept
            ? [new(EventType.ImportFinished, change, Subject: null, Other: null) { Import = kept }]
            : [];

    /// <param name="type">The event of the project or the verdict; null if it is not told.</param>
    private static async Task<IReadOnlyList<SubscriptionEvent>> ForAsync(
        Session session,
        Subscription subscription,
        RegisterChange change,
        EventType? type,
        CancellationToken ct
    )
    {
        var (definition, events) = (subscription.Draft.Definition, new List<SubscriptionEvent>());
        session = session.As(ReaderScope.ForPartner(subscription.Partner));
        if (await session.FirstAsync(ProjectSql.ById, new(change.Project), ct) is not { } project)
        {
            // The subscriber does not see the project any more. It is told of the change that this came with.
            if (type == EventType.ProjectWithdrawn && await BeforeAsync(session, change, ct) is { } before)
                events.Add(new(EventType.ProjectWithdrawn, change, before, Other: null));
            return events;
        }

        if (type is { } told)
        {
            var other = change.Other is { } id ? await session.FirstAsync(ProjectSql.ById, new(id), ct) : null;
            if (change.Other is null || other is not null)
                events.Add(new(told, change, project, other));
        }

        if (
            change.Pair is null
            && project.WithdrawnAt is null
            && definition.Events.Contains(EventType.OverlapRecorded)
            && project.Owner != subscription.Partner
        )
            events.AddRange(await OverlapsAsync(session, subscription, change, project, ct));
        return events;
    }

    /// <summary>
    /// Returns a project as the version before a change left it, withdrawn by the change; null if that version is not
    /// kept.
    /// </summary>
    private static async Task<StoredProject?> BeforeAsync(Session session, RegisterChange change, CancellationToken ct)
    {
        var all = session.As(reader: null);
        return
            await all.FirstAsync(ProjectSql.ById, new(change.Project), ct) is { } stored
            && change.Version is { } version
            && await ProjectHistory.FindAsync(all, stored.ProjectId, version - 1, ct) is { } before
            && ReaderScope.MaySee(ReaderScope.Nobody, ProjectJson.Read(before.Document))
            ? stored with
            {
                Document = before.Document,
                Version = version,
                UpdatedAt = change.At,
                WithdrawnAt = change.At,
            }
            : null;
    }

    private static async Task<IEnumerable<SubscriptionEvent>> OverlapsAsync(
        Session session,
        Subscription subscription,
        RegisterChange change,
        StoredProject project,
        CancellationToken ct
    )
    {
        var found = await session.QueryAsync(
            SubscriptionSql.PairsFound,
            new(project.ProjectId, subscription.PartnerId, change.Position.Micros),
            ct
        );
        var others = new Dictionary<long, StoredProject>();
        foreach (var ids in found.Select(pair => pair.OtherId).Chunk(ProjectSql.MostDocuments))
        {
            foreach (var other in await session.QueryAsync(ProjectSql.ByIds, new(ids), ct))
                others.Add(other.ProjectId, other);
        }

        return found
            .Select(pair => new SubscriptionEvent(EventType.OverlapRecorded, change, project, others[pair.OtherId])
            {
                Score = new(pair.Score),
                Kind = (OverlapKind)pair.Kind,
            })
            .Where(one =>
                subscription.Draft.Definition.Filter.Passes(
                    change with
                    {
                        Scope = ChangeScope.FromPair(project.Project, one.Other!.Project),
                    }
                )
            );
    }

    /// <summary>Verdicts and notes are told to the owners of the two projects, changes of projects to all.</summary>
    private static bool IsTold(Subscription subscription, RegisterChange change) =>
        change.Pair is null || change.Scope.Owners.Contains(subscription.Partner);

    private static EventType TypeOf(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Created => EventType.ProjectRecorded,
            ChangeKind.Changed => EventType.ProjectChanged,
            ChangeKind.Withdrawn => EventType.ProjectWithdrawn,
            ChangeKind.Revived => EventType.ProjectRevived,
            ChangeKind.VerdictGiven => EventType.VerdictGiven,
            ChangeKind.VerdictTakenBack => EventType.VerdictTakenBack,
            ChangeKind.ImportFinished => EventType.ImportFinished,
            ChangeKind.NoteAdded => EventType.NoteAdded,
            ChangeKind.QuestionnaireDue => EventType.QuestionnaireDue,
        };
}
