using System.Text.Json.Nodes;
using Adam.Api.Serialization;
using Adam.Api.Subscriptions.Webhooks;
using Microsoft.OpenApi;

namespace Adam.Api.OpenApi;

/// <summary>Describes the requests that the register sends to webhooks, so that receivers can be generated.</summary>
internal static class Webhooks
{
    public static void AddTo(OpenApiDocument document)
    {
        var operation = new OpenApiOperation
        {
            OperationId = "receiveEvent",
            Summary = "Receive an event",
            Description =
                "The register sends each event of a subscription with the channel `webhook`, one after the other, at "
                + "least once and with the same `webhook-id`. The signature is that of Standard Webhooks.",
            Tags = new HashSet<OpenApiTagReference> { new("Subscriptions", document) },
            Parameters =
            [
                Header("webhook-id", "The id of the event.", "evt_MTg6MTc2OTg1MTgwMDAwMDAwMA"),
                Header("webhook-timestamp", "The instant of the attempt, in seconds since 1970-01-01.", "1769851801"),
                Header(
                    "webhook-signature",
                    "`v1,` and a signature in Base64; several are separated by spaces.",
                    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
                ),
            ],
            RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [Json.MediaType] = new OpenApiMediaType
                    {
                        Schema = new Schemas(document).For(typeof(EventPayload), asked: false),
                        Example = Examples.For(typeof(EventPayload), asked: false),
                    },
                },
            },
            Responses = new OpenApiResponses
            {
                ["2XX"] = new OpenApiResponse { Description = "The receiver has taken the event." },
                ["410"] = new OpenApiResponse
                {
                    Description = "The receiver wants no more events. The subscription is disabled.",
                },
                ["default"] = new OpenApiResponse { Description = "A failure. The event is sent again." },
            },
            Security = [],
        };
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>
        {
            ["event"] = new OpenApiPathItem
            {
                Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = operation },
            },
        };
    }

    private static OpenApiParameter Header(string name, string description, string example) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = true,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = JsonValue.Create(example),
        };
}
