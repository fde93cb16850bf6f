using System.CommandLine;
using System.Globalization;
using Adam.Api.Cli;
using Adam.Data.Overlaps.Learning;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Text;

namespace Adam.Api.Learning;

/// <summary>The command <c>overlaps learn</c>.</summary>
internal static class LearnCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var undo = new Option<bool>("--undo")
        {
            Description = "Withdraw the factors in force, so that the former ones are in force again.",
        };
        var learn = new Command(
            "learn",
            "Learn from verdicts how much the components of a score count. The factors are adopted only if verdicts "
                + "and known pairs that were left out are both told better, and take effect at the next rebuild."
        )
        {
            undo,
        };
        learn.Run(
            build,
            (parsed, app) => parsed.GetValue(undo) ? RunUndoAsync(app) : RunLearnAsync(app),
            CommandExtensions.Quiet
        );
        return learn;
    }

    private static async Task<int> RunLearnAsync(WebApplication app)
    {
        await RegisterSchema.MigrateIfSetAsync(app);
        var store = app.Services.GetRequiredService<LearnedRulesStore>();
        var anchors = await AnchorPairs.ReadAsync(app.Services, CancellationToken.None);
        var verdicts = await store.VerdictsAsync(CancellationToken.None);
        var current = await store.CurrentAsync(CancellationToken.None);
        var learned = VerdictLearning.Compute(verdicts.Pairs, anchors, current);
        if (learned.IsBetter)
            await store.AdoptAsync(
                learned.Proposed,
                app.Services.GetRequiredService<TimeProvider>().GetUtcNow(),
                CancellationToken.None
            );
        Console.WriteLine(Summary(learned, verdicts, anchors.Count));
        return ExitCode.Success;
    }

    private static async Task<int> RunUndoAsync(WebApplication app)
    {
        await RegisterSchema.MigrateIfSetAsync(app);
        var store = app.Services.GetRequiredService<LearnedRulesStore>();
        var at = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (!await store.UndoAsync(at, CancellationToken.None))
        {
            Console.WriteLine("No learned factors are in force.");
            return ExitCode.Failure;
        }

        var former = await store.CurrentAsync(CancellationToken.None);
        Console.WriteLine($"Withdrawn. In force from the next rebuild on: {Describe(former)}");
        return ExitCode.Success;
    }

    /// <summary>Returns the losses of a learning, its factors, and if they were adopted.</summary>
    private static string Summary(VerdictLearning learned, KeptVerdicts verdicts, int anchors) =>
        string.Join(
            Environment.NewLine,
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Counted.Noun(verdicts.Pairs.Count, "verdict")} and {Counted.Noun(anchors, "known pair")}; "
                        + $"verdicts without evidence by these rules: {verdicts.Skipped}."
                ),
                Loss("verdicts", learned.Verdicts),
                Loss("known pairs", learned.Anchors),
                $"Learned: {Describe(learned.Proposed)}",
                learned.IsBetter
                    ? "Adopted. They take effect at the next `overlaps rebuild`; `overlaps learn --undo` undoes it."
                    : "Not adopted, because the left-out pairs of both must be told better.",
            ]
        );

    /// <summary>Returns learned factors and the log-odds at each sum in one line.</summary>
    private static string Describe(LearnedRules learned) =>
        learned.Write() is { Length: > 0 } text ? text : "no factors";

    private static string Loss(string pairs, LossChange loss) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Mean loss of left-out {pairs}: {loss.Before:0.0000} before, {loss.After:0.0000} after."
        );
}
