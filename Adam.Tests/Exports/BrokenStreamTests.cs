using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Exports;

/// <summary>A stream that fails in the middle is never taken for a whole one, over a real connection.</summary>
[Category("sqlite")]
public sealed class BrokenStreamTests
{
    private const int Projects = 400;
    private const string Path = "/v1/projects?format=ndjson";

    private string _filled = null!;
    private SqliteDatabase _database = null!;
    private TestApi _api = null!;
    private string _key = null!;
    private Uri _address = null!;

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        using var database = (SqliteDatabase)(await TestRegister.NewDatabaseAsync("sqlite")).Service;
        await Migrator.RunAsync(database, _ => { }, default);
        // A program that may not migrate starts only on derived tables of its own version.
        await TestStores.Reindex(database, TimeProvider.System).RunOutdatedAsync(null, default);
        var drafts = Enumerable
            .Range(0, Projects)
            .Select(number => AProject.By("DE").Saying(draft => draft with { Description = Noise(number) }).Build());
        await TestStores.Projects(database, TimeProvider.System).RecordAllAsync(drafts, "test", default);
        _filled = database.Location;
    }

    [SetUp]
    public async Task ServeAsync()
    {
        // The tests break it, so each has a copy.
        var copy = System.IO.Path.ChangeExtension(_filled, $"{Guid.NewGuid():N}.db");
        File.Copy(_filled, copy);
        _database = new(copy);
        _api = new TestApi(_database);
        _api.UseKestrel(0);
        _api.StartServer();
        _address = _api.ClientOptions.BaseAddress;
        _key = await _api.KeyAsync(Role.Viewer);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _api.DisposeAsync();
        _database.Dispose();
    }

    [Test]
    public async Task Failure_in_the_middle_cuts_the_connection()
    {
        using var socket = await AskAsync();
        var first = await ReadAsync(socket, atLeast: 100_000);
        Assert.That(first, Does.StartWith("HTTP/1.1 200 OK\r\n").And.Contain("Transfer-Encoding: chunked"));

        await BreakAsync();
        var rest = await ReadAsync(socket, atLeast: int.MaxValue);
        Assert.That(rest, Is.Not.Empty);
        Assert.That(Lines(first + rest), Is.InRange(1, Projects - 1));
        Assert.That(rest, Does.Not.EndWith("0\r\n\r\n"), "a last chunk would make it look whole");
        Assert.That(rest, Does.Not.Contain("application/problem+json"));
    }

    [TestCase(DecompressionMethods.None)]
    [TestCase(DecompressionMethods.GZip)]
    [TestCase(DecompressionMethods.Brotli)]
    public async Task Failure_is_an_error_to_a_client(DecompressionMethods coding)
    {
        using var handler = new SocketsHttpHandler { AutomaticDecompression = coding };
        using var client = new HttpClient(handler) { BaseAddress = _address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var read = await stream.ReadAsync(new byte[1000]);
        await BreakAsync();
        Assert.That(read, Is.Positive);
        Assert.That(async () => await stream.CopyToAsync(Stream.Null), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Whole_stream_ends_with_its_last_chunk()
    {
        using var socket = await AskAsync();
        var all = await ReadAsync(socket, atLeast: int.MaxValue);
        Assert.That((Lines(all), all[^5..]), Is.EqualTo((Projects, "0\r\n\r\n")));
    }

    private async Task BreakAsync()
    {
        await using var connection = (SqliteConnection)TestRegister.Connect(_database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE ProjectFacet RENAME TO Gone";
        await command.ExecuteNonQueryAsync();
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

    private static int Lines(string response) => response.Split("\"reference\":").Length - 1;
}
