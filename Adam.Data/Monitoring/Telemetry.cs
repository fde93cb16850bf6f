using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Adam.Data.Monitoring;

/// <summary>
/// The metrics and traces of the register. They cost nothing if nothing collects them. docs/operating.md lists their
/// names and the alerts.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Adam";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly InstrumentAdvice<double> ShortTimes = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
    };
    private static readonly InstrumentAdvice<double> LongTimes = new()
    {
        HistogramBucketBoundaries = [0.1, 1, 5, 10, 30, 60, 120, 300, 600, 1800],
    };

    /// <summary>The duration of database calls, by product, query and error.</summary>
    public static readonly Histogram<double> DatabaseCalls = Meter.CreateHistogram(
        "db.client.operation.duration",
        "s",
        "Duration of a call of the database.",
        null,
        ShortTimes
    );

    /// <summary>The number of units of work that were retried after a transient error.</summary>
    public static readonly Counter<long> DatabaseRetries = Meter.CreateCounter<long>(
        "adam.database.retries",
        "{retry}",
        "Units of work that were run again."
    );

    /// <summary>
    /// The number of commits without a reply, by outcome (tag <c>adam.commit.outcome</c>): <c>committed</c>,
    /// <c>undone</c> or <c>unknown</c>.
    /// </summary>
    public static readonly Counter<long> CommitsInDoubt = Meter.CreateCounter<long>(
        "adam.database.commits_in_doubt",
        "{commit}",
        "Commits whose answer was lost."
    );

    /// <summary>
    /// The number of requests that the server has rejected before any endpoint, by status (tag
    /// <c>http.response.status_code</c>).
    /// </summary>
    public static readonly Counter<long> MalformedRequests = Meter.CreateCounter<long>(
        "adam.http.malformed_requests",
        "{request}",
        "Requests that are no well-formed HTTP, or larger than the server accepts."
    );

    /// <summary>The time for which a write waited for other writers, including writes that timed out.</summary>
    public static readonly Histogram<double> WritersWait = Meter.CreateHistogram(
        "adam.register.wait.duration",
        "s",
        "Time that a change to the register waited for others.",
        null,
        ShortTimes
    );

    /// <summary>
    /// The number of records of imported files, by outcome (tag <c>adam.import.outcome</c>, as in the response). Dry
    /// runs do not count.
    /// </summary>
    public static readonly Counter<long> ImportRecords = Meter.CreateCounter<long>(
        "adam.import.records",
        "{record}",
        "Records of imported files."
    );

    /// <summary>
    /// The number of compared pairs, by occasion (tag <c>adam.occasion</c>): <c>write</c> or <c>rebuild</c>.
    /// </summary>
    public static readonly Counter<long> PairsScored = Meter.CreateCounter<long>(
        "adam.overlaps.scored",
        "{pair}",
        "Pairs of projects that were compared."
    );

    /// <summary>The number of pairs that became overlaps by a write. Rebuilds do not count.</summary>
    public static readonly Counter<long> OverlapsFound = Meter.CreateCounter<long>(
        "adam.overlaps.found",
        "{overlap}",
        "Pairs of projects that became overlaps."
    );

    /// <summary>The duration of rebuilds of all pairs.</summary>
    public static readonly Histogram<double> Rebuilds = Meter.CreateHistogram(
        "adam.overlaps.rebuild.duration",
        "s",
        "Duration of a rebuild of the overlaps.",
        null,
        LongTimes
    );
}
