using System.Globalization;
using Adam.Api.Serialization;
using Adam.Data.Imports;
using Adam.Data.Projects;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Deliveries;

/// <summary>States events in words, for mails and feeds.</summary>
internal static class EventText
{
    /// <summary>
    /// Returns the event with its projects or its import: <c>Overlap recorded: R-1 (US) and R-2 (DE)</c>.
    /// </summary>
    public static string Title(SubscriptionEvent one) =>
        $"{Names(one.Type).One}: "
        + one switch
        {
            { Import: { } import } => Outcome(import),
            { Questionnaire: { } questionnaire } => $"{questionnaire.Draft.Reference}, {Due(one)}",
            _ => string.Join(" and ", ProjectsOf(one).Select(Name)),
        };

    /// <summary>Returns the last day of a questionnaire: <c>on 2016-12-31, in 14 days</c>.</summary>
    public static string Due(SubscriptionEvent one)
    {
        var left = one.DaysLeft switch
        {
            0 => "today",
            1 => "in 1 day",
            var days => string.Create(CultureInfo.InvariantCulture, $"in {days} days"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"on {one.Questionnaire!.Draft.DueOn:yyyy-MM-dd}, {left}");
    }

    /// <summary>
    /// Returns the project, or the two of an overlap, the one that changed first. Imports and questionnaires have
    /// none.
    /// </summary>
    public static IEnumerable<StoredProject> ProjectsOf(SubscriptionEvent one) =>
        new[] { one.Subject, one.Other }.OfType<StoredProject>();

    /// <summary>Returns file, state and counts: <c>list.csv, finished, 3 created, 0 updated, …</c>.</summary>
    public static string Outcome(KeptImport import)
    {
        var counts = import.Counts;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{import.File.Name ?? "a file"}, {Json.NameOf(import.State)}, {counts.Created:N0} created, "
                + $"{counts.Updated:N0} updated, {counts.Unchanged:N0} unchanged, {counts.Rejected:N0} rejected"
        );
    }

    /// <summary>Returns reference and owner of a project.</summary>
    public static string Name(StoredProject stored) => $"{stored.Project.Draft.Reference} ({stored.Project.Owner})";

    /// <summary>Returns the names of an event and of several events of a type.</summary>
    public static (string One, string Several) Names(EventType type) =>
        type switch
        {
            EventType.ProjectRecorded => ("Project recorded", "projects recorded"),
            EventType.ProjectChanged => ("Project changed", "projects changed"),
            EventType.ProjectWithdrawn => ("Project withdrawn", "projects withdrawn"),
            EventType.ProjectRevived => ("Project revived", "projects revived"),
            EventType.OverlapRecorded => ("Overlap recorded", "overlaps recorded"),
            EventType.VerdictGiven => ("Verdict given", "verdicts given"),
            EventType.VerdictTakenBack => ("Verdict taken back", "verdicts taken back"),
            EventType.ImportFinished => ("Import ended", "imports ended"),
            EventType.NoteAdded => ("Note on an overlap", "notes on overlaps"),
            EventType.QuestionnaireDue => ("Questionnaire due", "questionnaires due"),
        };
}
