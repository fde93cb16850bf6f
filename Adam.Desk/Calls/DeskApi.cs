using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Calls;

/// <summary>Reads the API for one page.</summary>
/// <param name="language">The language of names, as a value of <c>Accept-Language</c>.</param>
public sealed class DeskApi(IApi api, HttpContext page, string language)
{
    /// <summary>The rows of a table that a page shows.</summary>
    public const int MostRows = 5_000;

    private const int PageSize = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Returns the answer to a GET request.</summary>
    /// <exception cref="ApiProblemException">The API has answered with a problem.</exception>
    public async Task<T> GetAsync<T>(string address, string? key = null)
    {
        var response = await api.GetAsync(page, address, language, key);
        if (response.IsSuccess)
            return JsonSerializer.Deserialize<T>(response.Body.Span, Json)!;

        var problem = JsonSerializer.Deserialize<Problem>(response.Body.Span, Json)!;
        throw new ApiProblemException(response.Status, problem, response.RetryAfter);
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

/// <summary>The API has answered a request of a page with a problem.</summary>
public sealed class ApiProblemException(int status, Problem problem, string? retryAfter) : Exception(problem.Detail)
{
    public int Status => status;

    public Problem Problem => problem;

    /// <summary>The value of <c>Retry-After</c>; null if there is none.</summary>
    public string? RetryAfter => retryAfter;
}
