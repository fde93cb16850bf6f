using Adam.Api.Requests;
using FastEndpoints;

namespace Adam.Api.OpenApi;

/// <summary>What the contract says of an endpoint beyond what its request and answer types say already.</summary>
/// <param name="Status">Of the answer when all goes well.</param>
/// <param name="Answer">The type of that answer; null when it has no body.</param>
/// <param name="Problems">What may go wrong with this endpoint in particular; what may go wrong with any request is added.</param>
/// <param name="Tagged">Whether the answer carries an <c>ETag</c>.</param>
internal sealed record Documentation(string Summary, string Description, int Status, Type? Answer, IReadOnlyList<ErrorCode> Problems, bool Tagged)
{
    /// <summary>The media type of the answer.</summary>
    public string MediaType { get; init; } = Json.MediaType;
}

internal static class DocumentationExtensions
{
    /// <summary>Called in <c>Configure()</c> by every endpoint: one without it is not part of the contract.</summary>
    public static void Documents(
        this BaseEndpoint endpoint, string summary, string description, int status = 200, Type? answer = null, bool tagged = false, string mediaType = Json.MediaType, params ErrorCode[] problems) =>
        endpoint.Definition.Metadata(new Documentation(summary, description, status, answer, problems, tagged) { MediaType = mediaType });

    public static void HonoursIdempotencyKey(this BaseEndpoint endpoint) => endpoint.Definition.Metadata(new HonoursIdempotencyKey());
}
