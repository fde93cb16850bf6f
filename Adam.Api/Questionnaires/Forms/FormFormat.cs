using Adam.Api.Binding;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>A format of questions or of a form.</summary>
/// <param name="Extension">The extension of the file, with its dot; null if the form is not saved as a file.</param>
internal sealed record FormFormat(string Name, string MediaType, string? Extension = null) : IAnswerFormat
{
    public static readonly FormFormat Json = new("json", Serialization.Json.MediaType);

    public static readonly FormFormat Workbook = new("xlsx", FormWorkbook.MediaType, ".xlsx");

    public static readonly FormFormat Schema = new("json-schema", "application/schema+json", ".schema.json");
}
