using System.Globalization;
using Adam.Api.Cli;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Text;

namespace Adam.Api.Overlaps;

/// <summary>Shows the progress and the result of a rebuild or a verification of the scored pairs.</summary>
internal static class OverlapConsole
{
    private const int MostShown = 20;
    private static readonly string[] Stages = ["Counting", "Comparing", "Finishing"];

    /// <summary>Runs the work and shows its progress.</summary>
    public static Task<T> ShowAsync<T>(TimeProvider time, Func<IProgress<OverlapProgress>, Task<T>> work) =>
        ConsoleProgress.ShowAsync(
            time,
            Stages,
            progress => work(new ProgressAdapter<OverlapProgress>(progress, Describe))
        );

    public static string Summary(OverlapsRebuilt rebuilt) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Noun(rebuilt.Pairs, "pair")} of {Counted.Noun(rebuilt.Projects, "project")}, scored with the "
                + $"term statistics {rebuilt.TermStatisticsId}; pairs compared: {rebuilt.Compared}."
        )
        + (
            rebuilt.LongestHold is { } hold
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" Other writers waited for {hold.Time.TotalMilliseconds:0} ms at most, {hold.Step}."
                )
                : ""
        );

    /// <summary>Returns the number of differences, and the first ones in full.</summary>
    public static string Summary(IReadOnlyList<OverlapDifference> differences) =>
        differences.Count == 0
            ? "The scored pairs are what the projects give."
            : string.Join(
                Environment.NewLine,
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The scored pairs are not what the projects give: {differences.Count} differences. "
                    ) + "`overlaps rebuild` puts them right.",
                    .. differences.Take(MostShown).Select(one => $"  {Pair(one)}{one.What}"),
                ]
            );

    /// <summary>Returns the number of differences of the sums of presence, and the first ones in full.</summary>
    public static string SummaryOfPresence(IReadOnlyList<string> differences) =>
        string.Join(
            Environment.NewLine,
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The sums of presence are not what the projects give: {differences.Count} differences. "
                ) + "`reindex --table PresenceSum` puts them right.",
                .. differences.Take(MostShown).Select(what => $"  {what}"),
            ]
        );

    public static string SummaryOfTables(IReadOnlyList<string> differences) =>
        string.Join(
            Environment.NewLine,
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The derived tables are not what the projects give: {differences.Count} differences. "
                ) + "`reindex` puts them right.",
                .. differences.Take(MostShown).Select(what => $"  {what}"),
            ]
        );

    private static string Pair(OverlapDifference one) =>
        one.First is null ? ""
        : one.Second is null ? $"{one.First}: "
        : $"{one.First}_{one.Second}: ";

    private static WorkProgress Describe(OverlapProgress value) =>
        new(
            (int)value.Stage - 1,
            value.Done,
            value.Total,
            () =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Stages[(int)value.Stage - 1]}: {100 * value.Done / Math.Max(1, value.Total)} %"
                )
        );
}
