using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>
/// What one process remembers of a register between questions, because it is dear to make again: the current edition, and projects made ready to be compared. One for each database. It is asked by what
/// cannot change, the edition's own id and a project's id and version, so that it stays right where other processes write too.
/// </summary>
public sealed class OverlapMemory
{
    /// <summary>At some 10 KB a project, at most some 200 MB.</summary>
    private const int MostProjects = 20_000;

    private volatile Edition _edition = Edition.Empty;

    internal PreparedProjects Projects { get; } = new(MostProjects);

    /// <summary>The edition of an id, if it is the one that was current when it was last asked for.</summary>
    internal Edition? Find(string editionId) => _edition is var edition && edition.Id == editionId ? edition : null;

    internal void Keep(Edition edition) => _edition = edition;
}
