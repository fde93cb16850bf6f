using System.Globalization;
using System.Text.Json;
using Adam.Api.Serialization;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>Base of formats that write a list as a table, to be saved as a file.</summary>
internal abstract class TableListFormat(TimeProvider time) : StreamedListFormat
{
    public override ListFormatScope Scope => ListFormatScope.Tables;

    protected TimeProvider Time => time;

    /// <summary>The extension of the file, with its dot.</summary>
    protected abstract string Extension { get; }

    protected override void SetHeaders<T>(HttpContext http, ListSource<T> list)
    {
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"adam-{list.Table!.Name}-{day}{Extension}",
        }.ToString();
    }

    /// <summary>Returns an item in its JSON form, which the columns of a table read.</summary>
    protected static JsonDocument ToDocument<T>(T item) =>
        item is RawJson json
            ? JsonDocument.Parse(json.Utf8)
            : JsonSerializer.SerializeToDocument(item, Serialization.Json.Options);
}
