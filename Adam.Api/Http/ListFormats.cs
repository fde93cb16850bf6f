using Adam.Api.Binding;
using FastEndpoints;

namespace Adam.Api.Http;

/// <summary>The formats of lists, the usual one first.</summary>
internal sealed class ListFormats(IEnumerable<IListFormat> formats)
{
    public IReadOnlyList<IListFormat> All { get; } = [.. formats];

    public IReadOnlyList<IListFormat> WithoutTables { get; } = [.. formats.Where(format => !format.NeedsTable)];
}

/// <summary>Marks an endpoint whose list is available in several formats.</summary>
/// <param name="tables">True if the list is also available as a table.</param>
internal sealed class OffersListFormats(bool tables) : IOffersFormats
{
    public IReadOnlyList<IAnswerFormat> FormatsOf(IServiceProvider services)
    {
        var formats = services.GetRequiredService<ListFormats>();
        return tables ? formats.All : formats.WithoutTables;
    }
}

internal static class ListFormatExtensions
{
    /// <summary>
    /// Declares that an endpoint offers the formats of lists. An endpoint that sends a list with
    /// <see cref="ListAsync"/> calls it in <c>Configure()</c>.
    /// </summary>
    /// <param name="tables">True if the list has a <see cref="ListSource{T}.Table"/>.</param>
    public static void OffersListFormats(this BaseEndpoint endpoint, bool tables = false) =>
        endpoint.Definition.Metadata(new OffersListFormats(tables));

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
