using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Adam.Api.Cli;
using Adam.Api.Serialization;
using Adam.Api.Startup;
using Adam.Data.Audit;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;

namespace Adam.Api.Audit;

/// <summary>The commands <c>audit head</c> and <c>audit verify</c>.</summary>
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
        return new Command("audit", "Verify the history of the register, or sign where it stands.") { head, verify };
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
        if (headPath is not null)
        {
            if (PathOf(app, keyPath) is not { } path)
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
        foreach (var fault in result.Faults)
            Console.WriteLine(fault);
        if (result.Faults.Count == AuditVerify.MostFaults)
            Console.WriteLine("There may be more.");
        Console.WriteLine(
            $"{result.Entries} entries and {result.Records} records were verified; faults: {result.Faults.Count}. "
                + $"The last entry is {result.Head.Entry} with the hash {result.Head.Hash}."
        );
        return result.Faults.Count == 0 ? ExitCode.Success : ExitCode.Failure;
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
