using Adam.Api.Binding;

namespace Adam.Api.Http;

/// <summary>Marks an endpoint whose file is available in several formats.</summary>
/// <param name="component">The name of the formats in the OpenAPI document: <c>TemplateFormat</c>.</param>
/// <param name="formats">The formats, the usual one first.</param>
internal sealed class OffersFileFormats(string component, IReadOnlyList<IAnswerFormat> formats) : IOffersFormats
{
    public string Component => component;

    public IReadOnlyList<IAnswerFormat> Formats => formats;

    public IReadOnlyList<IAnswerFormat> FormatsOf(IServiceProvider services) => formats;
}
