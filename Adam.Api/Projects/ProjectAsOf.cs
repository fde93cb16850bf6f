using System.Text;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Data.Audit;
using Adam.Data.Projects;

namespace Adam.Api.Projects;

/// <summary>Reads projects as they stood at an instant.</summary>
internal static class ProjectAsOf
{
    /// <exception cref="ProblemException">
    /// The project does not exist, or was not recorded yet or withdrawn at the instant.
    /// </exception>
    public static async Task<(RawJson Document, int Version)> GetAsOfAsync(
        this ProjectHistory history,
        ProjectStore projects,
        Guid id,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        if (await history.AtAsync(id, at, ct) is { } version)
            return version.IsWithdrawn
                ? throw new ProblemException(
                    ErrorCodes.Withdrawn,
                    $"This project was withdrawn on {version.At:yyyy-MM-dd}, before the instant of asOf."
                )
                : (new(Encoding.UTF8.GetBytes(version.Document)), version.Version);

        var stored = await projects.FindAsync(id, ct) ?? throw ProjectProblems.NotFound(id);
        throw new ProblemException(
            ErrorCodes.NotRecordedThen,
            stored.Project.CreatedAt > at
                ? $"This project was recorded on {stored.Project.CreatedAt:yyyy-MM-dd}, after the instant of asOf."
                : "The version that this project had at the instant of asOf was recorded before history was kept, or "
                    + "while the project was restricted."
        );
    }
}
