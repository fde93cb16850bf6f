using Spectre.Console;

namespace Adam.Api.Cli;

/// <summary>How far a part of some work has come, for whoever runs it.</summary>
/// <param name="Stage">The number of the part, from 0.</param>
/// <param name="Line">What to print where there is no bar.</param>
internal readonly record struct WorkProgress(int Stage, long Done, long Total, Func<string> Line);

/// <summary>Shows work to whoever runs it: bars on a terminal, now and then a line anywhere else. On standard error, so that what is printed stays clean.</summary>
internal static class WorkConsole
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Does the work while showing how far it has come.</summary>
    /// <param name="stages">What the parts are called, in their order.</param>
    public static Task<T> ShowAsync<T>(TimeProvider time, string[] stages, Func<IProgress<WorkProgress>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected ? WithBarsAsync(console, stages, work) : work(new Lines(time));
    }

    private static Task<T> WithBarsAsync<T>(IAnsiConsole console, string[] stages, Func<IProgress<WorkProgress>, Task<T>> work) =>
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bars => work(new Bars([.. stages.Select((stage, place) => bars.AddTask(stage, autoStart: place == 0))])));

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

/// <summary>Tells one kind of progress as another, where it is reported.</summary>
internal sealed class Told<T>(IProgress<WorkProgress> progress, Func<T, WorkProgress> tell) : IProgress<T>
{
    public void Report(T value) => progress.Report(tell(value));
}
