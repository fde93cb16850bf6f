using Adam.Api.Binding;
using Adam.Api.Errors;

namespace Adam.Api.Http;

/// <summary>
/// A representation of a list. A format has a folder of its own and one line in <c>ExportServices</c>; every list that
/// offers formats then offers it.
/// </summary>
internal interface IListFormat : IAnswerFormat
{
    /// <summary>What the format does other than JSON, for the contract; empty for JSON itself.</summary>
    string Description { get; }

    /// <summary>Writes the answer.</summary>
    /// <param name="request">What the caller asks of the list.</param>
    /// <exception cref="ProblemException">The request asks for something that the format cannot express.</exception>
    Task WriteAsync<T>(HttpContext http, ListRequest request, ListSource<T> list, CancellationToken ct);
}

/// <summary>A list as its endpoint offers it to a format: by the page, or as a stream.</summary>
internal sealed record ListSource<T>
{
    /// <summary>Reads one page of at most so many items, from the request's cursor on.</summary>
    public required Func<int, CancellationToken, Task<ListPage<T>>> PageAsync { get; init; }

    /// <summary>
    /// Reads all items from the request's cursor on, in memory for one page, and without a transaction or connection
    /// while the caller is slow to take them.
    /// </summary>
    public required Func<CancellationToken, IAsyncEnumerable<T>> StreamAsync { get; init; }

    /// <summary>Counts all items that the filters match, whatever the cursor.</summary>
    public required Func<CancellationToken, Task<long>> CountAsync { get; init; }
}

/// <summary>One page of a list.</summary>
/// <param name="Next">The sort key of the last item, which the next page follows; null on the last page.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, object[]? Next);
