using System.CommandLine;
using Adam.Api.Binding;
using Adam.Api.Cli;
using Adam.Api.Configuration;
using Adam.Data.Copying;
using Adam.Data.Databases;

namespace Adam.Api.Copying;

/// <summary>The command <c>copy</c>, which copies a register from one database to another.</summary>
internal static class CopyCommand
{
    public static Command Create()
    {
        const string Places =
            "sqlite:FILE, sqlserver:CONNECTION, or sqlite or sqlserver alone for the value of Adam:DataPath "
            + "or ConnectionStrings:Adam";
        var from = new Option<string>("--from") { Description = $"The register to copy: {Places}.", Required = true };
        var to = new Option<string>("--to")
        {
            Description =
                "The empty database to copy to, in the same form. It is migrated to the schema of this program "
                + "first.",
            Required = true,
        };
        var asOf = new Option<string?>("--as-of")
        {
            Description =
                "A date (its beginning, in UTC) or an instant: writes the register as it stood then to a new SQLite "
                + "file, --to sqlite:FILE. The source may be served meanwhile.",
        };
        asOf.Validators.Add(given =>
        {
            if (DateParser.ReadDateOrInstant(given.GetValueOrDefault<string>() ?? "").Reason is { } reason)
                given.AddError($"--as-of: {reason}");
        });
        var command = new Command(
            "copy",
            "Copy a whole register from SQLite to SQL Server or back: all rows with their ids, or nothing. The copy "
                + "is read and compared before it is committed. Stop all writers of both databases first. With "
                + "--as-of, write the records as they stood at an instant to a new SQLite file."
        )
        {
            from,
            to,
            asOf,
        };
        command.Run(
            (parsed, settings) =>
                parsed.GetValue(asOf) is { } instant
                    ? PastCopyRun.RunAsync(parsed.GetValue(from)!, parsed.GetValue(to)!, instant, settings)
                    : RunAsync(parsed.GetValue(from)!, parsed.GetValue(to)!, settings)
        );
        return command;
    }

    private static async Task<int> RunAsync(string from, string to, string[] settings)
    {
        var configuration = Hosting.CreateBuilder(settings).Configuration;
        var (source, target) = CopyLocations.Read(from, to, configuration);
        try
        {
            var tables = await CopyConsole.ShowAsync(
                TimeProvider.System,
                progress =>
                    new RegisterCopy(source, target).RunAsync(Console.Error.WriteLine, progress, CancellationToken.None)
            );
            Console.WriteLine(CopyConsole.Summary(source, target, tables));
            return ExitCode.Success;
        }
        catch (CopyRejectedException rejected)
        {
            await Console.Error.WriteLineAsync(rejected.Message);
            return ExitCode.Failure;
        }
        finally
        {
            // SQLite merges its write-ahead log into the file when the last connection closes. The file then contains
            // the whole register.
            foreach (var database in (Database[])[source, target])
                (database as IDisposable)?.Dispose();
        }
    }
}
