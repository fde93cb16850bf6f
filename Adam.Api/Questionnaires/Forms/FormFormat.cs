using Adam.Api.Binding;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>A format of questions or of a form.</summary>
internal sealed record FormFormat(string Name, string MediaType) : IAnswerFormat
{
    public static readonly FormFormat Json = new("json", Serialization.Json.MediaType);

    public static readonly FormFormat Workbook = new("xlsx", FormWorkbook.MediaType);

    public static readonly FormFormat Schema = new("json-schema", "application/schema+json");
}
