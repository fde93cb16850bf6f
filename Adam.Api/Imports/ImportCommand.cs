using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Adam.Api.Cli;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Api.Startup;
using Adam.Data.Imports;
using Adam.Data.Partners;
using Adam.Domain.CodeLists;
using Adam.Domain.Keys;
using Adam.Domain.Projects;

namespace Adam.Api.Imports;

/// <summary>The command <c>import</c>.</summary>
internal static class ImportCommand
{
    /// <summary>The caller of the command. It can write for every partner, like an admin.</summary>
    private static readonly Caller Importer = new("", Role.Admin, "import", "");

    public static Command Create(Func<string[], WebApplication> build)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = $"The files to import. {ImportFormats.Descriptions}.",
            Arity = ArgumentArity.OneOrMore,
        };
        var owner = new Option<string?>("--owner")
        {
            Description = "The code of the partner that owns the records for which the file names no owner.",
        };
        var pillar = new Option<string?>("--pillar")
        {
            Description =
                "The pillar of the records for which the file names none: "
                + $"{string.Join(", ", CodeListCatalog.Pillars.Codes)}.",
        };
        pillar.Validators.Add(given =>
        {
            var code = given.GetValueOrDefault<string>() ?? "";
            if (CodeListCatalog.Pillars.Find(code) is null)
                given.AddError(ValidationError.NoCodeOf(CodeListCatalog.Pillars, code));
        });
        var format = new Option<string?>("--format")
        {
            Description =
                "The format of the files, if their extensions do not name it: "
                + $"{string.Join(" or ", ImportFormats.All.Select(one => one.Name))}.",
        };
        format.Validators.Add(given =>
        {
            var name = given.GetValueOrDefault<string>() ?? "";
            if (ImportFormats.Find(name) is null)
                given.AddError(ImportFormats.Unknown(name));
        });
        var sheet = new Option<string?>("--sheet")
        {
            Description = "The sheet of a workbook. Without it, the first visible sheet with cells is read.",
            HelpName = "NAME",
        };
        var mapping = new Option<string?>("--mapping")
        {
            Description = "The JSON file that states the meaning of the columns of a table.",
            HelpName = "FILE",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Validate every record and write nothing." };
        var atomic = new Option<bool>("--atomic")
        {
            Description = "Write all records of a file or none. By default, all valid records are written.",
        };
        var withdrawMissing = new Option<bool>("--withdraw-missing")
        {
            Description =
                "Withdraw the projects that the last file of the same owner and format had and this one does not have. "
                + "With --dry-run, count them.",
        };
        var report = new Option<string?>("--report")
        {
            Description = "The file to which the outcome of each record is written, one JSON object a line.",
        };
        var command = new Command(
            "import",
            "Import projects from files. Importing the same file again changes nothing. Works on the database "
                + "directly, also while the program is serving."
        )
        {
            files,
            format,
            owner,
            pillar,
            sheet,
            mapping,
            dryRun,
            atomic,
            withdrawMissing,
            report,
        };
        command.Run(
            build,
            (parsed, app) =>
            {
                var code = parsed.GetValue(pillar);
                var options = new ImportOptions(
                    Owner: null,
                    code is null ? null : (Pillar)CodeListCatalog.Pillars.Find(code)!.Number!,
                    parsed.GetValue(dryRun),
                    parsed.GetValue(atomic),
                    parsed.GetValue(sheet)
                )
                {
                    WithdrawMissing = parsed.GetValue(withdrawMissing),
                };
                return RunAsync(
                    app,
                    Arguments.Split(parsed).Words,
                    parsed.GetValue(format),
                    parsed.GetValue(owner),
                    parsed.GetValue(mapping),
                    options,
                    parsed.GetValue(report)
                );
            },
            CommandExtensions.Quiet
        );
        return command;
    }

    /// <summary>
    /// Imports files in order. A file that cannot be parsed does not prevent the import of the next files.
    /// </summary>
    /// <param name="formatName">The format of all files; null to use the format of each file's extension.</param>
    /// <param name="mapping">The path of the mapping of tables; null if there is none.</param>
    /// <param name="owner">The code of the owner of records without one; null if there is none.</param>
    /// <param name="report">
    /// The path of the file to which the outcome of each record is written; null for no report.
    /// </param>
    /// <returns>0 if every file was read to its end, even if records were rejected.</returns>
    private static async Task<int> RunAsync(
        WebApplication app,
        IReadOnlyList<string> files,
        string? formatName,
        string? owner,
        string? mapping,
        ImportOptions options,
        string? report
    )
    {
        var given = formatName is null ? null : ImportFormats.Find(formatName);
        var formats = files.Select(file => given ?? ImportFormats.ForFile(file)).ToList();
        var unknown = files.Where((_, index) => formats[index] is null).Select(ImportFormats.UnknownExtension);
        if (files.Count == 0 || unknown.Any())
        {
            await Console.Error.WriteLineAsync(
                files.Count == 0 ? "Name the files to import." : string.Join(Environment.NewLine, unknown)
            );
            return ExitCode.Invalid;
        }

        if (mapping is not null)
        {
            var errors = new List<ValidationError>();
            options = options with { Mapping = await File.ReadAllTextAsync(mapping) };
            ColumnMapping.Read(options.Mapping, errors);
            foreach (var error in errors)
                await Console.Error.WriteLineAsync($"{mapping}: {error.Name}: {error.Reason}");
            if (errors.Count > 0)
                return ExitCode.Invalid;
        }

        await RegisterPreparation.PrepareAsync(app);
        if (owner is not null)
        {
            owner = PartnerCodes.Canonical(owner);
            var partners = await app.Services.GetRequiredService<PartnerStore>().DirectoryAsync(CancellationToken.None);
            if (partners.UnknownError(owner, "owner") is { } error)
            {
                await Console.Error.WriteLineAsync(error.Reason);
                return ExitCode.Invalid;
            }
        }

        // The report file is opened before the import, so that an unwritable path fails early.
        await using var items = report is null ? null : new FileStream(report, FileMode.Create);
        var exit = ExitCode.Success;
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        foreach (var (file, format) in files.Zip(formats))
        {
            if (stop.IsCancellationRequested)
                return exit;

            try
            {
                await ImportAsync(app, file, format!, options with { Owner = owner }, items, stop.Token);
            }
            catch (Exception exception) when (IsOfFile(exception))
            {
                await WriteAsync(file, exception);
                exit = ExitCode.Failure;
            }
        }

        return exit;

        // The current batch is rolled back, and the import reports its progress.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            Console.Error.WriteLine("Stopping.");
            stop.Cancel();
        }
    }

    private static async Task ImportAsync(
        WebApplication app,
        string file,
        IImportFormat format,
        ImportOptions options,
        Stream? items,
        CancellationToken ct
    )
    {
        var packed = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            1 << 16,
            FileOptions.SequentialScan
        );
        var sent = await SentAsync(file, packed, ct);
        await using var stream = await GzipFile.UnpackAsync(packed, long.MaxValue, ct);
        var keeper = app.Services.GetRequiredService<ImportKeeper>();
        using var result = await ImportConsole.ShowAsync(
            app.Services.GetRequiredService<TimeProvider>(),
            progress => keeper.RunAsync(stream, sent, format, Importer, options, progress, ct)
        );
        Console.WriteLine(ImportConsole.Summary(file, result.Report));
        if (items is not null)
            await result.WriteLinesAsync(items, CancellationToken.None);
    }

    /// <summary>Reads the file once for its hash, and returns to its beginning.</summary>
    private static async Task<SentFile> SentAsync(string path, FileStream file, CancellationToken ct)
    {
        var hash = await SHA256.HashDataAsync(file, ct);
        file.Position = 0;
        return new(UploadBuffer.Named(Path.GetFileName(path)), file.Length, hash);
    }

    private static bool IsOfFile(Exception exception) =>
        exception
            is UnreadableFileException
                or ProblemException
                or ImportInterruptedException
                or FileNotFoundException
                or DirectoryNotFoundException
                or UnauthorizedAccessException;

    private static async Task WriteAsync(string file, Exception exception)
    {
        await Console.Error.WriteLineAsync($"{file}: {exception.Message}");
        foreach (var error in (exception as ProblemException)?.Errors ?? [])
            await Console.Error.WriteLineAsync($"  {error.Name}: {error.Reason}");
        if (exception is ImportInterruptedException { InnerException: { } cause })
            await Console.Error.WriteLineAsync($"  {cause.Message}");
    }
}
