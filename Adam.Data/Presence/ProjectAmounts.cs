namespace Adam.Data.Presence;

/// <summary>An amount of a project in ten-thousandths.</summary>
/// <param name="Donor">The key of the donor that gives it; empty for the amount of all donors.</param>
internal readonly record struct ProjectAmount(string Donor, string Currency, long TenThousandths);

/// <summary>The amounts of projects, by the places of the projects.</summary>
internal sealed class ProjectAmounts
{
    private readonly int[] _starts;
    private readonly ProjectAmount[] _amounts;

    private ProjectAmounts(int[] starts, ProjectAmount[] amounts) => (_starts, _amounts) = (starts, amounts);

    /// <summary>Returns the amounts of a project.</summary>
    public ReadOnlySpan<ProjectAmount> At(int place) => _amounts.AsSpan(_starts[place].._starts[place + 1]);

    /// <param name="projects">The number of projects.</param>
    /// <param name="rows">The amounts in any order.</param>
    public static ProjectAmounts Create(int projects, IReadOnlyList<(int Place, ProjectAmount Amount)> rows)
    {
        var (starts, amounts) = ProjectValues.ByPlace(projects, rows, row => row.Place, row => row.Amount);
        return new(starts, amounts);
    }
}
