using System.Text.Json;
using Adam.Data.Changes.Recording;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>Describes writes of projects for the log of changes.</summary>
internal static class ProjectChangeLog
{
    /// <summary>The members that every change changes.</summary>
    private static readonly string[] Stamps = ["version", "updatedAt", "updatedBy"];

    public static IReadOnlyList<NewChange> For(ProjectChangeSet changes) => [.. changes.Changes.Select(For)];

    private static NewChange For(ProjectChange change) =>
        change switch
        {
            { Before: null, After: { } created } => new(
                ChangeKind.Created,
                change.ProjectId,
                OtherId: null,
                created.Version,
                Fields: [],
                ChangeScope.FromProject(created),
                new(null, ChangeRestriction.OwnerOf(created))
            ),
            { Before: { } stored, After: null } => new(
                ChangeKind.Withdrawn,
                change.ProjectId,
                OtherId: null,
                stored.Version + 1,
                Fields: [],
                ChangeScope.FromProject(stored.Project),
                new(ChangeRestriction.OwnerOf(stored.Project), null)
            ),
            { Before: { } stored, After: { } changed } => new(
                stored.WithdrawnAt is null ? ChangeKind.Changed : ChangeKind.Revived,
                change.ProjectId,
                OtherId: null,
                changed.Version,
                FieldsOf(stored.Document, change.Document),
                ScopeOf(stored.Project, changed),
                new(ChangeRestriction.OwnerOf(stored.Project), ChangeRestriction.OwnerOf(changed))
            ),
            _ => throw new ArgumentException("A change has a record before or after it.", nameof(change)),
        };

    /// <summary>
    /// Returns the scope before and after a change. If others see only one of the two, it is the scope of that one: a
    /// filter that the change passes would tell them values of the other.
    /// </summary>
    private static ChangeScope ScopeOf(Project before, Project after) =>
        (ChangeRestriction.OwnerOf(before), ChangeRestriction.OwnerOf(after)) switch
        {
            (null, not null) => ChangeScope.FromProject(before),
            (not null, null) => ChangeScope.FromProject(after),
            _ => ChangeScope.FromProject(before).Union(ChangeScope.FromProject(after)),
        };

    /// <summary>
    /// Returns the top-level members whose values differ, in the order of the document. A document of an older release
    /// may lack members; a missing one equals null, an empty list and the default visibility.
    /// </summary>
    internal static IReadOnlyList<string> FieldsOf(string before, string after)
    {
        using var old = JsonDocument.Parse(before);
        using var now = JsonDocument.Parse(after);
        return
        [
            .. now
                .RootElement.EnumerateObject()
                .Where(member => !Stamps.Contains(member.Name) && !IsEqual(old.RootElement, member))
                .Select(member => member.Name),
        ];
    }

    private static bool IsEqual(JsonElement before, JsonProperty member) =>
        before.TryGetProperty(member.Name, out var value)
            ? JsonElement.DeepEquals(value, member.Value)
            : member.Value.ValueKind == JsonValueKind.Null
                || member.NameEquals("visibility") && member.Value.ValueEquals("partners")
                || (member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0);
}
