using Adam.Data.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// The blocking keys of a project with its period. The index contains the period, because most projects that share a
/// rare key share no day.
/// </summary>
/// <param name="Hashes">All hashes of the project, or those of one block.</param>
internal readonly record struct ProjectBlockingKeys(long ProjectId, int StartDay, int EndDay, long[] Hashes)
{
    public static ProjectBlockingKeys Create(PreparedProject project, IEnumerable<long> hashes) =>
        new(
            project.ProjectId,
            ProjectIndex.StartDay(project.Scope.Period),
            ProjectIndex.EndDay(project.Scope.Period),
            [.. hashes]
        );

    /// <summary>The rows of the table ProjectBlockingKey.</summary>
    public IEnumerable<BlockingKeyRow> Rows
    {
        get
        {
            foreach (var hash in Hashes)
                yield return new(hash, ProjectId, StartDay, EndDay);
        }
    }
}

internal readonly record struct BlockingKeyRow(long KeyHash, long ProjectId, int StartDay, int EndDay);
