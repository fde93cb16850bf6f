using System.Text.Json.Serialization;

namespace Adam.Data.Subscriptions;

/// <summary>The events that a subscription can be told.</summary>
/// <remarks>Deliveries store the numbers. Never renumber one.</remarks>
public enum EventType
{
    /// <summary>A project was recorded.</summary>
    [JsonStringEnumMemberName("project.recorded")]
    ProjectRecorded = 1,

    /// <summary>A project was changed.</summary>
    [JsonStringEnumMemberName("project.changed")]
    ProjectChanged = 2,

    /// <summary>A project was withdrawn.</summary>
    [JsonStringEnumMemberName("project.withdrawn")]
    ProjectWithdrawn = 3,

    /// <summary>A withdrawn project became active again.</summary>
    [JsonStringEnumMemberName("project.revived")]
    ProjectRevived = 4,

    /// <summary>Another partner recorded or changed a project that now overlaps with one of the subscriber.</summary>
    [JsonStringEnumMemberName("overlap.recorded")]
    OverlapRecorded = 5,

    /// <summary>An analyst gave a verdict on an overlap of a project of the subscriber.</summary>
    [JsonStringEnumMemberName("verdict.given")]
    VerdictGiven = 6,

    /// <summary>An analyst took back a verdict on an overlap of a project of the subscriber.</summary>
    [JsonStringEnumMemberName("verdict.taken_back")]
    VerdictTakenBack = 7,

    /// <summary>An import of the subscriber ended: it finished, failed or was cancelled.</summary>
    [JsonStringEnumMemberName("import.finished")]
    ImportFinished = 8,

    /// <summary>Somebody wrote a note on an overlap of a project of the subscriber.</summary>
    [JsonStringEnumMemberName("note.added")]
    NoteAdded = 9,

    /// <summary>A questionnaire that asks the subscriber is due soon, and was not answered.</summary>
    [JsonStringEnumMemberName("questionnaire.due")]
    QuestionnaireDue = 10,
}
