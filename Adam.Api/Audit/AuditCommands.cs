using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Cli;
using Adam.Api.Serialization;
using Adam.Api.Startup;
using Adam.Data.Audit;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Domain.Text;

namespace Adam.Api.Audit;

/// <summary>The commands <c>audit head</c>, <c>audit verify</c> and <c>audit cut</c>.</summary>
internal static class AuditCommands
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var key = new Option<string?>("--key")
        {
            Description =
                "The file of the key that signs heads, in PEM. By default audit-key.pem beside the SQLite file; "
                + "it is created with the first head. To verify, the public key is sufficient.",
        };
        var head = new Command(
            "head",
            "Print the last entry of the audit chain with a signature, as JSON. Keep it outside of the register: "
                + "audit verify --head then proves that nothing before it was changed."
        )
        {
            key,
        };
        head.Run(build, (parsed, app) => RunHeadAsync(app, parsed.GetValue(key)), CommandExtensions.Quiet);

        var known = new Option<string?>("--head")
        {
            Description = "A file with the output of audit head, which the chain must still contain.",
        };
        var verify = new Command(
            "verify",
            "Compute every hash of the audit chain again, and compare every record with its last entry. Writes "
                + "nothing. Exits with 0 if all is as the program left it, with 1 otherwise."
        )
        {
            known,
            key,
        };
        verify.Run(
            build,
            (parsed, app) => RunVerifyAsync(app, parsed.GetValue(known), parsed.GetValue(key)),
            CommandExtensions.Quiet
        );
        return new Command("audit", "Verify the history of the register, sign where it stands, or cut it off.")
        {
            head,
            verify,
            CreateCut(build, key),
        };
    }

    private static Command CreateCut(Func<string[], WebApplication> build, Option<string?> key)
    {
        var before = new Option<string>("--before")
        {
            Description = "The date, or the instant, before which the entries were written, such as 2020-01-01.",
            Required = true,
        };
        before.Validators.Add(given =>
        {
            if (DateParser.ReadDateOrInstant(given.GetValueOrDefault<string>() ?? "").Reason is { } reason)
                given.AddError($"--before: {reason}");
        });
        var cut = new Command(
            "cut",
            "Empty the entries of the audit chain that are older than a date, except those that records and versions "
                + "since then are read from. Their numbers and hashes stay, signed, so that audit verify still proves "
                + "the rest. What is emptied is gone for good: make a backup first."
        )
        {
            before,
            key,
        };
        cut.Run(
            build,
            (parsed, app) => RunCutAsync(app, parsed.GetValue(before)!, parsed.GetValue(key)),
            CommandExtensions.Quiet
        );
        return cut;
    }

    private static async Task<int> RunCutAsync(WebApplication app, string before, string? keyPath)
    {
        var instant = ((DateOrInstant)DateParser.ReadDateOrInstant(before).Value!).Instant;
        if (instant > app.Services.GetRequiredService<TimeProvider>().GetUtcNow())
        {
            await Console.Error.WriteLineAsync($"--before is {before}, which is in the future.");
            return ExitCode.Invalid;
        }

        await RegisterPreparation.PrepareAsync(app);
        if (PathOf(app, keyPath) is not { } path)
            return await NoKeyAsync();

        using var key = AuditKey.ReadOrCreate(path);
        var emptied = await app
            .Services.GetRequiredService<AuditRetention>()
            .CutAsync(instant, key.Sign, CancellationToken.None);
        Console.WriteLine(
            emptied == 0
                ? $"No entry was emptied: records or later versions are read from each one before {before}."
                : $"{emptied} entries from before {before} were emptied. Their numbers and hashes stay."
        );
        return ExitCode.Success;
    }

    private static async Task<int> RunHeadAsync(WebApplication app, string? keyPath)
    {
        await RegisterPreparation.PrepareAsync(app);
        if (PathOf(app, keyPath) is not { } path)
            return await NoKeyAsync();

        using var key = AuditKey.ReadOrCreate(path);
        var head = await app.Services.GetRequiredService<AuditStore>().HeadAsync(CancellationToken.None);
        var signed = key.Sign(head, app.Services.GetRequiredService<TimeProvider>().Instant());
        Console.WriteLine(JsonSerializer.Serialize(signed, Json.Options));
        return ExitCode.Success;
    }

    private static async Task<int> RunVerifyAsync(WebApplication app, string? headPath, string? keyPath)
    {
        await RegisterSchema.MigrateIfSetAsync(app);
        AuditHead? known = null;
        var path = PathOf(app, keyPath);
        if (headPath is not null)
        {
            if (path is null)
                return await NoKeyAsync();

            var (head, fault) = ReadHead(headPath, path);
            if (head is null)
            {
                await Console.Error.WriteLineAsync(fault);
                return ExitCode.Invalid;
            }

            known = head;
        }

        var result = await app.Services.GetRequiredService<AuditVerify>().RunAsync(known, CancellationToken.None);
        if (result.Cuts.Count > 0 && path is null)
            return await NoKeyAsync();

        IReadOnlyList<string> faults = [.. result.Faults, .. UnsignedCuts(result.Cuts, path)];
        foreach (var fault in faults)
            Console.WriteLine(fault);
        if (result.Faults.Count == AuditVerify.MostFaults)
            Console.WriteLine("There may be more.");
        var emptied =
            result.Cuts.Count == 0
                ? ""
                : $"{result.Cuts.Sum(signed => signed.Cut.Entries)} of them are empty, cut off by the operator before "
                    + $"{result.Cuts.Max(signed => signed.Cut.Before):yyyy-MM-dd'T'HH:mm:ss'Z'}. ";
        Console.WriteLine(
            $"{Counted.Noun(result.Entries, "entry", "entries")} and {Counted.Noun(result.Records, "record")} were "
                + $"verified; faults: {faults.Count}. {emptied}"
                + $"The last entry is {result.Head.Entry} with the hash {result.Head.Hash}."
        );
        return faults.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>Returns a sentence for each cut that the key has not signed.</summary>
    private static IEnumerable<string> UnsignedCuts(IReadOnlyList<SignedAuditCut> cuts, string? keyPath)
    {
        if (cuts.Count == 0)
            return [];
        if (!File.Exists(keyPath))
            return [$"The register has cuts, and {keyPath} is not there to verify them: name the key with --key."];

        using var key = AuditKey.Read(keyPath);
        return
        [
            .. cuts.Where(signed => !key.HasSigned(signed))
                .Select(signed =>
                    $"The cut of the entries from {signed.Cut.FirstEntry} on was not signed with the key of {keyPath}, "
                    + "or was changed since."
                ),
        ];
    }

    private static (AuditHead? Head, string? Fault) ReadHead(string headPath, string keyPath)
    {
        try
        {
            using var key = AuditKey.Read(keyPath);
            var head = JsonSerializer.Deserialize<SignedHead>(File.ReadAllText(headPath), Json.Options)!;
            return key.HasSigned(head)
                ? (head.Head, null)
                : (null, $"{headPath} was not signed with the key of {keyPath}, or was changed since.");
        }
        catch (Exception error) when (error is IOException or JsonException or CryptographicException)
        {
            return (null, $"{headPath} cannot be verified with the key of {keyPath}: {error.Message}");
        }
    }

    private static string? PathOf(WebApplication app, string? given) =>
        given
        ?? (
            app.Services.GetRequiredService<Database>() is SqliteDatabase file
                ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file.Location))!, "audit-key.pem")
                : null
        );

    private static async Task<int> NoKeyAsync()
    {
        await Console.Error.WriteLineAsync(
            "With SQL Server there is no folder for the key: name its file with --key audit-key.pem."
        );
        return ExitCode.Invalid;
    }
}
