using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Tables;

namespace Adam.Api.Http;

/// <summary>
/// A format of lists. Each format has its own folder and one line in <c>ExportServices</c>. All lists that offer
/// formats then offer it.
/// </summary>
internal interface IListFormat : IAnswerFormat
{
    /// <summary>The differences from JSON, for the OpenAPI document; empty for JSON itself.</summary>
    string Description { get; }

    /// <summary>The lists that have the format.</summary>
    ListFormatScope Scope { get; }

    /// <summary>Writes the response.</summary>
    /// <param name="request">The parameters of the list: page size, cursor and total.</param>
    /// <exception cref="ProblemException">The request has a parameter that the format does not support.</exception>
    Task WriteAsync<T>(HttpContext http, ListRequest request, ListSource<T> list, CancellationToken ct);
}

/// <summary>The lists that have a format.</summary>
internal enum ListFormatScope
{
    AllLists,

    /// <summary>Lists of projects in their JSON form.</summary>
    Projects,

    /// <summary>Lists whose columns all state their types.</summary>
    TypedTables,

    /// <summary>Lists whose items have a member <c>country</c>.</summary>
    Countries,

    /// <summary>Lists of meetings.</summary>
    Meetings,
}

/// <summary>The data of a list that an endpoint supplies to a format: as pages or as a stream.</summary>
internal sealed record ListSource<T>
{
    /// <summary>Reads one page from the request's cursor on. The parameter is the maximum number of items.</summary>
    public required Func<int, CancellationToken, Task<ListPage<T>>> PageAsync { get; init; }

    /// <summary>
    /// Reads all items from the request's cursor on, as they are at one instant. Two pages are in memory. A snapshot
    /// is held until the last item is read, so the reader must not wait for a client.
    /// </summary>
    public required Func<CancellationToken, IAsyncEnumerable<T>> StreamAsync { get; init; }

    /// <summary>Counts all items that match the filters, independent of the cursor.</summary>
    public required Func<CancellationToken, Task<long>> CountAsync { get; init; }

    /// <summary>Finds the names of the codes in a page; null if the client has not asked for names.</summary>
    public Func<IReadOnlyList<T>, CancellationToken, Task<NamesResponse>>? NameAsync { get; init; }

    /// <summary>The form of the list as a table, whose name is that of the files of all formats.</summary>
    public required ListTable Table { get; init; }

    /// <summary>
    /// Creates the JSON response from a page, the cursor of the next one, the total and the names; null for a
    /// <see cref="ListResponse{T}"/>.
    /// </summary>
    public Func<IReadOnlyList<T>, string?, long?, NamesResponse?, object>? ToResponse { get; init; }

    /// <summary>True if the client has selected members of the items.</summary>
    public bool IsSelection { get; init; }

    /// <summary>
    /// Suggests other values for filters that nothing matches; null if the list has no such filters.
    /// </summary>
    public Func<CancellationToken, Task<IReadOnlyList<SuggestionResponse>>>? SuggestAsync { get; init; }
}

/// <summary>One page of a list.</summary>
/// <param name="Next">The sort key of the last item, which the next page follows; null on the last page.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, object[]? Next);
