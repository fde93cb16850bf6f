using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Adam.Benchmarks.Floor;

/// <summary>
/// The smallest server that returns the same responses: Kestrel without middleware, ADO.NET, and statements that stay
/// prepared on open connections. It has no authentication, validation, routing or logging, so the difference in speed
/// is the cost of these in the register's server.
/// </summary>
internal sealed class FloorServer(string path) : IDisposable
{
    private const string Projects = "/v1/projects";

    private readonly ConcurrentBag<FloorReads> _idle = [];
    private readonly FloorWrites _writes = new(path);

    public static async Task RunAsync(string path, string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        await using var app = builder.Build();
        using var floor = new FloorServer(path);
        app.Run(floor.AnswerAsync);
        await app.RunAsync();
    }

    public void Dispose()
    {
        _writes.Dispose();
        foreach (var reads in _idle)
            reads.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        response.ContentType = "application/json";
        if (request.Method == HttpMethods.Post)
        {
            var (id, document) = await _writes.RecordAsync(request.Body, http.RequestAborted);
            response.StatusCode = StatusCodes.Status201Created;
            response.Headers.ETag = "\"1\"";
            response.Headers.Location = $"{Projects}/{id}";
            await response.Body.WriteAsync(document, http.RequestAborted);
            return;
        }

        if (!_idle.TryTake(out var reads))
            reads = new(path);
        try
        {
            if (request.Path == Projects)
                reads.List(
                    http,
                    request.Query["country"]!,
                    int.Parse(request.Query["limit"]!, CultureInfo.InvariantCulture)
                );
            else if (request.Path == "/v1/overlaps")
                reads.Overlaps(
                    http,
                    request.Query["country"],
                    int.Parse(request.Query["limit"]!, CultureInfo.InvariantCulture)
                );
            else if (request.Path.StartsWithSegments(Projects, out var id))
                reads.One(http, id.Value![1..]);
            else
                response.StatusCode = StatusCodes.Status404NotFound;
        }
        finally
        {
            _idle.Add(reads);
        }

        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    /// <summary>Answers with one project, as <see cref="FrameworkServer"/> asks.</summary>
    public async Task AnswerOneAsync(HttpContext http, Guid id)
    {
        if (!_idle.TryTake(out var reads))
            reads = new(path);
        http.Response.ContentType = "application/json";
        reads.One(http, id.ToString());
        _idle.Add(reads);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    /// <summary>Sets the <c>Link</c> header to the next page and returns its cursor.</summary>
    public static string Next(HttpContext http, FloorCursor cursor)
    {
        var text = cursor.Encode();
        http.Response.Headers[HeaderNames.Link] =
            $"<{http.Request.Path}{http.Request.QueryString}&cursor={text}>; rel=\"next\"";
        return text;
    }
}
