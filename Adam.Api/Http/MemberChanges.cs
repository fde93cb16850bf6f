using System.Text.Json;
using Adam.Api.Binding;
using Adam.Data.Audit.Recording;

namespace Adam.Api.Http;

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

/// <summary>Compares two versions of a record.</summary>
internal static class MemberChanges
{
    private static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);

    private static readonly string[] Stamps = ["version", "updatedAt", "updatedBy"];

    /// <summary>Returns the members that differ between two versions, without version and stamps.</summary>
    /// <param name="before">The record before, in JSON.</param>
    /// <param name="after">The record after, in JSON.</param>
    public static IReadOnlyList<MemberChangeResponse> Between(string before, string after)
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
