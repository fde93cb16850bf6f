using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Calls;

/// <summary>Sends the requests of one page to the API.</summary>
/// <param name="language">The language of names, as a value of <c>Accept-Language</c>.</param>
/// <param name="signedIn">The key of a person whose browser has its session only afterwards; else null.</param>
public sealed class DeskApi(IApi api, HttpContext page, string language, string? signedIn = null)
{
    /// <summary>The rows of a table that a page shows.</summary>
    public const int MostRows = 5_000;

    /// <summary>The code of a problem: the <c>Idempotency-Key</c> belongs to another request.</summary>
    public const string KeyReused = "ADAM-1042";

    private const int PageSize = 500;
    private const string InFlight = "ADAM-1043";
    private const int MostWaits = 5;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Returns the answer to a GET request.</summary>
    /// <exception cref="ApiProblemException">The API has answered with a problem.</exception>
    public Task<T> GetAsync<T>(string address, string? key = null) => SendAsync<T>(HttpMethods.Get, address, key: key);

    /// <summary>Sends JSON, or nothing, and returns the answer.</summary>
    /// <param name="body">The body; null for none.</param>
    /// <param name="headers">Further headers, such as <c>If-Match</c>.</param>
    /// <exception cref="ApiProblemException">The API has answered with a problem.</exception>
    public async Task<T> SendAsync<T>(
        string method,
        string address,
        JsonNode? body = null,
        string? key = null,
        params (string Name, string Value)[] headers
    )
    {
        var type = method == HttpMethods.Patch ? "application/merge-patch+json" : MediaTypeNames.Application.Json;
        var response = await SendAsync(
            new(method, address, language)
            {
                Key = key,
                Body = body is null ? default : JsonSerializer.SerializeToUtf8Bytes(body, Json),
                Headers = (body is null ? headers : [.. headers, ("Content-Type", type)]).ToDictionary(
                    header => header.Name,
                    header => header.Value,
                    StringComparer.Ordinal
                ),
            }
        );
        return response.Body.IsEmpty ? default! : JsonSerializer.Deserialize<T>(response.Body.Span, Json)!;
    }

    /// <summary>Sends a file in a form, and returns the answer as it is.</summary>
    /// <param name="mapping">The meaning of the columns of a table; null for none.</param>
    /// <exception cref="ApiProblemException">The API has answered with a problem.</exception>
    public async Task<ApiResponse> SendFileAsync(
        string address,
        string name,
        byte[] file,
        string? mapping,
        params (string Name, string Value)[] headers
    )
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", name } };
        if (mapping is not null)
            form.Add(new StringContent(mapping), "mapping");
        return await SendAsync(
            new(HttpMethods.Post, address, language)
            {
                Body = await form.ReadAsByteArrayAsync(),
                Headers = headers
                    .Append(("Content-Type", form.Headers.ContentType!.ToString()))
                    .ToDictionary(header => header.Item1, header => header.Item2, StringComparer.Ordinal),
            }
        );
    }

    /// <summary>Sends a file as the body of a PUT request. Returns the entity tag of the answer; "" for none.</summary>
    /// <param name="ifMatch">The entity tag of what the person has seen.</param>
    /// <exception cref="ApiProblemException">The API has answered with a problem.</exception>
    public async Task<string> PutFileAsync(string address, byte[] file, string mediaType, string ifMatch)
    {
        var response = await SendAsync(
            new(HttpMethods.Put, address, language)
            {
                Body = file,
                Headers = new Dictionary<string, string> { ["Content-Type"] = mediaType, ["If-Match"] = ifMatch },
            }
        );
        return response.Tag ?? "";
    }

    /// <summary>
    /// Sends a request with an <c>Idempotency-Key</c>, and waits while the first one with that key is being answered,
    /// as after two clicks.
    /// </summary>
    public static async Task<T> OnceAsync<T>(Func<Task<T>> send)
    {
        for (var waits = 0; ; waits++)
        {
            try
            {
                return await send();
            }
            catch (ApiProblemException problem) when (problem.Problem.Code == InFlight && waits < MostWaits)
            {
                await Task.Delay(TimeSpan.FromSeconds(int.TryParse(problem.RetryAfter, out var wait) ? wait : 1));
            }
        }
    }

    /// <summary>Reads the JSON of an answer.</summary>
    public static T Read<T>(ApiResponse response) => JsonSerializer.Deserialize<T>(response.Body.Span, Json)!;

    /// <summary>Returns the answer to a GET request with its entity tag.</summary>
    /// <exception cref="ApiProblemException">The API has answered with a problem.</exception>
    public async Task<Tagged<T>> GetTaggedAsync<T>(string address)
    {
        var response = await SendAsync(new(HttpMethods.Get, address, language));
        return new(Read<T>(response), response.Tag ?? "");
    }

    /// <summary>Sends a request that changes something. Returns the entity tag of the answer; "" for none.</summary>
    /// <param name="body">The body, which is sent as JSON; null for none.</param>
    /// <param name="ifMatch">The entity tag of what the person has seen; null if the request needs none.</param>
    /// <param name="once">
    /// The value of <c>Idempotency-Key</c>, by which the API recognises a form that is sent twice; null for none.
    /// </param>
    /// <exception cref="ApiProblemException">The API has answered with a problem.</exception>
    public async Task<string> ChangeAsync(
        string method,
        string address,
        object? body,
        string? ifMatch,
        string? once = null
    )
    {
        var headers = new Dictionary<string, string>();
        if (body is not null)
            headers["Content-Type"] = MediaTypeNames.Application.Json;
        if (ifMatch is not null)
            headers["If-Match"] = ifMatch;
        if (once is not null)
            headers["Idempotency-Key"] = once;
        var response = await SendAsync(
            new(method, address, language)
            {
                Body = body is null ? default : JsonSerializer.SerializeToUtf8Bytes(body, Json),
                Headers = headers,
            }
        );
        return response.Tag ?? "";
    }

    private async Task<ApiResponse> SendAsync(ApiRequest request)
    {
        var response = await api.SendAsync(page, request with { Key = request.Key ?? signedIn });
        return response.IsSuccess
            ? response
            : throw new ApiProblemException(response.Status, Read<Problem>(response), response.RetryAfter);
    }

    /// <summary>Returns all items of a list, which the API sends in one answer.</summary>
    /// <param name="address">The address of the list with a query.</param>
    public async Task<IReadOnlyList<T>> GetAllAsync<T>(string address)
    {
        var response = await SendAsync(new(HttpMethods.Get, $"{address}&format=ndjson", language));
        var items = new List<T>();
        for (var rest = response.Body; !rest.IsEmpty; )
        {
            var end = rest.Span.IndexOf((byte)'\n') is >= 0 and var found ? found : rest.Length;
            if (end > 0)
                items.Add(JsonSerializer.Deserialize<T>(rest.Span[..end], Json)!);
            rest = rest[Math.Min(end + 1, rest.Length)..];
        }

        return items;
    }

    /// <summary>Returns all rows of a presence table, at most <see cref="MostRows"/>.</summary>
    /// <param name="address">The address of the table with a query, without <c>limit</c> and <c>cursor</c>.</param>
    public async Task<PresenceTable> GetTableAsync(string address)
    {
        var paged = $"{address}&limit={PageSize}";
        var table = await GetAsync<PresenceTable>(paged);
        if (table.NextCursor is null)
            return table;

        var (items, last) = (table.Items.ToList(), table);
        while (last.NextCursor is not null && items.Count < MostRows)
        {
            last = await GetAsync<PresenceTable>($"{paged}&cursor={Uri.EscapeDataString(last.NextCursor)}");
            items.AddRange(last.Items);
        }

        return last with
        {
            Items = items,
            Names = Merge(table.Names, last.Names),
        };
    }

    // Each page has the names of its own rows.
    private static Names? Merge(Names? first, Names? second) =>
        first is null
            ? second
            : new(Merge(first.Countries, second?.Countries), Merge(first.Partners, second?.Partners));

    private static IReadOnlyDictionary<string, string>? Merge(
        IReadOnlyDictionary<string, string>? first,
        IReadOnlyDictionary<string, string>? second
    ) =>
        (first ?? new Dictionary<string, string>())
            .Concat(second ?? new Dictionary<string, string>())
            .DistinctBy(name => name.Key)
            .ToDictionary(StringComparer.Ordinal);
}

/// <summary>An answer, and the version of it that a change states as the one that was seen.</summary>
/// <param name="Tag">The entity tag.</param>
public sealed record Tagged<T>(T Value, string Tag);

/// <summary>The API has answered a request of a page with a problem.</summary>
public sealed class ApiProblemException(int status, Problem problem, string? retryAfter) : Exception(problem.Detail)
{
    public int Status => status;

    public Problem Problem => problem;

    /// <summary>The value of <c>Retry-After</c>; null if there is none.</summary>
    public string? RetryAfter => retryAfter;
}
