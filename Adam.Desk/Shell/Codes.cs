namespace Adam.Desk.Shell;

/// <summary>The codes that fields of pages offer. They are part of the contract.</summary>
public static class Codes
{
    public static readonly IReadOnlyList<string> Pillars =
    [
        "regional-initiatives",
        "financial-flows",
        "precursors",
        "prevention-and-health",
    ];

    public static readonly IReadOnlyList<string> Statuses =
    [
        Filters.NotCancelled,
        "pipeline",
        "implementation",
        "finalisation",
        "closed",
        "suspended",
        "cancelled",
    ];

    public static readonly IReadOnlyList<string> Routes = ["northern", "balkan", "southern"];

    /// <summary>The states of a cell of gaps, from the one in which somebody works.</summary>
    public static readonly IReadOnlyList<string> States = ["covered", "planned", "ended", "gap"];

    public static readonly IReadOnlyList<string> Currencies = ["USD", "EUR", "GBP", "RUB"];
}
