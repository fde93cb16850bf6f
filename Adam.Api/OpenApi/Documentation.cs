using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.Serialization;
using FastEndpoints;

namespace Adam.Api.OpenApi;

/// <summary>The documentation of an endpoint that is not in its request and response types.</summary>
/// <param name="Status">The status of the successful response.</param>
/// <param name="Answer">The type of the successful response; null if it has no body.</param>
/// <param name="Problems">The errors that are specific to the endpoint. Errors of all endpoints are added.</param>
/// <param name="Tagged">True if the response has an <c>ETag</c>.</param>
internal sealed record Documentation(
    string Summary,
    string Description,
    int Status,
    Type? Answer,
    IReadOnlyList<ErrorCode> Problems,
    bool Tagged
)
{
    /// <summary>The media type of the successful response.</summary>
    public string MediaType { get; init; } = Json.MediaType;

    /// <summary>The type of the response 202; null if the endpoint never has one.</summary>
    public Type? Accepted { get; init; }
}

internal static class DocumentationExtensions
{
    /// <summary>
    /// Documents an endpoint. Every endpoint calls it in <c>Configure()</c>. The OpenAPI document omits endpoints
    /// without it.
    /// </summary>
    public static void Documents(
        this BaseEndpoint endpoint,
        string summary,
        string description,
        int status = 200,
        Type? answer = null,
        bool tagged = false,
        string mediaType = Json.MediaType,
        Type? accepted = null,
        params ErrorCode[] problems
    ) =>
        endpoint.Definition.Metadata(
            new Documentation(summary, description, status, answer, problems, tagged)
            {
                MediaType = mediaType,
                Accepted = accepted,
            }
        );

    /// <param name="hasFile">True if the body is a file, which the endpoint receives itself.</param>
    public static void HonoursIdempotencyKey(this BaseEndpoint endpoint, bool hasFile = false) =>
        endpoint.Definition.Metadata(new HonoursIdempotencyKey(hasFile));
}
