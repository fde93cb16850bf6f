using System.CommandLine;
using System.Globalization;
using Adam.Api.Cli;
using Adam.Data.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Projects;

/// <summary>The command <c>reindex</c>, which rebuilds derived tables from the stored documents.</summary>
internal static class ReindexCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var tables = new Option<string[]>("--table")
        {
            Description = "A table to rebuild, such as ProjectFacet. May be given several times. Default: all tables.",
        };
        var command = new Command(
            "reindex",
            "Rebuild the derived tables, which lists, search and overlaps read, from the stored projects. Other "
                + "writers wait until it is done. Works on the database directly, also while the program is serving."
        )
        {
            tables,
        };
        command.Run(build, (parsed, app) => RunAsync(app, parsed.GetValue(tables) ?? []), CommandExtensions.Quiet);
        return command;
    }

    /// <summary>Rebuilds the derived tables that another version of the program has written.</summary>
    public static async Task RunOutdatedAsync(WebApplication app, CancellationToken ct)
    {
        var reindex = app.Services.GetRequiredService<ProjectReindex>();
        var state = await reindex.CheckAsync(ct);
        if (state.Outdated.Count == 0)
            return;

        if (!state.HasProjects)
        {
            // Without projects there is nothing to rebuild, and only the versions are stored.
            await reindex.RunOutdatedAsync(null, ct);
            return;
        }

        var names = string.Join(", ", state.Outdated);
        await Console.Error.WriteLineAsync($"Another version of the program has derived {names}: rebuilding.");
        var rebuilt = await ShowAsync(app, reindex, state.Outdated, progress => reindex.RunOutdatedAsync(progress, ct));
        await Console.Error.WriteLineAsync(Summary(rebuilt));
    }

    private static async Task<int> RunAsync(WebApplication app, string[] names)
    {
        var reindex = app.Services.GetRequiredService<ProjectReindex>();
        var known = reindex.Groups.SelectMany(group => group).ToList();
        var tables = new List<string>();
        foreach (var name in names)
        {
            if (known.Find(one => one.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } table)
            {
                tables.Add(table);
                continue;
            }

            var nearest = Nearest.FindIn(name, known) is { } found ? $" Did you mean {found}?" : "";
            await Console.Error.WriteLineAsync(
                $"There is no derived table '{name}'.{nearest} The tables are {string.Join(", ", known)}."
            );
            return ExitCode.Invalid;
        }

        await RegisterSchema.MigrateIfSetAsync(app);
        var rebuilt = await ShowAsync(
            app,
            reindex,
            tables,
            progress => reindex.RunAsync(tables, progress, CancellationToken.None)
        );
        Console.WriteLine(Summary(rebuilt));
        return ExitCode.Success;
    }

    /// <summary>Shows a progress bar for each group of tables while they are rebuilt.</summary>
    private static Task<IReadOnlyList<string>> ShowAsync(
        WebApplication app,
        ProjectReindex reindex,
        IReadOnlyCollection<string> tables,
        Func<IProgress<ReindexProgress>, Task<IReadOnlyList<string>>> work
    )
    {
        string[] stages =
        [
            .. reindex.Groups.Where(group => tables.Count == 0 || group.Any(tables.Contains)).Select(group => group[0]),
        ];
        return ConsoleProgress.ShowAsync(
            app.Services.GetRequiredService<TimeProvider>(),
            stages,
            progress =>
                work(
                    new ProgressAdapter<ReindexProgress>(
                        progress,
                        value => new(Array.IndexOf(stages, value.Table), value.Done, value.Total, () => Line(value))
                    )
                )
        );
    }

    private static string Line(ReindexProgress value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.Table}: {100 * value.Done / Math.Max(1, value.Total)} %");

    private static string Summary(IReadOnlyList<string> rebuilt) => $"Rebuilt: {string.Join(", ", rebuilt)}.";
}
