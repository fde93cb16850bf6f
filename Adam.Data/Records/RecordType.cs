using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Data.Audit.Recording;
using Adam.Data.Projects;

namespace Adam.Data.Records;

/// <summary>The way in which the register stores the records of one kind: as JSON documents of a table.</summary>
/// <param name="subject">The kind. The table has its name.</param>
/// <param name="toDocument">Converts a record to its document, which the audit chain contains too.</param>
/// <param name="parse">Converts the JSON of a document to the record.</param>
internal sealed class RecordType<TRecord>(
    AuditSubject subject,
    Func<TRecord, object> toDocument,
    Func<string, TRecord> parse
)
    where TRecord : notnull
{
    public AuditSubject Subject => subject;

    public RecordSql Sql { get; } = new(subject.ToString());

    public object ToDocument(TRecord record) => toDocument(record);

    public string Write(TRecord record) => RecordJson.Write(toDocument(record));

    public TRecord Parse(string document) => parse(document);
}

/// <summary>Reads and writes documents of records.</summary>
internal static class RecordJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new InstantJson(),
        },
    };

    public static string Write(object document) => JsonSerializer.Serialize(document, document.GetType(), Options);

    public static TDocument Read<TDocument>(string json) => JsonSerializer.Deserialize<TDocument>(json, Options)!;
}
