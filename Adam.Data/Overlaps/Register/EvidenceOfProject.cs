using Adam.Data.Projects;

namespace Adam.Data.Overlaps.Register;

/// <summary>
/// The blocking keys of a project with its period. The period is part of the index, because most projects that share a
/// rare key share no day.
/// </summary>
/// <param name="Hashes">All its hashes, or those of one country.</param>
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
