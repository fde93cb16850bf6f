using System.Text;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Projects;

namespace Adam.Api.Projects;

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
    public static ProjectVersionResponse FromVersion(ProjectVersion version) =>
        new(
            version.Version,
            version.At,
            version.Action,
            VersionAuthorResponse.FromAuthor(version.Author),
            version.Before is null ? [] : MemberChanges.Between(version.Before, version.Document)
        );
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
