using System.Security.Cryptography;
using System.Text;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Imports;
using Adam.Domain.Keys;

namespace Adam.Api.Demo;

/// <summary>The imports that examples of the contract read, undo and cancel.</summary>
internal static class DemoImports
{
    private static readonly Caller Donor = new("DE", Role.Donor, "Demo donor", "");
    private const string Mapping = """{"columns":{"Budget":"amounts"},"defaults":{"currencies":"EUR"}}""";

    private static readonly ImportOptions Options = new(null, null, DryRun: false, Atomic: false);

    public static async Task AddAsync(IServiceProvider services, CancellationToken ct)
    {
        var examples = ExampleFile.Imports;
        await RunAsync(services, examples.Read, ct);
        await RunAsync(services, examples.Undone, ct);
        var log = services.GetRequiredService<ImportLog>();
        var waiting = await log.AddAsync(Create(examples.Cancelled, isJob: true), ct);
        // The examples are requests of an admin of UNODC.
        var mappings = services.GetRequiredService<ImportMappings>();
        foreach (var name in (string[])["budget-sheet", "old-sheet"])
            await mappings.SaveAsync("UNODC", name, Mapping, null, "Demo admin", ct);
        // Nobody begins the job in the life of a demo.
        await log.PostponeAsync(waiting, DateTimeOffset.MaxValue.AddYears(-1), ct);
    }

    /// <summary>Imports a table that changes nothing.</summary>
    private static async Task RunAsync(IServiceProvider services, Guid id, CancellationToken ct)
    {
        var kept = await services.GetRequiredService<ImportLog>().AddAsync(Create(id, isJob: false), ct);
        using var file = new MemoryStream(Table());
        using var result = await services
            .GetRequiredService<ImportKeeper>()
            .RunAsync(new(kept, IsResumed: false), file, new CsvFormat(), Donor, Options, null, ct);
    }

    private static NewImport Create(Guid id, bool isJob) =>
        KeptOptions.Create(
            id,
            Donor,
            new CsvFormat(),
            new("projects.csv", Table().Length, SHA256.HashData(Table())),
            Table().Length,
            Options,
            isJob
        );

    private static byte[] Table() =>
        Encoding.UTF8.GetBytes($"reference\r\n{ExampleFile.Projects.First(one => one.Owner == "DE").Reference}\r\n");
}
