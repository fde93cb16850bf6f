using Adam.Domain.Projects;

namespace Adam.Tests.Projects;

/// <summary>Builds a valid project. Tests set only the members that matter to them.</summary>
public sealed record AProject
{
    private static int _count;

    private string _owner = "DE";

    private ProjectDraft _draft = new()
    {
        Reference = $"R-{Interlocked.Increment(ref _count)}",
        Title = "Training for border police",
        Countries = ["TJ"],
        Pillars = [Pillar.RegionalInitiatives],
        Donors = [new("DE", null, null, null)],
        Status = ProjectStatus.Implementation,
        PlannedStart = new(2020, 1, 1),
        PlannedEnd = new(2020, 12, 31),
    };

    /// <summary>Returns a project with one partner as its owner and donor.</summary>
    public static AProject By(string partner) => new AProject().OwnedBy(partner).PaidBy(partner);

    public AProject OwnedBy(string partner) => this with { _owner = partner };

    public AProject PaidBy(params string[] partners) =>
        this with
        {
            _draft = _draft with { Donors = [.. partners.Select(partner => new Donor(partner, null, null, null))] },
        };

    public AProject With(params Donor[] donors) => this with { _draft = _draft with { Donors = donors } };

    public AProject In(params string[] countries) => this with { _draft = _draft with { Countries = countries } };

    public AProject On(params Pillar[] pillars) => this with { _draft = _draft with { Pillars = pillars } };

    /// <summary>Sets the planned period. Both dates are inclusive; null is an open end.</summary>
    public AProject Running(string start, string? end) =>
        this with
        {
            _draft = _draft with
            {
                PlannedStart = DateOnly.Parse(start, null),
                PlannedEnd = end is null ? null : DateOnly.Parse(end, null),
            },
        };

    public AProject Being(ProjectStatus status) => this with { _draft = _draft with { Status = status } };

    public AProject Saying(Func<ProjectDraft, ProjectDraft> change) => this with { _draft = change(_draft) };

    public (string Owner, ProjectDraft Draft) Build() => (_owner, _draft);
}
