using System.CommandLine;
using System.Globalization;
using Adam.Api.Cli;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Api.Startup;
using Adam.Data.Imports;

namespace Adam.Api.Imports;

/// <summary>The commands <c>imports list</c> and <c>imports undo</c>.</summary>
internal static class ImportsCommand
{
    private const int MostListed = 500;

    public static Command Create(Func<string[], WebApplication> build)
    {
        var limit = new Option<int>("--limit")
        {
            Description = $"The maximum number of imports, from 1 to {MostListed}.",
            DefaultValueFactory = _ => 20,
        };
        limit.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > MostListed)
                given.AddError($"--limit must be a number from 1 to {MostListed}.");
        });
        var list = new Command("list", "List the imports of all partners, the last one first.") { limit };
        list.Run(build, (parsed, app) => ListAsync(app, parsed.GetValue(limit)), CommandExtensions.Quiet);

        var id = new Argument<Guid>("ID") { Description = "The id of the import." };
        var undo = new Command(
            "undo",
            "Take an import back as a whole, unless somebody has changed its projects since. Works on the database "
                + "directly, also while the program is serving."
        )
        {
            id,
        };
        undo.Run(build, (parsed, app) => UndoAsync(app, parsed.GetValue(id)), CommandExtensions.Quiet);
        return new Command("imports", "List the imports that the register keeps, and undo one.") { list, undo };
    }

    private static async Task<int> ListAsync(WebApplication app, int limit)
    {
        await RegisterPreparation.PrepareAsync(app);
        var imports = app.Services.GetRequiredService<ImportLog>();
        foreach (var (_, import) in await imports.ListAsync(new(Partner: null), null, limit, CancellationToken.None))
            Console.WriteLine(Line(import));
        return ExitCode.Success;
    }

    private static async Task<int> UndoAsync(WebApplication app, Guid id)
    {
        await RegisterPreparation.PrepareAsync(app);
        if (await app.Services.GetRequiredService<ImportLog>().FindAsync(id, CancellationToken.None) is not { } import)
        {
            await Console.Error.WriteLineAsync($"There is no import {id}. The command imports list shows them.");
            return ExitCode.Invalid;
        }

        try
        {
            var undo = app.Services.GetRequiredService<ImportUndo>();
            var outcome = await undo.UndoAsync(import, "imports undo", _ => true, CancellationToken.None);
            outcome.ThrowIfRejected(id);
            Console.WriteLine($"The import {id} is undone.");
            return ExitCode.Success;
        }
        catch (ProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            foreach (var error in problem.Errors)
                await Console.Error.WriteLineAsync($"  {error.Reason}");
            return ExitCode.Failure;
        }
    }

    private static string Line(KeptImport import) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{import.Id} {import.CreatedAt:yyyy-MM-dd'T'HH:mm:ss'Z'} {Json.NameOf(import.State), -9} "
                + $"{import.Partner ?? "-", -6} {import.Counts.Created} created, {import.Counts.Updated} updated, "
                + $"{import.Counts.Unchanged} unchanged, {import.Counts.Rejected} rejected, "
                + $"{import.Counts.Withdrawn} withdrawn{(import.UndoneAt is null ? "" : ", undone")}  "
                + $"{import.File.Name ?? import.Format} ({import.By})"
        );
}
