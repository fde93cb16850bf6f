using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Adam.Api.Errors;
using FastEndpoints;

namespace Adam.Api.Binding;

/// <summary>The parameters of every list.</summary>
internal abstract record ListRequest
{
    /// <summary>The maximum number of items of the page.</summary>
    [QueryParam, Range(1, 500), Example(50)]
    public int Limit { get; init; } = 50;

    /// <summary>
    /// The start of the page: the <c>nextCursor</c> of the previous page. It is valid only for the same path, filters
    /// and sort.
    /// </summary>
    [QueryParam]
    public Cursor? Cursor { get; init; }

    /// <summary>True to return also the number of all items that match the filters, as <c>total</c>.</summary>
    [QueryParam]
    public bool Count { get; init; }

    /// <summary>
    /// The <c>ETag</c> of the page that the client has; the response is 304 if the page is the same now. Pages in JSON
    /// have one.
    /// </summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>The parameters of a list that is one page.</summary>
internal sealed record WholeListRequest
{
    /// <summary>The <c>ETag</c> of the list that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of this page, in the order of the list.</param>
/// <param name="NextCursor">
/// The <c>cursor</c> of the next page; null on the last page. The <c>Link</c> header has the complete URL.
/// </param>
/// <param name="Total">The number of items on all pages; only with <c>count=true</c>.</param>
/// <param name="Names">
/// The names of countries, partners and pillars of this page; only with <c>include=names</c>, which some lists take.
/// </param>
/// <param name="Suggestions">
/// Other values for words of <c>q</c> and for places that no project has; only if nothing was found and others are
/// near.
/// </param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record ListResponse<T>(
    IReadOnlyList<T> Items,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NamesResponse? Names = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<SuggestionResponse>? Suggestions = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<ValidationError>? Warnings = null
);
