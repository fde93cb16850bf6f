using System.Net.Http.Headers;
using System.Text.Json;
using Adam.Benchmarks.Floor;
using Adam.Benchmarks.Registers;

namespace Adam.Benchmarks.Http;

/// <summary>A request that is repeated in several variants.</summary>
/// <param name="Paths">The path and query of each variant.</param>
/// <param name="Bodies">The bodies to post, each of them once. Null for a GET.</param>
internal sealed record Question(string Name, IReadOnlyList<string> Paths, IReadOnlyList<byte[]>? Bodies = null)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The name of the request for one project.</summary>
    public const string OneProject = "GET a project";

    /// <summary>The maximum number of times that the request can be sent.</summary>
    public int Most => Bodies?.Count ?? int.MaxValue;

    public static IEnumerable<Question> All(IReadOnlyList<string> ids, IReadOnlyList<string> countries, int posts)
    {
        var random = new Random(1);
        yield return new(
            OneProject,
            [.. Enumerable.Range(0, 10_000).Select(_ => $"/v1/projects/{ids[random.Next(ids.Count)]}")]
        );
        yield return new(
            "GET 50 projects of a country",
            [.. countries.Select(country => $"/v1/projects?country={country}&limit=50")]
        );
        yield return new("GET 50 overlaps", ["/v1/overlaps?limit=50"]);
        yield return new(
            "GET 50 overlaps of a country",
            [.. countries.Select(country => $"/v1/overlaps?country={country}&limit=50")]
        );
        yield return new(
            "POST a project",
            ["/v1/projects"],
            [
                .. new World(seed: 2)
                    .Take(posts)
                    .Select(entry =>
                        JsonSerializer.SerializeToUtf8Bytes(FloorBody.Of(entry.Draft), FloorBodyJson.Default.FloorBody)
                    ),
            ]
        );
    }

    public HttpRequestMessage Ask(Server server, int number)
    {
        var request = new HttpRequestMessage(
            Bodies is null ? HttpMethod.Get : HttpMethod.Post,
            new Uri(server.Address, Paths[number % Paths.Count])
        );
        if (server.Key is not null)
            request.Headers.Authorization = new("Bearer", server.Key);
        if (Bodies is not null)
            request.Content = new ByteArrayContent(Bodies[number]) { Headers = { ContentType = Json } };
        return request;
    }
}
