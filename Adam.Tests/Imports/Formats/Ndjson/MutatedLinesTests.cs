using System.Text;
using System.Text.Json;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Ndjson;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Domain.Keys;

namespace Adam.Tests.Imports.Formats.Ndjson;

/// <summary>Every line of a file is accepted, or rejected with a reason. No line ends the import.</summary>
[Category("sqlite")]
public sealed class MutatedLinesTests
{
    private const int Files = 60;
    private const int Lines = 40;

    private static readonly string[] Fragments =
    [
        "\n",
        "\r",
        "\0",
        "null",
        "true",
        "1e400",
        "-0",
        "99999999999999999999999999999",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\uFEFF",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "\"2020-02-30\"",
        "\"\"",
        "{}",
        "[]",
        "[null]",
        "[{}]",
        "😀",
    ];

    [Test]
    public async Task Damaged_line_is_taken_or_told()
    {
        var register = await TestRegister.GetAsync("sqlite");
        await register.ResetAsync();
        var imports = TestStores.Imports(register.Database, TimeProvider.System);
        var runner = new ImportRunner(
            imports,
            new PartnerStore(register.Database),
            TestStores.Warnings(register.Database),
            new()
        );
        var sample = Split(Repository.Read("db", "sample", "projects.ndjson"));
        var random = new Random(20_260_302);
        var (taken, rejected) = (0, 0);
        for (var number = 0; number < Files; number++)
        {
            var lines = Enumerable.Range(0, Lines).Select(_ => (byte[])[.. Mutant(sample, random), (byte)'\n']);
            using var file = new MemoryStream(lines.SelectMany(line => line).ToArray());
            var caller = new Caller("UNODC", Role.Admin, "test", "");
            var options = new ImportOptions(null, null, DryRun: false, Atomic: false);
            using var result = await runner.RunAsync(file, new NdjsonFormat(), caller, options, null, default);
            var report = result.Report;
            Assert.That(report.Created + report.Updated + report.Unchanged + report.Rejected, Is.EqualTo(report.Read));
            taken += report.Read - report.Rejected;
            rejected += report.Rejected;

            using var items = new MemoryStream();
            await result.WriteLinesAsync(items, default);
            foreach (var line in Split(Encoding.UTF8.GetString(items.ToArray())))
            {
                using var item = JsonDocument.Parse(line);
                var isRejected = item.RootElement.GetProperty("outcome").GetString() == "rejected";
                Assert.That(item.RootElement.GetProperty("errors").GetArrayLength() > 0, Is.EqualTo(isRejected), line);
            }
        }

        // Otherwise the mutants were all harmless or all invalid.
        Assert.That(taken, Is.GreaterThan(300), $"{rejected} rejected");
        Assert.That(rejected, Is.GreaterThan(300));
    }

    private static string[] Split(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static byte[] Mutant(string[] sample, Random random)
    {
        var line = Encoding.UTF8.GetBytes(sample[random.Next(sample.Length)]).ToList();
        var at = random.Next(line.Count);
        switch (random.Next(6))
        {
            case 0:
                line[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                line.RemoveRange(at, Math.Min(random.Next(1, 20), line.Count - at));
                break;
            case 2:
                line.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                break;
            case 3:
                // Replaces a value by a fragment.
                var colons = Enumerable.Range(0, line.Count).Where(index => line[index] == ':').ToList();
                var fragment = Fragments[random.Next(Fragments.Length)] + ",";
                line.InsertRange(colons[random.Next(colons.Count)] + 1, Encoding.UTF8.GetBytes(fragment));
                break;
        }

        return [.. line];
    }
}
