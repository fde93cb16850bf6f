using System.Globalization;
using Adam.Api.Cli;
using Adam.Domain.Text;

namespace Adam.Api.Imports;

/// <summary>Shows the progress and the result of an import.</summary>
internal static class ImportConsole
{
    /// <summary>Runs the import and shows its progress.</summary>
    public static Task<T> ShowAsync<T>(TimeProvider time, Func<IProgress<ImportProgress>, Task<T>> work) =>
        ConsoleProgress.ShowAsync(
            time,
            ["Reading", "Writing"],
            progress => work(new ProgressAdapter<ImportProgress>(progress, Describe))
        );

    /// <summary>Returns the result of a file in a few lines.</summary>
    public static string Summary(string file, ImportReport report) =>
        string.Join(
            Environment.NewLine,
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: {Counted.Noun(report.Read, "record")}{(report.DryRun ? ", judged only" : "")}; "
                        + $"{report.Created} created, {report.Updated} updated, {report.Unchanged} unchanged, "
                        + $"{report.Rejected} rejected."
                ),
                .. report.Missing is { Count: > 0 } missing
                    ?
                    [
                        string.Create(
                                CultureInfo.InvariantCulture,
                                $"  {missing.Count, 7} missing: in the last file and not in this one; "
                                    + $"{missing.Withdrawn} withdrawn. {missing.Note}"
                            )
                            .TrimEnd(),
                    ]
                    : Array.Empty<string>(),
                .. report.Reasons.Select(reason =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {reason.Records, 7} {(reason.Rejects ? "rejected" : "warned  ")} {reason.Code} "
                            + $"{reason.Name}: {reason.Title}"
                    )
                ),
            ]
        );

    private static WorkProgress Describe(ImportProgress value) =>
        new(
            value.Writing ? 1 : 0,
            value.Done,
            value.Total,
            () =>
                value.Writing
                    ? string.Create(CultureInfo.InvariantCulture, $"{value.Done} of {value.Total} records written")
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{value.Records} records read, {100 * value.Done / Math.Max(1, value.Total)} % of the file"
                    )
        );
}
