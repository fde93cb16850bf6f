using System.Globalization;
using Spectre.Console;

namespace Adam.Api.Imports;

/// <summary>Shows an import to whoever runs it: bars on a terminal, now and then a line anywhere else. On standard error, so that what is printed stays clean.</summary>
internal static class ImportConsole
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Does the work while showing how far it has come.</summary>
    public static Task<T> ShowAsync<T>(TimeProvider time, Func<IProgress<ImportProgress>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected ? WithBarsAsync(console, work) : work(new Lines(time));
    }

    /// <summary>What became of the file, in a few lines.</summary>
    public static string Summary(string file, ImportReport report) => string.Join(Environment.NewLine,
    [
        string.Create(CultureInfo.InvariantCulture, $"{file}: {report.Read} records{(report.DryRun ? ", judged only" : "")}; {report.Created} created, {report.Updated} updated, {report.Unchanged} unchanged, {report.Rejected} rejected."),
        .. report.Reasons.Select(reason => string.Create(CultureInfo.InvariantCulture, $"  {reason.Records,7} {(reason.Rejects ? "rejected" : "warned  ")} {reason.Code} {reason.Name}: {reason.Title}")),
    ]);

    private static Task<T> WithBarsAsync<T>(IAnsiConsole console, Func<IProgress<ImportProgress>, Task<T>> work) =>
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bars => work(new Bars(bars.AddTask("Reading"), bars.AddTask("Writing", autoStart: false))));

    private sealed class Bars(ProgressTask reading, ProgressTask writing) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            var bar = value.Writing ? writing : reading;
            if (!bar.IsStarted)
                bar.StartTask();
            bar.MaxValue = Math.Max(1, value.Total);
            bar.Value = value.Done;
        }
    }

    private sealed class Lines(TimeProvider time) : IProgress<ImportProgress>
    {
        private long _last = time.GetTimestamp();

        public void Report(ImportProgress value)
        {
            if (time.GetElapsedTime(_last) < BetweenLines)
                return;

            _last = time.GetTimestamp();
            Console.Error.WriteLine(value.Writing
                ? string.Create(CultureInfo.InvariantCulture, $"{value.Done} of {value.Total} records written")
                : string.Create(CultureInfo.InvariantCulture, $"{value.Records} records read, {100 * value.Done / Math.Max(1, value.Total)} % of the file"));
        }
    }
}
