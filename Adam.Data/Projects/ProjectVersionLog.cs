using System.Text.Encodings.Web;
using System.Text.Json;
using Adam.Data.Audit.Recording;

namespace Adam.Data.Projects;

/// <summary>
/// Describes writes of projects for their history. A version contains the members that changed, and every sixteenth the
/// whole document, so that each version is read from a limited number of entries.
/// </summary>
internal static class ProjectVersionLog
{
    /// <summary>The distance of two versions that contain the whole document.</summary>
    public const int WholeEvery = 16;

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<NewProjectVersion> For(ProjectChangeSet changes) => [.. changes.Changes.Select(For)];

    private static NewProjectVersion For(ProjectChange change)
    {
        var (before, after) = (change.Before, change.After);
        if (after is null)
            return new(AuditAction.Withdrawn, change.ProjectId, before!.Version + 1, Content: null);

        var document = change.Document;
        if (before is null)
            return new(AuditAction.Created, change.ProjectId, after.Version, document);

        // A project that is withdrawn and revived by turns would never reach a sixteenth version with a document.
        if (before.WithdrawnAt is not null)
            return new(AuditAction.Revived, change.ProjectId, after.Version, document);

        var patch = after.Version % WholeEvery == 0 ? null : Patch(before.Document, document);
        return new(AuditAction.Changed, change.ProjectId, after.Version, patch ?? document, IsPatch: patch is not null);
    }

    /// <summary>
    /// Returns the members of a document that differ from the one before; null if they are not shorter than the whole,
    /// or if the two documents do not have the same members.
    /// </summary>
    internal static string? Patch(string before, string after)
    {
        using var old = JsonDocument.Parse(before);
        using var now = JsonDocument.Parse(after);
        var changed = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in now.RootElement.EnumerateObject())
        {
            if (
                !old.RootElement.TryGetProperty(member.Name, out var former)
                || former.GetRawText() != member.Value.GetRawText()
            )
                changed.Add(member.Name, member.Value);
        }

        var patch = JsonSerializer.Serialize(changed, Options);
        return patch.Length < after.Length / 2 && Apply(before, patch) == after ? patch : null;
    }

    /// <summary>Returns the document after a patch, in the bytes in which it was written.</summary>
    internal static string Apply(string before, string patch)
    {
        using var old = JsonDocument.Parse(before);
        using var changes = JsonDocument.Parse(patch);
        var members = old
            .RootElement.EnumerateObject()
            .Select(member =>
                $"\"{member.Name}\":"
                + (
                    changes.RootElement.TryGetProperty(member.Name, out var changed) ? changed : member.Value
                ).GetRawText()
            );
        return $"{{{string.Join(',', members)}}}";
    }
}
