using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Adam.Data;

/// <summary>What the register tells of its work, for whoever listens; while nobody does, it costs nothing. docs/operating.md lists the names and what to watch.</summary>
public static class Telemetry
{
    /// <summary>Of the meter and of the source of traces.</summary>
    public const string Name = "Adam";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly InstrumentAdvice<double> ShortTimes = new() { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30] };
    private static readonly InstrumentAdvice<double> LongTimes = new() { HistogramBucketBoundaries = [0.1, 1, 5, 10, 30, 60, 120, 300, 600, 1800] };

    /// <summary>By database product and query, and by error where it failed.</summary>
    public static readonly Histogram<double> DatabaseCalls = Meter.CreateHistogram("db.client.operation.duration", "s", "Duration of a call of the database.", null, ShortTimes);

    /// <summary>How often a unit of work was run again because the database had failed in a way that passes.</summary>
    public static readonly Counter<long> DatabaseRetries = Meter.CreateCounter<long>("adam.database.retries", "{retry}", "Units of work that were run again.");

    /// <summary>How many commits were left without an answer: tag <c>adam.commit.outcome</c>, what was found out: <c>committed</c>, <c>undone</c> or <c>unknown</c>.</summary>
    public static readonly Counter<long> CommitsInDoubt = Meter.CreateCounter<long>("adam.database.commits_in_doubt", "{commit}", "Commits whose answer was lost.");

    /// <summary>How long a change waited for those before it, whether or not its turn came.</summary>
    public static readonly Histogram<double> WritersWait = Meter.CreateHistogram("adam.register.wait.duration", "s", "Time that a change to the register waited for others.", null, ShortTimes);

    /// <summary>How many records of imported files had which outcome: tag <c>adam.import.outcome</c>, as in the import's answer. Dry runs do not count.</summary>
    public static readonly Counter<long> ImportRecords = Meter.CreateCounter<long>("adam.import.records", "{record}", "Records of imported files.");

    /// <summary>How many pairs of projects were compared, by occasion: tag <c>adam.occasion</c>, <c>write</c> or <c>rebuild</c>.</summary>
    public static readonly Counter<long> PairsScored = Meter.CreateCounter<long>("adam.overlaps.scored", "{pair}", "Pairs of projects that were compared.");

    /// <summary>How many pairs of projects came to be overlaps by a write, those that a rebuild finds again aside.</summary>
    public static readonly Counter<long> OverlapsFound = Meter.CreateCounter<long>("adam.overlaps.found", "{overlap}", "Pairs of projects that became overlaps.");

    /// <summary>How long it took to score all pairs anew.</summary>
    public static readonly Histogram<double> Rebuilds = Meter.CreateHistogram("adam.overlaps.rebuild.duration", "s", "Duration of a rebuild of the overlaps.", null, LongTimes);
}
