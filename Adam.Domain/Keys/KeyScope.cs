using System.Text.Json.Serialization;

namespace Adam.Domain.Keys;

/// <summary>A part of the permissions of a role, to which a key can be restricted.</summary>
/// <remarks>The numbers are stored: never renumber.</remarks>
public enum KeyScope
{
    /// <summary>Reads the register, and checks drafts.</summary>
    [JsonStringEnumMemberName("read")]
    Read = 1,

    /// <summary>
    /// Records, changes, restores and withdraws projects and items of layers, and responds to questionnaires.
    /// </summary>
    [JsonStringEnumMemberName("projects:write")]
    ProjectsWrite = 2,

    /// <summary>Sends, cancels and undoes imports, changes mappings, and imports items of layers.</summary>
    [JsonStringEnumMemberName("imports:write")]
    ImportsWrite = 3,

    /// <summary>
    /// Writes notes on overlaps, states the progress of measures, decides overlaps and which projects serve measures,
    /// takes verdicts back, checks items of layers, and reviews responses to questionnaires.
    /// </summary>
    [JsonStringEnumMemberName("overlaps:decide")]
    OverlapsDecide = 4,

    /// <summary>Creates, changes and deletes subscriptions.</summary>
    [JsonStringEnumMemberName("subscriptions:write")]
    SubscriptionsWrite = 5,

    /// <summary>
    /// Changes partners, exchange rates, measures, meetings, recommendations, documents, questionnaires, posts,
    /// declarations of layers and notes of reports.
    /// </summary>
    [JsonStringEnumMemberName("reference:write")]
    ReferenceWrite = 6,

    /// <summary>Reads the audit log and the refused requests.</summary>
    [JsonStringEnumMemberName("audit:read")]
    AuditRead = 7,

    /// <summary>Lists, issues, changes, rotates and revokes keys.</summary>
    [JsonStringEnumMemberName("keys:manage")]
    KeysManage = 8,
}

/// <summary>Converts scopes to the number in which they are stored: bit n - 1 is the scope with the number n.</summary>
public static class KeyScopes
{
    /// <summary>Returns the stored number; null for null, which means all scopes of the role.</summary>
    public static int? ToNumber(IReadOnlyList<KeyScope>? scopes) =>
        scopes?.Aggregate(0, (bits, scope) => bits | (1 << ((int)scope - 1)));

    /// <summary>Returns the scopes of a stored number in the order of their numbers; null for null.</summary>
    public static IReadOnlyList<KeyScope>? FromNumber(int? number) =>
        number is { } bits
            ? [.. Enum.GetValues<KeyScope>().Where(scope => (bits & (1 << ((int)scope - 1))) != 0)]
            : null;
}
