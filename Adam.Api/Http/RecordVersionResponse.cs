using Adam.Api.Binding;
using Adam.Data.Audit.Recording;
using Adam.Data.Records;

namespace Adam.Api.Http;

/// <summary>A version of a measure, meeting or recommendation, with what it changed.</summary>
/// <param name="Version">The number of the version.</param>
/// <param name="At">The instant at which the write began, by the clock of the server.</param>
/// <param name="Action"><c>created</c>, <c>changed</c> or <c>withdrawn</c>.</param>
/// <param name="By">The author.</param>
/// <param name="Changes">
/// The members that changed, without version and stamps; empty for the first version, and for a withdrawal.
/// </param>
internal sealed record RecordVersionResponse(
    [property: Example(1)] int Version,
    DateTimeOffset At,
    [property: Example("created")] AuditAction Action,
    VersionAuthorResponse By,
    IReadOnlyList<MemberChangeResponse> Changes
)
{
    public static RecordVersionResponse FromVersion(RecordVersion version) =>
        new(
            version.Version,
            version.At,
            version.Action,
            VersionAuthorResponse.FromAuthor(version.Author),
            version is { Before: { } before, Document: { } document } ? MemberChanges.Between(before, document) : []
        );
}
