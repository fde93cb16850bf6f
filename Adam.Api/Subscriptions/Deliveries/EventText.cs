using Adam.Data.Projects;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Deliveries;

/// <summary>States events in words, for mails and feeds.</summary>
internal static class EventText
{
    /// <summary>Returns the event with its projects: <c>Overlap recorded: R-1 (US) and R-2 (DE)</c>.</summary>
    public static string Title(SubscriptionEvent one) =>
        $"{Names(one.Type).One}: {string.Join(" and ", ProjectsOf(one).Select(Name))}";

    /// <summary>Returns the project, or the two of an overlap, the one that changed first.</summary>
    public static IEnumerable<StoredProject> ProjectsOf(SubscriptionEvent one) =>
        one.Other is null ? [one.Project] : [one.Project, one.Other];

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
        };
}
