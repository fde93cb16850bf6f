using Adam.Api.Binding;
using FastEndpoints;

namespace Adam.Api.Http;

/// <summary>The formats of lists, the usual one first.</summary>
internal sealed class ListFormats(IEnumerable<IListFormat> formats)
{
    public IReadOnlyList<IListFormat> All { get; } = [.. formats];
}

/// <summary>Marks an endpoint whose list is offered in every format.</summary>
internal sealed class OffersListFormats : IOffersFormats
{
    public IReadOnlyList<IAnswerFormat> FormatsOf(IServiceProvider services) =>
        services.GetRequiredService<ListFormats>().All;
}

internal static class ListFormatExtensions
{
    /// <summary>Called in <c>Configure()</c> by an endpoint that answers by <see cref="ListAsync"/>.</summary>
    public static void OffersListFormats(this BaseEndpoint endpoint) =>
        endpoint.Definition.Metadata(new OffersListFormats());

    /// <summary>Answers with the list in the format that was negotiated.</summary>
    public static Task ListAsync<T>(
        this IResponseSender send,
        ListRequest request,
        ListSource<T> list,
        CancellationToken ct
    )
    {
        var http = send.HttpContext;
        // The same address has several representations.
        http.Response.Headers.Vary = "Accept";
        var format = (IListFormat)Negotiation.FormatOf(http);
        return format.WriteAsync(http, request, list, ct);
    }
}
