using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Imports;
using Adam.Data.Projects;
using Adam.Data.Subscriptions;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Subscriptions.Webhooks;

/// <summary>An event as a webhook receives it: type, timestamp and data, as Standard Webhooks recommends.</summary>
/// <param name="Type">The event.</param>
/// <param name="Timestamp">The instant of the change.</param>
/// <param name="Data">The change and its projects.</param>
internal sealed record EventPayload(EventType Type, DateTimeOffset Timestamp, EventData Data)
{
    /// <summary>Returns the id of an event, the same at each attempt and for each subscription.</summary>
    public static string IdOf(SubscriptionEvent one)
    {
        var cursor = ChangeCursor.Encode(one.Change.Position);
        // A change has one event of its own, and one for each overlap.
        return one.Type == EventType.OverlapRecorded ? $"evt_{cursor}_{one.Other!.Id:N}" : $"evt_{cursor}";
    }

    public static EventPayload FromEvent(SubscriptionEvent one) =>
        one switch
        {
            { Import: { } import } => FromImport(one, import),
            { Questionnaire: { } questionnaire } => FromQuestionnaire(one, questionnaire),
            _ => FromRecord(one),
        };

    private static EventPayload FromImport(SubscriptionEvent one, KeptImport import)
    {
        var cursor = ChangeCursor.Encode(one.Change.Position);
        return new(
            one.Type,
            one.Change.At,
            new(import.Id.ToString(), cursor, one.Change.By, Version: null, Fields: null, Score: null, Kind: null, [])
            {
                Import = EventImport.FromImport(import),
            }
        );
    }

    private static EventPayload FromQuestionnaire(SubscriptionEvent one, Questionnaire questionnaire)
    {
        var draft = questionnaire.Draft;
        var cursor = ChangeCursor.Encode(one.Change.Position);
        return new(
            one.Type,
            one.Change.At,
            new(draft.Reference, cursor, one.Change.By, Version: null, Fields: null, Score: null, Kind: null, [])
            {
                Questionnaire = new(
                    $"/v1/questionnaires/{draft.Reference}",
                    draft.Reference,
                    draft.Title[0].Text,
                    draft.DueOn!.Value,
                    one.DaysLeft
                ),
            }
        );
    }

    private static EventPayload FromRecord(SubscriptionEvent one) =>
        new(
            one.Type,
            one.Change.At,
            new(
                one.Other is null ? one.Project.Id.ToString() : OverlapIdOf(one.Project, one.Other),
                ChangeCursor.Encode(one.Change.Position),
                one.Change.By,
                one.Change.Version,
                one.Change.Fields,
                one.Score?.ToDecimal(),
                one.Kind,
                [.. new[] { one.Project, one.Other }.OfType<StoredProject>().Select(EventProject.FromProject)]
            )
        );

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Options);

    private static string OverlapIdOf(StoredProject one, StoredProject other) =>
        Domain.Overlaps.OverlapId.Create(one.Id, other.Id).ToString();
}

/// <summary>A change and its projects.</summary>
/// <param name="Id">The id of the project, overlap or import, or the reference of the questionnaire.</param>
/// <param name="Cursor">The position of the change in the log, for <c>/v1/changes?after=</c>.</param>
/// <param name="By">The name of the key that made the change.</param>
/// <param name="Version">The version of the project after the change; null for a verdict.</param>
/// <param name="Fields">The members that changed; only for a changed or revived project.</param>
/// <param name="Score">The score of a recorded overlap.</param>
/// <param name="Kind">The kind of a recorded overlap.</param>
/// <param name="Projects">The project; or the two of an overlap, the one that changed first.</param>
internal sealed record EventData(
    string Id,
    string Cursor,
    string? By,
    int? Version,
    IReadOnlyList<string>? Fields,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Score,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OverlapKind? Kind,
    IReadOnlyList<EventProject> Projects
)
{
    /// <summary>The import that has ended; only for its event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventImport? Import { get; init; }

    /// <summary>The questionnaire that is due; only for its event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventQuestionnaire? Questionnaire { get; init; }
}

/// <summary>A questionnaire of an event, as it is when the event is sent.</summary>
/// <param name="Href">The path of the questionnaire.</param>
/// <param name="Title">The title in the language of the form.</param>
/// <param name="DueOn">The last day on which a response is on time.</param>
/// <param name="DaysLeft">The days from the event to it; 0 on the day itself.</param>
internal sealed record EventQuestionnaire(string Href, string Reference, string Title, DateOnly DueOn, int DaysLeft);

/// <summary>An import of an event, as it is when the event is sent.</summary>
/// <param name="Href">The path of the import.</param>
/// <param name="File">The name of the file; null if the sender stated none.</param>
internal sealed record EventImport(
    string Href,
    ImportState State,
    string? File,
    int Created,
    int Updated,
    int Unchanged,
    int Rejected,
    int Missing,
    int Withdrawn
)
{
    public static EventImport FromImport(KeptImport import)
    {
        var counts = import.Counts;
        return new(
            $"/v1/imports/{import.Id}",
            import.State,
            import.File.Name,
            counts.Created,
            counts.Updated,
            counts.Unchanged,
            counts.Rejected,
            counts.Missing,
            counts.Withdrawn
        );
    }
}

/// <summary>A project of an event, as it is when the event is sent.</summary>
internal sealed record EventProject(Guid Id, string Reference, string Owner, string Title)
{
    public static EventProject FromProject(StoredProject stored) =>
        new(stored.Id, stored.Project.Draft.Reference, stored.Project.Owner, stored.Project.Draft.Title);
}
