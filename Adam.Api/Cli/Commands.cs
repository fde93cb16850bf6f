using System.CommandLine;
using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Api.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Keys;
using Adam.Domain.Projects;

namespace Adam.Api.Cli;

/// <summary>
/// The commands of the program. Options that they do not declare (<c>--urls</c>, <c>--Adam:Engine=…</c>) become
/// configuration.
/// </summary>
internal static class Commands
{
    private const string About = """
        Adam: a register of counter-narcotics technical assistance. Who does what, where and when, and which projects of different partners overlap.

        Without a command it serves the register over HTTP, at http://localhost:5080 unless --urls says otherwise.

        Examples:
          Adam.Api demo                                        try it: a register with sample records that is gone afterwards
          Adam.Api                                             serve, with the data in one file
          Adam.Api keys create --partner UNODC --role admin    the first key; further ones over /v1/keys
          Adam.Api import donor.xml --dry-run                  what a donor has published as IATI; nothing is written
          Adam.Api --urls http://0.0.0.0:8080 --Adam:DataPath=/var/lib/adam/adam.db
          Adam.Api --Adam:Engine=sqlserver --ConnectionStrings:Adam="Server=db;Database=Adam;…"

        Settings come from appsettings.json, the environment (Adam__DataPath=…) and the command line (--Adam:DataPath=…), the later of these winning: Adam:Engine, Adam:DataPath,
        Adam:MaxBodyBytes, Adam:MaxImportBytes, Adam:MigrateAtStart, Adam:Proxies, ConnectionStrings:Adam, and those of ASP.NET Core such as urls and Logging.
        """;

    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = $"The files to import. {ImportFormats.Descriptions}.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        var root = new RootCommand(About);
        Act(root, settings => RegisterCommands.ServeAsync(build(settings)));

        var demo = new Command("demo", "Serve a fresh register filled with sample records, with a key for every role. It is gone when the program ends.");
        Act(demo, settings => RegisterCommands.DemoAsync(settings, build));

        var script = new Option<bool>("--script") { Description = "Print the SQL that the database still lacks, to be run by hand, and change nothing." };
        var migrate = new Command("migrate", "Bring the database to the schema of this program, and end.") { script };
        migrate.TreatUnmatchedTokensAsErrors = false;
        migrate.SetAction(parsed => RegisterCommands.GuardAsync(() => parsed.GetValue(script)
            ? RegisterCommands.PrintMigrationsAsync(build([.. parsed.UnmatchedTokens]))
            : RegisterCommands.MigrateAsync(build([.. parsed.UnmatchedTokens]))));

        var health = new Command("health", "Ask the program that serves on this machine, with the same settings, whether it is ready. Ends with 0 when it is, with 1 when not.");
        Act(health, settings => RegisterCommands.ProbeHealthAsync(WebApplication.CreateBuilder(Hosting.Options(settings)).Configuration));

        var contract = new Command("openapi", "Print the contract, as /openapi.yaml serves it.");
        Act(contract, settings => RegisterCommands.PrintContractAsync(build([.. settings, "--Logging:LogLevel:Default=None"])));

        root.Add(demo);
        root.Add(Import(build));
        root.Add(Keys(build));
        root.Add(Overlaps(build));
        root.Add(ReindexCommand.Create(build));
        root.Add(migrate);
        root.Add(health);
        root.Add(Copy());
        root.Add(contract);

        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Arguments.Mistake(parsed, Named(parsed).Settings) is { } mistake)
        {
            await Console.Error.WriteLineAsync($"{mistake} See --help.");
            return RegisterCommands.Mistaken;
        }

        // The host handles Ctrl-C itself, and GuardAsync handles exceptions.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static Command Import(Func<string[], WebApplication> build)
    {
        var owner = new Option<string?>("--owner")
        {
            Description = "The code of the partner that owns the records for which the file names no owner.",
        };
        var pillar = new Option<string?>("--pillar") { Description = $"The pillar of the records for which the file names none: {string.Join(", ", CodeListCatalog.Pillars.Codes)}." };
        pillar.Validators.Add(given =>
        {
            if (CodeListCatalog.Pillars.Find(given.GetValueOrDefault<string>() ?? "") is null)
                given.AddError(ValidationError.NoCodeOf(CodeListCatalog.Pillars, given.GetValueOrDefault<string>() ?? ""));
        });
        var names = string.Join(" or ", ImportFormats.All.Select(one => one.Name));
        var format = new Option<string?>("--format")
        {
            Description = $"The format of the files, if their extensions do not name it: {names}.",
        };
        format.Validators.Add(given =>
        {
            if (ImportFormats.Find(given.GetValueOrDefault<string>() ?? "") is null)
                given.AddError(ImportFormats.Unknown(given.GetValueOrDefault<string>() ?? ""));
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "Judge every record and write nothing." };
        var atomic = new Option<bool>("--atomic") { Description = "Take all records of a file or none. Otherwise every record that can be taken is." };
        var report = new Option<string?>("--report") { Description = "Where to write what became of each record: a file, one JSON object a line." };
        var import = new Command("import", "Record the projects of files. What they say already changes nothing, so a file may be imported again and again. Works on the data directly, whether or not the program is serving.")
            { Files, format, owner, pillar, dryRun, atomic, report };
        import.TreatUnmatchedTokensAsErrors = false;
        import.SetAction(parsed => RegisterCommands.GuardAsync(() => RegisterCommands.ImportAsync(
            build([.. parsed.UnmatchedTokens, .. Named(parsed).Settings, "--Logging:LogLevel:Default=Warning"]), Named(parsed).Words, parsed.GetValue(format), parsed.GetValue(owner),
            new(null, parsed.GetValue(pillar) is { } code ? (Pillar)CodeListCatalog.Pillars.Find(code)!.Number! : null, parsed.GetValue(dryRun), parsed.GetValue(atomic)), parsed.GetValue(report))));
        return import;
    }

    private static Command Keys(Func<string[], WebApplication> build)
    {
        var partner = new Option<string>("--partner") { Description = "Whose key it is: the code of a partner, such as DE or UNODC.", Required = true };
        var role = new Option<string>("--role") { Description = "What it may do: viewer, donor, analyst or admin.", Required = true };
        role.Validators.Add(given =>
        {
            if (!Enum.GetNames<Role>().Contains(given.GetValueOrDefault<string>(), StringComparer.OrdinalIgnoreCase))
                given.AddError($"There is no role '{given.GetValueOrDefault<string>()}'; it must be viewer, donor, analyst or admin.");
        });
        var name = new Option<string?>("--name") { Description = "What it is for; shown as updatedBy on the records that it writes." };
        var create = new Command("create", "Issue a key and print it. It is shown this once: the register keeps a hash. Works on the data directly, whether or not the program is serving.") { partner, role, name };
        create.TreatUnmatchedTokensAsErrors = false;
        create.SetAction(parsed => RegisterCommands.GuardAsync(() =>
            RegisterCommands.CreateKeyAsync(build([.. parsed.UnmatchedTokens]), parsed.GetValue(partner)!, Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true), parsed.GetValue(name))));
        return new Command("keys", "Keys for callers.") { create };
    }

    private static Command Overlaps(Func<string[], WebApplication> build)
    {
        var sameStatistics = new Option<bool>("--same-edition") { Description = "Keep the statistics by which words count as rare, as after damage. Otherwise they are counted anew, and scores move." };
        var rebuild = new Command("rebuild", "Score all pairs anew. Until it is done nobody else can write; decisions about pairs stay. Works on the data directly, whether or not the program is serving.") { sameStatistics };
        rebuild.TreatUnmatchedTokensAsErrors = false;
        rebuild.SetAction(parsed => RegisterCommands.GuardAsync(() => RegisterCommands.RebuildOverlapsAsync(build([.. parsed.UnmatchedTokens, "--Logging:LogLevel:Default=Warning"]), parsed.GetValue(sameStatistics))));

        var verify = new Command("verify", "Compare the scored pairs with what the projects give. Writes nothing; ends with 0 when all is true, with 1 when not.");
        Act(verify, settings => RegisterCommands.VerifyOverlapsAsync(build([.. settings, "--Logging:LogLevel:Default=Warning"])));
        return new Command("overlaps", "The register of scored pairs.") { rebuild, verify };
    }

    private static Command Copy()
    {
        const string Places = "sqlite:FILE, sqlserver:CONNECTION, or sqlite or sqlserver alone for what Adam:DataPath or ConnectionStrings:Adam names";
        var from = new Option<string>("--from") { Description = $"The register to copy: {Places}.", Required = true };
        var to = new Option<string>("--to") { Description = "The empty database that it is copied to, named likewise. It is brought to the schema of this program first.", Required = true };
        var copy = new Command("copy", "Copy a whole register from SQLite to SQL Server or back: all of it, with its ids, or nothing. What is written is read again and compared before it stands. Stop whoever writes to either first.") { from, to };
        copy.TreatUnmatchedTokensAsErrors = false;
        copy.SetAction(parsed => RegisterCommands.GuardAsync(() => RegisterCommands.CopyAsync(parsed.GetValue(from)!, parsed.GetValue(to)!, [.. parsed.UnmatchedTokens])));
        return copy;
    }

    private static (IReadOnlyList<string> Words, IReadOnlyList<string> Settings) Named(System.CommandLine.ParseResult parsed) =>
        Arguments.Part([.. parsed.GetResult(Files)?.Tokens.Select(token => token.Value) ?? []]);

    private static void Act(Command command, Func<string[], Task<int>> act)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed => RegisterCommands.GuardAsync(() => act([.. parsed.UnmatchedTokens])));
    }
}
