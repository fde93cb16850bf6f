using Adam.Api.Binding;
using FastEndpoints;

namespace Adam.Api.Http;

/// <summary>The formats of lists, the usual one first.</summary>
internal sealed class ListFormats(IEnumerable<IListFormat> formats)
{
    public IReadOnlyList<IListFormat> All { get; } = [.. formats];

    /// <summary>Returns the formats that the endpoint of a request offers; null if it answers in JSON alone.</summary>
    public static IReadOnlyList<IListFormat>? OfferedBy(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<OffersListFormats>() is null
            ? null
            : http.RequestServices.GetRequiredService<ListFormats>().All;
}

/// <summary>Marks an endpoint whose list is offered in every format.</summary>
internal sealed class OffersListFormats;

internal static class ListFormatExtensions
{
    /// <summary>Called in <c>Configure()</c> by an endpoint that answers by <see cref="ListAsync"/>.</summary>
    public static void OffersListFormats(this BaseEndpoint endpoint) =>
        endpoint.Definition.Metadata(new OffersListFormats());

    /// <summary>Answers with the list in the format that was negotiated.</summary>
    public static Task ListAsync<T>(
        this IResponseSender send, ListRequest request, ListSource<T> list, CancellationToken ct)
    {
        var http = send.HttpContext;
        // The same address has several representations.
        http.Response.Headers.Vary = "Accept";
        return Negotiation.FormatOf(http).WriteAsync(http, request, list, ct);
    }
}
