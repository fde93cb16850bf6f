using Spectre.Console;

namespace Adam.Api.Cli;

/// <summary>The progress of one stage of a command.</summary>
/// <param name="Stage">The index of the stage, from 0.</param>
/// <param name="Line">Returns the line to print if there is no progress bar.</param>
internal readonly record struct WorkProgress(int Stage, long Done, long Total, Func<string> Line);

/// <summary>
/// Shows the progress of a command: bars on a terminal, otherwise a line every 5 seconds. It writes to standard error,
/// so that standard output contains only results.
/// </summary>
internal static class ConsoleProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work and shows its progress.</summary>
    /// <param name="stages">The names of the stages, in their order.</param>
    public static Task<T> ShowAsync<T>(TimeProvider time, string[] stages, Func<IProgress<WorkProgress>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected
            ? WithBarsAsync(console, stages, work)
            : work(new Lines(time));
    }

    private static Task<T> WithBarsAsync<T>(
        IAnsiConsole console,
        string[] stages,
        Func<IProgress<WorkProgress>, Task<T>> work
    ) =>
        console
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(bars =>
                work(new Bars([.. stages.Select((stage, place) => bars.AddTask(stage, autoStart: place == 0))]))
            );

    private sealed class Bars(ProgressTask[] bars) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            var bar = bars[value.Stage];
            if (!bar.IsStarted)
                bar.StartTask();
            bar.MaxValue = Math.Max(1, value.Total);
            bar.Value = value.Done;
        }
    }

    private sealed class Lines(TimeProvider time) : IProgress<WorkProgress>
    {
        private long _last = time.GetTimestamp();

        public void Report(WorkProgress value)
        {
            if (time.GetElapsedTime(_last) < BetweenLines)
                return;

            _last = time.GetTimestamp();
            Console.Error.WriteLine(value.Line());
        }
    }
}

/// <summary>Converts progress of one type to <see cref="WorkProgress"/>.</summary>
internal sealed class ProgressAdapter<T>(IProgress<WorkProgress> progress, Func<T, WorkProgress> tell) : IProgress<T>
{
    public void Report(T value) => progress.Report(tell(value));
}
