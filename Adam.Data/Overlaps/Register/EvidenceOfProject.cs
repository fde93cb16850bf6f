using Adam.Data.Projects;

namespace Adam.Data.Overlaps.Register;

/// <summary>What a project is looked for by, and when it runs: of the many that share something rare, most share no day.</summary>
/// <param name="Hashes">All that it has, or those of one country.</param>
internal readonly record struct EvidenceOfProject(long ProjectId, int StartDay, int EndDay, long[] Hashes)
{
    public static EvidenceOfProject Of(PreparedProject project, IEnumerable<long> hashes) =>
        new(project.ProjectId, project.Activity.Period.Start.DayNumber, ProjectIndex.EndDay(project.Activity.Period), [.. hashes]);

    /// <summary>The rows of the table.</summary>
    public IEnumerable<EvidenceRow> Rows
    {
        get
        {
            foreach (var hash in Hashes)
                yield return new(hash, ProjectId, StartDay, EndDay);
        }
    }
}

internal readonly record struct EvidenceRow(long KeyHash, long ProjectId, int StartDay, int EndDay);
