using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Adam.Data.Databases;

/// <summary>Serialises rows to one parameter: a JSON array of arrays, for <see cref="SqlDialect.Rows"/>.</summary>
internal static class JsonRowSet
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// The maximum number of rows that one statement writes. Each written row is a lock, and SQL Server replaces 5,000
    /// row locks of a statement in one table or index by a lock on the table.
    /// </summary>
    private const int MaxRowsPerStatement = 4_000;

    /// <summary>
    /// Returns the rows in batches that SQL Server writes without locking the table; empty if there are no rows.
    /// </summary>
    public static IEnumerable<string> SerializeInBatches(IEnumerable<object[]> rows) =>
        rows.Chunk(MaxRowsPerStatement).Select(Serialize);

    /// <param name="rows">Rows of text, integers and ids; null is NULL.</param>
    public static string Serialize(IEnumerable<object?[]> rows)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(bytes, Options);
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            writer.WriteStartArray();
            foreach (var value in row)
                Write(writer, value);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Returns rows with one id each, ascending.</summary>
    public static string FromIds(IEnumerable<long> ids) => Serialize(ids.Order().Select(id => new object[] { id }));

    /// <summary>Returns rows with one text each, in the order of code points.</summary>
    public static string FromKeys(IEnumerable<string> keys) =>
        Serialize(keys.Order(StringComparer.Ordinal).Select(key => new object[] { key }));

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case Guid id:
                writer.WriteStringValue(id);
                break;
            default:
                throw new ArgumentException($"No row holds a {value.GetType()}.", nameof(value));
        }
    }
}
