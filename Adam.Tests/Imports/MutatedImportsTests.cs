using System.Diagnostics;
using System.Globalization;
using System.Text;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Iati;
using Adam.Api.Imports.Formats.Json;
using Adam.Api.Imports.Formats.Ndjson;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Domain.Keys;

namespace Adam.Tests.Imports;

/// <summary>
/// A damaged file of any format is read, or refused with a reason, and a refused one changes nothing. A run takes 40
/// mutants of each format and 100,000 columns, or the number of mutants in <c>ADAM_TEST_MUTANTS</c> and a million
/// columns.
/// </summary>
[Category("sqlite")]
[NonParallelizable]
public sealed class MutatedImportsTests
{
    private const int MostLiveBytes = 300_000_000;

    /// <summary>Ends a test that hangs. It is no measurement.</summary>
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    private static readonly string? Asked = Environment.GetEnvironmentVariable("ADAM_TEST_MUTANTS");
    private static readonly int Count = int.Parse(Asked ?? "40", CultureInfo.InvariantCulture);

    /// <summary>The number of columns where there are many, above the limit.</summary>
    private static readonly int Many = Asked is null ? 100_000 : 1_000_000;

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private HttpClient _admin = null!;
    private ImportRunner _runner = null!;
    private MemoryGrowth _memory = null!;

    [OneTimeSetUp]
    public async Task RecordAsync()
    {
        var register = await TestRegister.GetAsync("sqlite");
        await register.ResetAsync();
        _admin = await TestApi.Over(register.Database).ClientAsync(Role.Admin);
        var lines = Repository.Read("db", "sample", "projects.ndjson").Split('\n').Take(12);
        using var sample = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        sample.Headers.ContentType = new("application/x-ndjson");
        (await _admin.PostAsync("/v1/imports", sample)).EnsureSuccessStatusCode();
        _runner = new(
            TestStores.Imports(register.Database, TimeProvider.System),
            new PartnerStore(register.Database),
            TestStores.Warnings(register.Database),
            new()
        );
        _memory = new(MostLiveBytes);
    }

    [TestCase("csv")]
    [TestCase("xlsx")]
    [TestCase("ndjson")]
    [TestCase("json")]
    [TestCase("iati")]
    public async Task Damaged_file_is_read_or_refused(string format)
    {
        _outcomes.Clear();
        var mutation = new FileMutation(await FileAsync(format), format, seed: 20_261_128);
        for (var number = 0; number < Count; number++)
        {
            var (kind, bytes) = mutation.Next();
            await EndsWellAsync($"mutant {number} of {format}, {kind}", kind, format, bytes);
        }

        foreach (var (outcome, count) in _outcomes)
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count, 6} {outcome}"));
        // A damaged line of NDJSON is rejected alone.
        Assert.That(_outcomes.Keys, Has.Some.Contains(format == "ndjson" ? "none taken" : "refused"));
        Assert.That(_outcomes.Keys, Has.Some.Contains("read"));
    }

    [TestCase("csv", "many columns")]
    [TestCase("csv", "a cell of 50 MB")]
    [TestCase("csv", "200,000 empty rows")]
    [TestCase("json", "a million brackets")]
    [TestCase("json", "a text of 50 MB")]
    [TestCase("ndjson", "a million brackets")]
    [TestCase("ndjson", "a text of 50 MB")]
    [TestCase("xlsx", "many columns")]
    [TestCase("xlsx", "a sheet of 2^31 rows")]
    [TestCase("xlsx", "texts of 210 MB")]
    public async Task File_made_to_harm_is_refused_in_little_memory(string format, string kind)
    {
        var file = kind switch
        {
            "many columns" when format == "csv" => Encoding.UTF8.GetBytes("title" + new string(',', Many)),
            "a cell of 50 MB" => Encoding.UTF8.GetBytes($"reference,title\n1,\"{new string('x', 50_000_000)}\"\n"),
            "200,000 empty rows" => Encoding.UTF8.GetBytes($"reference,title\n{new string('\n', 200_000)}1"),
            "a million brackets" => Encoding.UTF8.GetBytes(new string('[', 1_000_000)),
            "a text of 50 MB" => Encoding.UTF8.GetBytes(
                $"{(format == "json" ? "[" : "")}{{\"title\":\"{new string('x', 50_000_000)}\"}}"
            ),
            "many columns" => await SheetAsync(sheet =>
            {
                sheet.Write("<row r=\"1\">");
                for (var column = 0; column < Many; column++)
                    sheet.Write("<c t=\"inlineStr\"><is><t>x</t></is></c>");
                sheet.Write("</row>");
            }),
            "a sheet of 2^31 rows" => await SheetAsync(
                sheet =>
                    sheet.Write(
                        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>reference</t></is></c></row>"
                            + "<row r=\"2147483647\"><c r=\"A2147483647\"><v>1</v></c></row>"
                    ),
                "<dimension ref=\"A1:XFD2147483647\"/>"
            ),
            _ => FileMutation.Replaced(
                await FileAsync("xlsx"),
                "xl/styles.xml",
                entry =>
                {
                    for (var part = 0; part < 210; part++)
                        entry.Write(new string(' ', 1 << 20));
                }
            ),
        };
        var (most, stop) = (0L, new CancellationTokenSource());
        var looking = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; await Task.Delay(100))
                most = Math.Max(most, _memory.Look());
        });
        _outcomes.Clear();
        await EndsWellAsync(kind, kind, format, file);
        await stop.CancelAsync();
        await looking;
        stop.Dispose();
        TestContext.Out.WriteLine($"{_outcomes.Single().Key}, at most {most / 1_000_000} MB more");
        Assert.That(_outcomes.Single().Key, Does.Contain("refused").Or.Contain("none taken"));
        Assert.That(most, Is.LessThan(MostLiveBytes));
    }

    private async Task<byte[]> FileAsync(string format)
    {
        if (format == "json")
            return await _admin.GetByteArrayAsync("/v1/projects?limit=500");
        return await _admin.GetByteArrayAsync($"/v1/projects?format={format}");
    }

    /// <summary>Returns a workbook with the rows that a function writes.</summary>
    private async Task<byte[]> SheetAsync(Action<TextWriter> rows, string dimension = "") =>
        FileMutation.Replaced(
            await FileAsync("xlsx"),
            "xl/worksheets/sheet1.xml",
            sheet =>
            {
                sheet.Write(
                    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                        + $"{dimension}<sheetData>"
                );
                rows(sheet);
                sheet.Write("</sheetData></worksheet>");
            }
        );

    private async Task EndsWellAsync(string name, string kind, string format, byte[] file)
    {
        IImportFormat reader = format switch
        {
            "csv" => new CsvFormat(),
            "xlsx" => new XlsxFormat(),
            "ndjson" => new NdjsonFormat(),
            "json" => new JsonFormat(),
            _ => new IatiFormat(),
        };
        var before = await StateAsync();
        var clock = Stopwatch.StartNew();
        try
        {
            using var stream = new MemoryStream(file);
            using var result = await _runner.RunAsync(
                stream,
                reader,
                new Caller("UNODC", Role.Admin, "test", ""),
                new ImportOptions(null, null, DryRun: false, Atomic: false),
                null,
                default
            );
            var report = result.Report;
            Assert.That(
                report.Created + report.Updated + report.Unchanged + report.Rejected,
                Is.EqualTo(report.Read),
                name
            );
            Tell(report.Read == report.Rejected ? "none taken" : "read");
        }
        catch (UnreadableFileException refused)
        {
            Assert.That(reader.Problems, Does.Contain(refused.Code), name);
            Assert.That(refused.Message, Has.Length.LessThan(1_000), name);
            Assert.That(await StateAsync(), Is.EqualTo(before), $"{name}: a refused file must not change the register");
            Tell($"refused {refused.Code}");
        }

        Assert.That(clock.Elapsed, Is.LessThan(HangGuard), name);

        void Tell(string outcome) =>
            _outcomes[$"{kind}: {outcome}"] = _outcomes.GetValueOrDefault($"{kind}: {outcome}") + 1;
    }

    /// <summary>Returns the position in the log of changes, which every write moves.</summary>
    private Task<string> StateAsync() => _admin.GetStringAsync("/v1/changes?after=now");
}
