using Adam.Api.Binding;
using FastEndpoints;

namespace Adam.Api.Http;

/// <summary>The formats of lists, the usual one first.</summary>
internal sealed class ListFormats(IEnumerable<IListFormat> formats)
{
    public IReadOnlyList<IListFormat> All { get; } = [.. formats];
}

/// <summary>Marks an endpoint whose list is available in every format.</summary>
internal sealed class OffersListFormats : IOffersFormats
{
    public IReadOnlyList<IAnswerFormat> FormatsOf(IServiceProvider services) =>
        services.GetRequiredService<ListFormats>().All;
}

internal static class ListFormatExtensions
{
    /// <summary>
    /// Declares that an endpoint offers all formats. An endpoint that sends a list with <see cref="ListAsync"/> calls
    /// it in <c>Configure()</c>.
    /// </summary>
    public static void OffersListFormats(this BaseEndpoint endpoint) =>
        endpoint.Definition.Metadata(new OffersListFormats());

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
        http.Response.Headers.Vary = "Accept";
        var format = (IListFormat)Negotiation.FormatOf(http);
        return format.WriteAsync(http, request, list, ct);
    }
}
