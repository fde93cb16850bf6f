using Adam.Domain.Gaps;
using Adam.Domain.Projects;

namespace Adam.Data.Gaps;

/// <summary>The cells of a question about gaps. Values of one member are alternatives; an empty list is none.</summary>
public sealed record GapQuery
{
    /// <summary>True for the cells of pillars in countries; false for those of measures.</summary>
    public bool ByPillar { get; init; }

    /// <summary>Keys of measures.</summary>
    public IReadOnlyList<string> Measures { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>The countries of the requested routes, which are a second condition.</summary>
    public IReadOnlyList<string> RouteCountries { get; init; } = [];

    public IReadOnlyList<Pillar> Pillars { get; init; } = [];

    public IReadOnlyList<CoverageState> States { get; init; } = [];

    /// <summary>Only cells that are crowded, or only others; null for both.</summary>
    public bool? Crowded { get; init; }

    /// <summary>The day of the states.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The first day of the window; null for that of each measure.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of the window, included; null for that of each measure.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The instant at which the projects stood as they are counted; null for now.</summary>
    public DateTimeOffset? RecordedBy { get; init; }
}
