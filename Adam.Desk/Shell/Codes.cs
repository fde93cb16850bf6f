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

    public static readonly IReadOnlyList<string> Currencies = ["USD", "EUR", "GBP", "RUB"];
}
