using System.Text;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Projects;

namespace Adam.Api.Projects;

/// <summary>The author of a version.</summary>
/// <param name="KeyId">
/// The public id of the key; null for a command of the server, and for versions from before history was kept.
/// </param>
/// <param name="KeyName">The name of the key, or of the command; null if it is unknown.</param>
/// <param name="Partner">The partner of the key; null for a command, and if it is unknown.</param>
/// <param name="RequestId">The id of the request; null for a command, and if it is unknown.</param>
/// <param name="ImportId">The import that wrote; null for other writes.</param>
internal sealed record VersionAuthorResponse(
    [property: Example("4f1c9a0b7d2e8c35")] string? KeyId,
    [property: Example("Reporting desk, Berlin")] string? KeyName,
    [property: Example("DE")] string? Partner,
    [property: Example("4bf92f3577b34da6a3ce929d0e0e4736")] string? RequestId,
    Guid? ImportId
)
{
    public static VersionAuthorResponse FromAuthor(AuditAuthor author) =>
        new(author.KeyId, author.KeyName, author.Partner, author.RequestId, author.Import);
}

/// <summary>A member that a version changed.</summary>
/// <param name="Member">The name of the member, at the top level of the project.</param>
/// <param name="From">The value before; null if there was none.</param>
/// <param name="To">The value after; null if it was emptied.</param>
internal sealed record MemberChangeResponse(
    [property: Example("title")] string Member,
    [property: SchemaOf(typeof(AnyJson)), Example("Training")] JsonElement From,
    [property: SchemaOf(typeof(AnyJson)), Example("Training for customs")] JsonElement To
);

/// <summary>A version of a project, with what it changed.</summary>
/// <param name="Version">The number of the version.</param>
/// <param name="At">The instant at which the write began, by the clock of the server.</param>
/// <param name="Action">
/// <c>created</c>, <c>changed</c>, <c>withdrawn</c> or <c>revived</c>; <c>first-kept</c> for the version that a project
/// had when the register began to keep history.
/// </param>
/// <param name="By">The author.</param>
/// <param name="Changes">
/// The members that changed, without version and stamps; empty for the first version, and for a withdrawal.
/// </param>
internal sealed record ProjectVersionResponse(
    [property: Example(3)] int Version,
    DateTimeOffset At,
    AuditAction Action,
    VersionAuthorResponse By,
    IReadOnlyList<MemberChangeResponse> Changes
)
{
    private static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);

    private static readonly string[] Stamps = ["version", "updatedAt", "updatedBy"];

    public static ProjectVersionResponse FromVersion(ProjectVersion version) =>
        new(
            version.Version,
            version.At,
            version.Action,
            VersionAuthorResponse.FromAuthor(version.Author),
            version.Before is null ? [] : ChangesOf(version.Before, version.Document)
        );

    private static IReadOnlyList<MemberChangeResponse> ChangesOf(string before, string after)
    {
        var (old, now) = (Read(before), Read(after));
        return
        [
            .. old
                .Keys.Union(now.Keys)
                .Where(member => !Stamps.Contains(member))
                .Select(member => new MemberChangeResponse(member, ValueOf(old, member), ValueOf(now, member)))
                .Where(change => !IsSame(change.From, change.To)),
        ];
    }

    private static Dictionary<string, JsonElement> Read(string document) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(document)!;

    private static JsonElement ValueOf(Dictionary<string, JsonElement> document, string member) =>
        document.TryGetValue(member, out var value) ? value : Null;

    // A document of an older release may lack a list.
    private static bool IsSame(JsonElement one, JsonElement other) =>
        JsonElement.DeepEquals(one, other) || (IsEmpty(one) && IsEmpty(other));

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);
}

/// <summary>A project as a version had it.</summary>
/// <param name="Version">The number of the version.</param>
/// <param name="At">The instant at which the write began, by the clock of the server.</param>
/// <param name="Action">The kind of write, as in the history.</param>
/// <param name="By">The author.</param>
/// <param name="Project">
/// The project as it stood. A withdrawal leaves it as the version before had it.
/// </param>
internal sealed record PastProjectResponse(
    [property: Example(3)] int Version,
    DateTimeOffset At,
    AuditAction Action,
    VersionAuthorResponse By,
    [property: SchemaOf(typeof(ProjectDocument))] RawJson Project
)
{
    public static PastProjectResponse FromVersion(ProjectVersion version) =>
        new(
            version.Version,
            version.At,
            version.Action,
            VersionAuthorResponse.FromAuthor(version.Author),
            new(Encoding.UTF8.GetBytes(version.Document))
        );
}
