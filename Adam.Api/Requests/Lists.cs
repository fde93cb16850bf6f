using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FastEndpoints;

namespace Adam.Api.Requests;

/// <summary>What every list takes.</summary>
internal abstract record ListRequest
{
    /// <summary>How many items the page holds at most.</summary>
    [QueryParam, Range(1, 500), Example(50)]
    public int Limit { get; init; } = 50;

    /// <summary>Where the page begins: <c>nextCursor</c> of the page before. It holds for the same path, filters and sort only.</summary>
    [QueryParam]
    public Cursor? Cursor { get; init; }

    /// <summary>Whether to count all items that the filters let through, as <c>total</c>.</summary>
    [QueryParam]
    public bool Count { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of this page, in the order of the list.</param>
/// <param name="NextCursor">What to ask the next page with; null on the last one. The header <c>Link</c> has the whole address.</param>
/// <param name="Total">How many items there are on all pages together; only with <c>count=true</c>.</param>
internal sealed record ListResponse<T>(
    IReadOnlyList<T> Items, string? NextCursor, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total = null);
