using System.Text.Json;
using Adam.Api.Serialization;

namespace Adam.Api.Http;

/// <summary>Base of formats that write a list as a table, to be saved as a file.</summary>
internal abstract class TableListFormat(TimeProvider time) : StreamedListFormat(time)
{
    public override ListFormatScope Scope => ListFormatScope.AllLists;

    /// <summary>Returns an item in its JSON form, which the columns of a table read.</summary>
    protected static JsonDocument ToDocument<T>(T item) =>
        item is RawJson json
            ? JsonDocument.Parse(json.Utf8)
            : JsonSerializer.SerializeToDocument(item, Serialization.Json.Options);
}
