using Adam.Api.Binding;

namespace Adam.Api.Imports.Templates;

/// <summary>A format of the template.</summary>
internal abstract class TemplateFormat : IAnswerFormat
{
    /// <summary>All formats, the usual one first.</summary>
    public static readonly IReadOnlyList<TemplateFormat> All = [new XlsxTemplate(), new CsvTemplate()];

    public abstract string Name { get; }

    public abstract string MediaType { get; }

    public abstract Task WriteAsync(Stream stream, CancellationToken ct);
}
