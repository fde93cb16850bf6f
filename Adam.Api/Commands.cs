using System.CommandLine;
using Adam.Api.Audit;
using Adam.Api.Backups;
using Adam.Api.Cli;
using Adam.Api.Copying;
using Adam.Api.Demo;
using Adam.Api.Health;
using Adam.Api.Imports;
using Adam.Api.Keys;
using Adam.Api.Learning;
using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Projects;
using Adam.Api.Startup;

namespace Adam.Api;

/// <summary>The commands of the program. Each subject declares its own.</summary>
internal static class Commands
{
    private const string About = """
        Adam: a register of counter-narcotics technical assistance. Who does what, where and when,
        and which projects of different partners overlap.

        Without a command it serves the register over HTTP, by default at http://localhost:5080 (--urls).

        Examples:
          Adam.Api demo                                        serve a temporary register with sample projects
          Adam.Api                                             serve, with the data in one file
          Adam.Api keys create --partner UNODC --role admin    issue the first key; later ones with POST /v1/keys
          Adam.Api import donor.xml --dry-run                  validate an IATI file; write nothing
          Adam.Api imports list                                show the imports that the register keeps
          Adam.Api backup adam-2026-11-27.db                   copy the register, also while it is served
          Adam.Api verify                                      check the whole register, also while it is served
          Adam.Api --urls http://0.0.0.0:8080 --Adam:DataPath=/var/lib/adam/adam.db
          Adam.Api --Adam:Engine=sqlserver --ConnectionStrings:Adam="Server=db;Database=Adam;…"

        Settings come from appsettings.json, the environment (Adam__DataPath=…) and the command line
        (--Adam:DataPath=…); a later source overrides an earlier one. They are Adam:Engine, Adam:DataPath,
        Adam:MaxBodyBytes, Adam:MaxImportBytes, Adam:MaxExportBytes, Adam:MigrateAtStart, Adam:Proxies,
        ConnectionStrings:Adam, and those of ASP.NET Core such as urls and Logging.
        """;

    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        var root = new RootCommand(About)
        {
            DemoCommand.Create(build),
            ImportCommand.Create(build),
            ImportsCommand.Create(build),
            KeyCommands.Create(build),
            OverlapCommands.Create(build, LearnCommand.Create(build)),
            AuditCommands.Create(build),
            ReindexCommand.Create(build),
            MigrateCommand.Create(build),
            HealthCommand.Create(),
            VerifyCommand.Create(build),
            CopyCommand.Create(),
            BackupCommands.CreateBackup(),
            BackupCommands.CreateRestore(),
            OpenApiCommand.Create(build),
        };
        ServeCommand.AddTo(root, build);

        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Arguments.Mistake(parsed) is { } mistake)
        {
            await Console.Error.WriteLineAsync($"{mistake} See --help.");
            return ExitCode.Invalid;
        }

        // The host handles Ctrl-C itself, and the commands handle exceptions.
        return await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
        );
    }
}
