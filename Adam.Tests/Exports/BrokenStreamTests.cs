using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Adam.Data.Databases;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Exports;

/// <summary>
/// A stream that fails in the middle is never taken for a whole one, over a real connection. It fails because the
/// client reads slowly, and the space for what it has not read is small.
/// </summary>
[Category("sqlite")]
[NonParallelizable]
public sealed partial class BrokenStreamTests
{
    private const int Projects = 1_200;
    private const string SmallSpace = "4500000";
    private const string Query = "ProjectListSql.";
    private const string Path = "/v1/projects?format=ndjson";

    private Database _database = null!;
    private TestApi _api = null!;
    private string _key = null!;
    private Uri _address = null!;

    [OneTimeSetUp]
    public async Task RecordAsync()
    {
        _database = (await TestRegister.NewRegisterAsync("sqlite")).Service;
        var drafts = Enumerable
            .Range(0, Projects)
            .Select(number =>
                AProject
                    .By("DE")
                    .In("UZ")
                    .Running($"20{10 + number % 9}-01-01", null)
                    .Saying(draft => draft with { Description = Noise(number) })
                    .Build()
            );
        await TestStores.Projects(_database, TimeProvider.System).RecordAllAsync(drafts, "test", default);
    }

    [OneTimeTearDown]
    public void Close() => (_database as IDisposable)?.Dispose();

    [TearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Failure_in_the_middle_cuts_the_connection()
    {
        await ServeAsync(SmallSpace);
        using var paused = new PausedQuery(Query, 2);
        using var end = new RequestEnd();
        using var socket = await AskAsync();
        var first = await ReadAsync(socket, atLeast: 100_000);
        Assert.That(first, Does.StartWith("HTTP/1.1 200 OK\r\n").And.Contain("Transfer-Encoding: chunked"));

        paused.GoOn();
        await end.WaitAsync();
        var rest = await ReadAsync(socket, atLeast: int.MaxValue);
        Assert.That(Lines(first + rest), Is.InRange(1, Projects - 1));
        Assert.That(rest, Does.Not.EndWith("0\r\n\r\n"), "a last chunk would make it look whole");
        Assert.That(rest, Does.Not.Contain("application/problem+json"));
    }

    [TestCase(DecompressionMethods.None)]
    [TestCase(DecompressionMethods.GZip)]
    [TestCase(DecompressionMethods.Brotli)]
    public async Task Failure_is_an_error_to_a_client(DecompressionMethods coding)
    {
        await ServeAsync(SmallSpace);
        using var paused = new PausedQuery(Query, 2);
        using var end = new RequestEnd();
        using var handler = new SocketsHttpHandler { AutomaticDecompression = coding };
        using var client = new HttpClient(handler) { BaseAddress = _address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        Assert.That(await stream.ReadAsync(new byte[1000]), Is.Positive);
        paused.GoOn();
        await end.WaitAsync();
        Assert.That(async () => await stream.CopyToAsync(Stream.Null), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Failure_while_a_group_of_rows_is_written_is_an_error_to_a_client()
    {
        await ServeAsync(SmallSpace);
        using var end = new RequestEnd();
        using var client = new HttpClient { BaseAddress = _address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        using var response = await client.GetAsync(
            "/v1/projects?format=parquet",
            HttpCompletionOption.ResponseHeadersRead
        );
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await end.WaitAsync();
        await using var stream = await response.Content.ReadAsStreamAsync();
        Assert.That(async () => await stream.CopyToAsync(Stream.Null), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Whole_stream_ends_with_its_last_chunk()
    {
        await ServeAsync("1000000000");
        using var socket = await AskAsync();
        var all = await ReadAsync(socket, atLeast: int.MaxValue);
        Assert.That((Lines(all), all[^5..]), Is.EqualTo((Projects, "0\r\n\r\n")));
    }

    private async Task ServeAsync(string space)
    {
        _api = new TestApi(_database, ("Adam:MaxExportBytes", space));
        _api.UseKestrel(0);
        _api.StartServer();
        _address = _api.ClientOptions.BaseAddress;
        _key = await _api.KeyAsync(Role.Viewer);
    }

    private async Task<Socket> AskAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1 << 14 };
        await socket.ConnectAsync(_address.Host, _address.Port);
        string[] head = [$"GET {Path} HTTP/1.1", "Host: adam", $"Authorization: Bearer {_key}", "Connection: close"];
        await socket.SendAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", [.. head, "", ""])));
        return socket;
    }

    /// <summary>Reads until so much has come, or the connection ends in either way.</summary>
    private static async Task<string> ReadAsync(Socket socket, int atLeast)
    {
        var (text, buffer) = (new StringBuilder(), new byte[1 << 14]);
        try
        {
            while (text.Length < atLeast && await socket.ReceiveAsync(buffer) is var count and > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // Cut.
        }

        return text.ToString();
    }

    /// <summary>
    /// Returns text that hardly compresses, so that the compressed stream does not fit into the buffers either.
    /// </summary>
    private static string Noise(int seed)
    {
        var bytes = new byte[14_900];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static int Lines(string response) => Chunk().Replace(response, "").Split("\"reference\":").Length - 1;

    /// <summary>Matches the bytes between two chunks.</summary>
    [GeneratedRegex("\r\n[0-9a-f]+\r\n")]
    private static partial Regex Chunk();
}
