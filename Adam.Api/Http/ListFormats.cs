using Adam.Api.Binding;
using FastEndpoints;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>The formats of lists, the usual one first.</summary>
internal sealed class ListFormats(IEnumerable<IListFormat> formats)
{
    public IReadOnlyList<IListFormat> All { get; } = [.. formats];

    /// <summary>Returns the formats of a list.</summary>
    /// <param name="scopes">The scopes of the list beside <see cref="ListFormatScope.AllLists"/>.</param>
    public IReadOnlyList<IListFormat> For(IReadOnlyCollection<ListFormatScope> scopes) =>
        [.. All.Where(format => format.Scope == ListFormatScope.AllLists || scopes.Contains(format.Scope))];
}

/// <summary>Marks an endpoint whose list is available in several formats.</summary>
/// <param name="scopes">The scopes of the list beside <see cref="ListFormatScope.AllLists"/>.</param>
internal sealed class OffersListFormats(params ListFormatScope[] scopes) : IOffersFormats
{
    private IReadOnlyList<IListFormat>? _formats;

    public IReadOnlyList<IAnswerFormat> FormatsOf(IServiceProvider services) =>
        _formats ??= services.GetRequiredService<ListFormats>().For(scopes);
}

internal static class ListFormatExtensions
{
    /// <summary>
    /// Declares that an endpoint offers the formats of lists. An endpoint that sends a list with
    /// <see cref="ListAsync"/> calls it in <c>Configure()</c>.
    /// </summary>
    /// <param name="scopes">The scopes of the list beside <see cref="ListFormatScope.AllLists"/>.</param>
    public static void OffersListFormats(this BaseEndpoint endpoint, params ListFormatScope[] scopes) =>
        endpoint.Definition.Metadata(new OffersListFormats(scopes));

    /// <summary>Sends the list in the negotiated format.</summary>
    public static Task ListAsync<T>(
        this IResponseSender send,
        ListRequest request,
        ListSource<T> list,
        CancellationToken ct
    )
    {
        var http = send.HttpContext;
        // One URL has several representations, so caches must distinguish them by Accept.
        var headers = http.Response.Headers;
        headers.Vary = StringValues.Concat(HeaderNames.Accept, headers.Vary);
        var format = (IListFormat)Negotiation.FormatOf(http);
        return format.WriteAsync(http, request, list, ct);
    }
}
