using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Tables;

namespace Adam.Api.Exports.Json;

/// <summary>Writes a page as a JSON object, with the cursor of the next page.</summary>
internal sealed class JsonListFormat : IListFormat
{
    public string Name => "json";

    public string MediaType => Serialization.Json.MediaType;

    public string Description => "";

    public ListFormatScope Scope => ListFormatScope.AllLists;

    public async Task WriteAsync<T>(HttpContext http, ListRequest request, ListSource<T> list, CancellationToken ct)
    {
        TableOptions.RejectIn("JSON", request);
        var page = await list.PageAsync(request.Limit, ct);
        long? total = request.Count ? await list.CountAsync(ct) : null;
        var names = list.NameAsync is { } name ? await name(page.Items, ct) : null;
        if (list.ToResponse is { } response)
        {
            await http.PageAsync(
                cursor => response(page.Items, cursor, total, names),
                page.Next,
                request.IfNoneMatch,
                ct
            );
            return;
        }

        var isNothing = page.Items.Count == 0 && request.Cursor is null;
        var suggestions = isNothing && list.SuggestAsync is { } suggest ? await suggest(ct) : [];
        await http.PageAsync(
            cursor => new ListResponse<T>(
                page.Items,
                cursor,
                total,
                names,
                suggestions.Count == 0 ? null : suggestions,
                request is IHasBindingWarnings { BindingWarnings: { Count: > 0 } warnings } ? warnings : null
            ),
            page.Next,
            request.IfNoneMatch,
            ct
        );
    }
}
