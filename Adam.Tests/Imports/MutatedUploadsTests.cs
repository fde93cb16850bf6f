using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Adam.Domain.Keys;

namespace Adam.Tests.Imports;

/// <summary>
/// A damaged form or gzip body is read, or refused with a reason, and a refused one changes nothing. A run sends 20
/// mutants of each format in each way, or the number of mutants in <c>ADAM_TEST_MUTANTS</c>.
/// </summary>
[Category("sqlite")]
public sealed class MutatedUploadsTests
{
    private const string Boundary = "----boundary7";

    /// <summary>Ends a test that hangs. It is no measurement.</summary>
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("ADAM_TEST_MUTANTS") ?? "20",
        CultureInfo.InvariantCulture
    );

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private HttpClient _admin = null!;

    [OneTimeSetUp]
    public async Task RecordAsync()
    {
        var register = await TestRegister.GetAsync("sqlite");
        await register.ResetAsync();
        _admin = await TestApi.Over(register.Database).ClientAsync(Role.Admin);
        var lines = Repository.Read("db", "sample", "projects.ndjson").Split('\n').Take(12);
        using var sample = Body(Encoding.UTF8.GetBytes(string.Join('\n', lines)), "application/x-ndjson");
        (await _admin.PostAsync("/v1/imports", sample)).EnsureSuccessStatusCode();
    }

    [Test]
    public async Task Damaged_form_is_read_or_refused(
        [Values("csv", "xlsx", "ndjson", "json", "iati")] string format,
        [Values] bool isPacked
    )
    {
        _outcomes.Clear();
        var file = await FileAsync(format);
        var extension = format == "iati" ? "xml" : format;
        var form = isPacked
            ? Form(Part("file", Gzip(file), $"projects.{extension}.gz"), Part("mapping", "{}"u8.ToArray()))
            : Form(Part("file", file, $"projects.{extension}"), Part("mapping", "{}"u8.ToArray()));
        var (mutation, random) = (new FileMutation(form, "form", seed: 20_261_129), new Random(20_261_129));
        for (var number = 0; number < Count; number++)
        {
            // Most damage is within the file, where a form does not see it, so others are of its own parts.
            var (kind, bytes, boundary) = random.Next(4) switch
            {
                0 => ("another boundary", form, Boundary[..random.Next(1, Boundary.Length)]),
                1 => ("boundaries cut", Without(form, Boundary[random.Next(Boundary.Length)..]), Boundary),
                2 => ("heads damaged", Flipped(form, random, 160), Boundary),
                _ when mutation.Next() is var (damage, damaged) => (damage, damaged, Boundary),
                _ => throw new UnreachableException(),
            };
            await EndsWellAsync(
                $"mutant {number}, {kind}",
                kind,
                Body(bytes, $"multipart/form-data; boundary={boundary}")
            );
        }

        Report();
    }

    [Test]
    public async Task Damaged_gzip_body_is_read_or_refused(
        [Values("csv", "xlsx", "ndjson", "json", "iati")] string format
    )
    {
        _outcomes.Clear();
        var file = await FileAsync(format);
        var packed = Gzip(file);
        var (mutation, random) = (new FileMutation(packed, "gzip", seed: 20_261_129), new Random(20_261_129));
        for (var number = 0; number < Count; number++)
        {
            var (kind, bytes) = random.Next(4) switch
            {
                0 => ("head damaged", Flipped(packed, random, 10)),
                1 => ("end damaged", [.. packed[..^8], .. Flipped(packed[^8..], random, 8)]),
                2 => ("packed again", Gzip(packed)),
                _ => mutation.Next(),
            };
            var body = Body(bytes, MediaTypeOf(format));
            if (random.Next(2) == 0)
                body.Headers.ContentEncoding.Add("gzip");
            await EndsWellAsync($"mutant {number}, {kind}", kind, body);
        }

        Report();
    }

    [TestCase("a thousand parts", 400, "ADAM-6022", "more than 20 fields")]
    [TestCase("a thousand headers", 400, "ADAM-6022", "damaged")]
    [TestCase("a header of 4 MB", 400, "ADAM-6022", "damaged")]
    [TestCase("a name of 3 MB", 400, "ADAM-6022", "damaged")]
    [TestCase("a part without a head", 400, "ADAM-6022", "no Content-Disposition")]
    [TestCase("a form in a form", 400, "ADAM-1018", "a.form")]
    [TestCase("a boundary of 70,000 characters", 400, "ADAM-6022", "no boundary")]
    [TestCase("a mapping of 4 MB", 400, "ADAM-6022", "too long")]
    [TestCase("a mapping that is nested", 400, "ADAM-1022", "more than 32 deep")]
    [TestCase("a preamble of 4 MB", 400, "ADAM-6022", "damaged")]
    [TestCase("gzip packed 100 times", 400, "ADAM-6021", "compressed with gzip twice")]
    [TestCase("gzip with a name of 3 MB", 200, "", "")]
    [TestCase("gzip of 100,000 empty members", 400, "ADAM-1020", "The body is empty")]
    [TestCase("gzip of 1 GB", 413, "ADAM-1033", "")]
    public async Task Upload_made_to_harm_is_refused(string kind, int status, string code, string reason)
    {
        var before = await StateAsync();
        var clock = Stopwatch.StartNew();
        using var response = await _admin.PostAsync("/v1/imports", Hostile(kind));
        Assert.That(clock.Elapsed, Is.LessThan(HangGuard));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(status), text);
        Assert.That(text, Does.Contain(code).And.Contain(reason));
        Assert.That(text, Has.Length.LessThan(10_000));
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    private static ByteArrayContent Hostile(string kind)
    {
        const string Table = "reference,title\n";
        var table = Encoding.UTF8.GetBytes(Table);
        var file = Part("file", table, "a.csv");
        return kind switch
        {
            "a thousand parts" => FormBody([.. Enumerable.Repeat(Part("mapping", "{}"u8.ToArray()), 1_000)]),
            "a thousand headers" => FormBody(
                Part("file", table, "a.csv", string.Concat(Enumerable.Range(0, 1_000).Select(i => $"X-{i}: 1\r\n")))
            ),
            "a header of 4 MB" => FormBody(Part("file", table, "a.csv", $"X: {new string('x', 4_000_000)}\r\n")),
            "a name of 3 MB" => FormBody(Part("file", table, $"{new string('x', 3_000_000)}.csv")),
            "a part without a head" => FormBody(Encoding.UTF8.GetBytes($"\r\n{Table}")),
            "a form in a form" => FormBody(
                Part("file", Form(file), "a.form", $"Content-Type: multipart/form-data; boundary={Boundary}\r\n")
            ),
            "a boundary of 70,000 characters" => Body(
                Form(file),
                $"multipart/form-data; boundary={new string('x', 70_000)}"
            ),
            "a mapping of 4 MB" => FormBody(file, Part("mapping", new byte[4_000_000])),
            "a mapping that is nested" => FormBody(
                file,
                Part("mapping", Encoding.UTF8.GetBytes(new string('[', 400_000)))
            ),
            "a preamble of 4 MB" => Body(
                [.. Encoding.UTF8.GetBytes(new string('x', 4_000_000)), .. Form(file)],
                $"multipart/form-data; boundary={Boundary}"
            ),
            "gzip packed 100 times" => Body(
                Enumerable.Range(0, 100).Aggregate(table, (one, _) => Gzip(one)),
                "text/csv"
            ),
            // RFC 1952: the flag FNAME, and a name that ends with a zero.
            "gzip with a name of 3 MB" when Gzip(table) is var packed => Body(
                [.. packed[..3], 8, .. packed[4..10], .. Enumerable.Repeat((byte)'x', 3_000_000), 0, .. packed[10..]],
                "text/csv"
            ),
            "gzip of 100,000 empty members" when Gzip([]) is var packed => Body(
                [.. Enumerable.Repeat(packed, 100_000).SelectMany(bytes => bytes)],
                "text/csv"
            ),
            "gzip of 1 GB" => Body(GzipOfZeros(megabytes: 1_024), "text/csv"),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };
    }

    private async Task EndsWellAsync(string name, string kind, HttpContent body)
    {
        var before = await StateAsync();
        var clock = Stopwatch.StartNew();
        using var response = await _admin.PostAsync("/v1/imports", body);
        Assert.That(clock.Elapsed, Is.LessThan(HangGuard), name);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            var report = await response.JsonAsync();
            Assert.That(
                (int)report["created"]!
                    + (int)report["updated"]!
                    + (int)report["unchanged"]!
                    + (int)report["rejected"]!,
                Is.EqualTo((int)report["read"]!),
                name
            );
            Tell((int)report["read"]! == (int)report["rejected"]! ? "none taken" : "read");
            return;
        }

        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.InRange(400, 499), $"{name}: {text}");
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), name);
        Assert.That(text, Has.Length.LessThan(10_000), name);
        Assert.That(await StateAsync(), Is.EqualTo(before), $"{name}: a refused upload must not change the register");
        Tell($"refused {(string?)(await response.JsonAsync())["code"]}");

        void Tell(string outcome) =>
            _outcomes[$"{kind}: {outcome}"] = _outcomes.GetValueOrDefault($"{kind}: {outcome}") + 1;
    }

    private void Report()
    {
        foreach (var (outcome, count) in _outcomes)
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count, 6} {outcome}"));
        Assert.That(_outcomes.Keys, Has.Some.Contains("refused"));
    }

    private Task<byte[]> FileAsync(string format) =>
        _admin.GetByteArrayAsync(format == "json" ? "/v1/projects?limit=500" : $"/v1/projects?format={format}");

    /// <summary>Returns all projects. The log of changes would have the refused imports, too.</summary>
    private Task<string> StateAsync() => _admin.GetStringAsync("/v1/projects?format=ndjson");

    private static string MediaTypeOf(string format) =>
        format switch
        {
            "csv" => "text/csv",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "ndjson" => "application/x-ndjson",
            "json" => "application/json",
            _ => "application/xml",
        };

    private static byte[] Part(string field, byte[] content, string? file = null, string headers = "") =>
        [
            .. Encoding.UTF8.GetBytes(
                $"Content-Disposition: form-data; name=\"{field}\"{(file is null ? "" : $"; filename=\"{file}\"")}\r\n"
                    + $"{headers}\r\n"
            ),
            .. content,
        ];

    private static byte[] Form(params byte[][] parts) =>
        [
            .. parts.SelectMany(part => (byte[])[.. Encoding.ASCII.GetBytes($"--{Boundary}\r\n"), .. part, 13, 10]),
            .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"),
        ];

    private static ByteArrayContent FormBody(params byte[][] parts) =>
        Body(Form(parts), $"multipart/form-data; boundary={Boundary}");

    private static ByteArrayContent Body(byte[] bytes, string mediaType)
    {
        var body = new ByteArrayContent(bytes);
        // Without validation, which refuses what a server must refuse itself.
        body.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return body;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] GzipOfZeros(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            for (var (zeros, written) = (new byte[1 << 20], 0); written < megabytes; written++)
                gzip.Write(zeros);
        return packed.ToArray();
    }

    /// <summary>Returns the bytes without a text, everywhere.</summary>
    private static byte[] Without(byte[] bytes, string text) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(text, "", StringComparison.Ordinal));

    /// <summary>Returns the bytes with one to four bits flipped among the first ones.</summary>
    private static byte[] Flipped(byte[] bytes, Random random, int first)
    {
        var flipped = (byte[])bytes.Clone();
        for (var times = random.Next(1, 5); times > 0; times--)
            flipped[random.Next(Math.Min(first, flipped.Length))] ^= (byte)(1 << random.Next(8));
        return flipped;
    }
}
