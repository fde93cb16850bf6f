using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Iati;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Projects;

namespace Adam.Tests.Imports;

/// <summary>
/// Any file, however damaged, is either rejected with a clear error and without any stored row, or every activity in it
/// is accounted for. Time and memory are bounded. A run takes 20 mutants and 100,000 parts of a hostile file, or the
/// number of mutants in <c>ADAM_TEST_MUTANTS</c> and a million parts.
/// </summary>
[Category("sqlite")]
[NonParallelizable]
public sealed class MutatedFilesTests
{
    private const long MostBytes = 300_000;
    private const int MostLiveBytes = 100_000_000;

    // A hang guard, not a measurement: quadratic work on these files takes hours, and a busy machine needs several
    // times the 3 s of an idle one.
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);
    private static readonly string? Asked = Environment.GetEnvironmentVariable("ADAM_TEST_MUTANTS");
    private static readonly int Count = int.Parse(Asked ?? "20", CultureInfo.InvariantCulture);
    private static readonly int Many = Asked is null ? 100_000 : 1_000_000;

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private TestRegister _register = null!;
    private ImportRunner _runner = null!;
    private MemoryGrowth _memory = null!;

    [OneTimeSetUp]
    public async Task OpenRegister()
    {
        _register = await TestRegister.GetAsync("sqlite");
        _runner = new(
            TestStores.Imports(_register.Database, TimeProvider.System),
            new PartnerStore(_register.Database),
            TestStores.Warnings(_register.Database),
            new()
        );
        _memory = new(MostLiveBytes);
    }

    [SetUp]
    public async Task EmptyRegister()
    {
        await _register.ResetAsync();
        _outcomes.Clear();
    }

    [Test]
    public async Task Damaged_file_is_refused_or_accounted_for()
    {
        var mutants = new Mutants([.. Files()], seed: 20_260_302);
        for (var number = 0; number < Count; number++)
        {
            if (number % 200 == 199)
                await _register.ResetAsync();
            var (kind, bytes) = mutants.Next();
            await EndsWellAsync($"mutant {number}, {kind}", kind, () => new MemoryStream(bytes));
        }

        Report();
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task File_made_to_harm_is_refused_or_accounted_for(string kind, Func<Stream> open)
    {
        var most = 0L;
        await EndsWellAsync(kind, kind, () => new Watched(open(), () => most = Math.Max(most, _memory.Look())));
        Assert.That(most, Is.LessThan(MostLiveBytes));
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"at most {most / 1_000_000} MB more"));
        Report();
    }

    private static IEnumerable<TestCaseData> Hostile() =>
        Mutants
            .Hostile(Many)
            .Select(hostile => new TestCaseData(hostile.Kind, hostile.Open).SetArgDisplayNames(hostile.Kind));

    private static IEnumerable<byte[]> Files()
    {
        foreach (var name in (string[])["version1.xml", "version2.xml"])
            yield return File.ReadAllBytes(
                Path.Combine(Repository.Root, "Adam.Tests", "Imports", "Formats", "Iati", name)
            );
        if (Repository.SharedData is not { } shared)
            yield break;
        foreach (
            var file in new DirectoryInfo(Path.Combine(shared, "iati"))
                .EnumerateFiles("*.xml")
                .Where(file => file.Length <= MostBytes)
                .OrderBy(file => file.Name, StringComparer.Ordinal)
        )
            yield return File.ReadAllBytes(file.FullName);
    }

    private async Task EndsWellAsync(string name, string kind, Func<Stream> open)
    {
        var before = await StateAsync();
        var clock = Stopwatch.StartNew();
        try
        {
            await using var file = open();
            using var result = await _runner.RunAsync(
                file,
                new IatiFormat(),
                new Caller("UNODC", Role.Admin, "test", ""),
                new("UNODC", Pillar.RegionalInitiatives, DryRun: false, Atomic: false),
                null,
                default
            );
            clock.Stop();
            await using var again = open();
            await AccountsForAsync(name, result, Activities(again));
            Tell(kind, "accounted for");
        }
        catch (UnreadableFileException refused)
        {
            clock.Stop();
            Assert.That(refused.Message, Does.Not.Contain("root:"), name);
            Assert.That(refused.Message, Has.Length.LessThan(1000), name);
            Assert.That(refused.Line, Is.GreaterThan(0), $"{name}: {refused.Message}");
            Assert.That(
                await StateAsync(),
                Is.EqualTo(before),
                $"{name}: a file that cannot be read to its end must not change the register"
            );
            Tell(kind, $"refused {refused.Code}");
        }

        Assert.That(clock.Elapsed, Is.LessThan(HangGuard), name);
    }

    private static async Task AccountsForAsync(string name, ImportResult result, int activities)
    {
        var report = result.Report;
        Assert.That(
            (report.Read, report.Created + report.Updated + report.Unchanged + report.Rejected),
            Is.EqualTo((activities, activities)),
            name
        );
        using var lines = new MemoryStream();
        await result.WriteLinesAsync(lines, default);
        var text = Encoding.UTF8.GetString(lines.ToArray());
        Assert.That(text, Does.Not.Contain("root:"), name);
        var items = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(items, Has.Length.EqualTo(activities), name);
        foreach (var line in items)
        {
            using var item = JsonDocument.Parse(line);
            var rejected = item.RootElement.GetProperty("outcome").GetString() == "rejected";
            Assert.That(
                item.RootElement.GetProperty("errors").GetArrayLength() > 0,
                Is.EqualTo(rejected),
                $"{name}: {line}"
            );
            Assert.That(
                item.RootElement.TryGetProperty("project", out var project)
                    && project.ValueKind is JsonValueKind.String,
                Is.EqualTo(!rejected),
                $"{name}: {line}"
            );
        }
    }

    /// <summary>Counts the activities with a plain XmlReader.</summary>
    private static int Activities(Stream file)
    {
        using var reader = XmlReader.Create(file);
        reader.MoveToContent();
        var (space, count) = (reader.NamespaceURI, 0);
        while (reader.Read())
            count +=
                reader is { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "iati-activity" }
                && reader.NamespaceURI == space
                    ? 1
                    : 0;
        return count;
    }

    private async Task<string> StateAsync()
    {
        await using var session = await _register.Database.InReadTransactionAsync(default);
        var rows = await session.QueryAsync<string>(
            "SELECT p.ProjectId || ' ' || p.Version || ' ' || p.Document FROM Project p ORDER BY p.ProjectId",
            null,
            default
        );
        return string.Join('\n', rows);
    }

    private void Tell(string kind, string outcome) =>
        _outcomes[$"{kind}: {outcome}"] = _outcomes.GetValueOrDefault($"{kind}: {outcome}") + 1;

    private void Report()
    {
        foreach (var (outcome, count) in _outcomes)
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count, 6} {outcome}"));
    }

    /// <summary>A stream that calls an action repeatedly while it is read.</summary>
    private sealed class Watched(Stream file, Action look) : ReadOnlyStream
    {
        private const int Between = 16_000_000;

        private int _since;

        public override int Read(Span<byte> buffer)
        {
            var count = file.Read(buffer);
            if ((_since += count) < Between && count > 0)
                return count;

            _since = 0;
            look();
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
