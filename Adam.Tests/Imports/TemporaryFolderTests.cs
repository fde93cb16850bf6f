using System.Net.Http.Headers;
using System.Text;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Adam.Tests.Cli;

namespace Adam.Tests.Imports;

/// <summary>A folder for temporary files that cannot be written is a fault of the server, not of the file.</summary>
[Category("sqlite")]
public sealed class TemporaryFolderTests
{
    private const string Table =
        "reference,title,country,pillar,donor,status,plannedStart\n"
        + "R-1,Course,TJ,precursors,DE,implementation,2020-01-01\n";

    [Test]
    public async Task File_that_cannot_be_kept_is_no_damaged_file()
    {
        var folder = Path.Combine(TestRegister.TestFolder, $"temporary-{Guid.NewGuid():N}");
        var data = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}.db");
        Directory.CreateDirectory(folder);
        var environment = new Dictionary<string, string>
        {
            ["TMPDIR"] = folder,
            ["TEMP"] = folder,
            ["TMP"] = folder,
            // It would keep sockets in the folder.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        var key = await CreateAsync(data);
        var (program, address) = await ProgramProcess.ServeAsync(environment, $"--Adam:DataPath={data}");
        using (program)
        {
            using var client = ProgramProcess.Client(address, key);
            Directory.Delete(folder, recursive: true);
            foreach (var body in (HttpContent[])[Form(), Body()])
            {
                using var refused = await client.PostAsync("/v1/imports?owner=DE", body);
                var problem = await refused.ProblemAsync(503, "ADAM-6150");
                Assert.That((string?)problem["detail"], Does.Not.Contain(folder).And.Contain("temporary files"));
                Assert.That(refused.Headers.RetryAfter!.ToString(), Is.EqualTo("30"));
            }

            Directory.CreateDirectory(folder);
            using var taken = await client.PostAsync("/v1/imports?owner=DE", Form());
            Assert.That((int)taken.StatusCode, Is.EqualTo(200), await taken.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Creates a register.</summary>
    /// <returns>The key of an admin.</returns>
    private static async Task<string> CreateAsync(string path)
    {
        await TestRegister.CopyEmptyAsync(path);
        using var database = new SqliteDatabase(path);
        var secret = KeySecret.Create();
        await new KeyStore(database).AddAsync(
            new(secret.Id, "UNODC", Role.Admin, "Test", DateTimeOffset.UnixEpoch, null),
            secret.Hash(),
            default
        );
        return secret.ToString();
    }

    private static MultipartFormDataContent Form() => new() { { Body(), "file", "projects.csv" } };

    private static ByteArrayContent Body() =>
        new(Encoding.UTF8.GetBytes(Table)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
}
