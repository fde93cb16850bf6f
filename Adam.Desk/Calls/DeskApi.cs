using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Calls;

/// <summary>Sends the requests of one page to the API.</summary>
/// <param name="language">The language of names, as a value of <c>Accept-Language</c>.</param>
public sealed class DeskApi(IApi api, HttpContext page, string language)
{
    /// <summary>The rows of a table that a page shows.</summary>
    public const int MostRows = 5_000;

    private const int PageSize = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Returns the answer to a GET request.</summary>
    /// <exception cref="ApiProblemException">The API has answered with a problem.</exception>
    public async Task<T> GetAsync<T>(string address, string? key = null) =>
        Read<T>(await SendAsync(new(HttpMethods.Get, address, language) { Key = key }));

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
        var response = await SendAsync(
            new(method, address, language)
            {
                Body = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, Json),
                IfMatch = ifMatch,
                IdempotencyKey = once,
            }
        );
        return response.Tag ?? "";
    }

    private async Task<ApiResponse> SendAsync(ApiRequest request)
    {
        var response = await api.SendAsync(page, request);
        return response.IsSuccess
            ? response
            : throw new ApiProblemException(response.Status, Read<Problem>(response), response.RetryAfter);
    }

    private static T Read<T>(ApiResponse response) => JsonSerializer.Deserialize<T>(response.Body.Span, Json)!;

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
