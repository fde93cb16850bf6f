using System.Text;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Domain.Keys;

namespace Adam.Tests.Imports.Formats.Tables;

/// <summary>A damaged table is read, or refused with a reason. The register does not change.</summary>
[Category("sqlite")]
public sealed class MutatedTablesTests
{
    private static readonly int Files = int.TryParse(
        Environment.GetEnvironmentVariable("ADAM_TEST_FILES"),
        out var asked
    )
        ? asked
        : 150;

    private static readonly byte[][] Fragments =
    [
        "\""u8.ToArray(),
        "\n"u8.ToArray(),
        "\r"u8.ToArray(),
        ";"u8.ToArray(),
        ","u8.ToArray(),
        "\t"u8.ToArray(),
        [0],
        [0xFF],
        [0xC3],
        "#country"u8.ToArray(),
        "31/12/2016"u8.ToArray(),
        "<c r=\"XFD1048576\"/>"u8.ToArray(),
        Encoding.UTF8.GetBytes(new string(',', 2_000)),
        "1e999"u8.ToArray(),
    ];

    [TestCase("csv")]
    [TestCase("xlsx")]
    public async Task Damaged_table_is_read_or_refused(string format)
    {
        var register = await TestRegister.GetAsync("sqlite");
        await register.ResetAsync();
        var admin = await TestApi.Over(register.Database).ClientAsync(Role.Admin);
        var lines = Repository.Read("db", "sample", "projects.ndjson").Split('\n').Take(12);
        using var sample = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        sample.Headers.ContentType = new("application/x-ndjson");
        (await admin.PostAsync("/v1/imports", sample)).EnsureSuccessStatusCode();
        var table = await admin.GetByteArrayAsync($"/v1/projects?format={format}");
        var before = await admin.GetStringAsync("/v1/projects?format=ndjson");

        var runner = new ImportRunner(
            TestStores.Imports(register.Database, TimeProvider.System),
            new PartnerStore(register.Database),
            TestStores.Warnings(register.Database)
        );
        var random = new Random(20_261_127);
        var (read, refused) = (0, 0);
        for (var number = 0; number < Files; number++)
        {
            using var file = new MemoryStream(Mutate(table, random));
            IImportFormat reader = format == "csv" ? new CsvFormat() : new XlsxFormat();
            try
            {
                using var result = await runner.RunAsync(
                    file,
                    reader,
                    new Caller("UNODC", Role.Admin, "test", ""),
                    new ImportOptions(null, null, DryRun: true, Atomic: false),
                    null,
                    default
                );
                read++;
            }
            catch (UnreadableFileException error)
            {
                Assert.That(reader.Problems, Does.Contain(error.Code));
                refused++;
            }
        }

        TestContext.Out.WriteLine($"{read} read, {refused} refused");
        Assert.That(await admin.GetStringAsync("/v1/projects?format=ndjson"), Is.EqualTo(before));
        Assert.That(refused, Is.Positive);
    }

    private static byte[] Mutate(byte[] table, Random random)
    {
        var bytes = table.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 200), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                default:
                    bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(500)).ToList());
                    break;
            }

            if (bytes.Count == 0)
                return [0];
        }

        return [.. bytes];
    }
}
