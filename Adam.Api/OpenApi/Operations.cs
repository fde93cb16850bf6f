using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Domain.Keys;
using FastEndpoints;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Adam.Api.OpenApi;

/// <summary>Describes an endpoint by its request type, its response type and its <see cref="Documentation"/>.</summary>
internal sealed class Operations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var endpoint = metadata.OfType<EndpointDefinition>().Single();
        var documentation = metadata.OfType<Documentation>().Single();
        var takesToken = metadata.OfType<TakesFeedToken>().Any();
        var request = RequestModel.For(endpoint.ReqDtoType);
        var schemas = new Schemas(context.Document);
        operation.OperationId = IdOf(endpoint);
        operation.Summary = documentation.Summary;
        var scope =
            endpoint.AnonymousVerbs is null || takesToken
                ? new EndpointMetadataCollection(metadata).ScopeFor(endpoint.Verbs[0])
                : null;
        operation.Description = documentation.Description + Roles(endpoint, takesToken) + Scope(scope);
        operation.Tags = new HashSet<OpenApiTagReference> { new(Tags.For(endpoint.EndpointType), context.Document) };
        operation.Parameters = [.. Parameters(operation.OperationId, request, schemas, context.Document, metadata)];
        operation.RequestBody = request.Body is { } body
            ? Body(operation.OperationId, body, request.MediaTypes, schemas)
            : null;
        operation.Security =
        [
            .. SchemesOf(endpoint, takesToken)
                .Select(scheme => new OpenApiSecurityRequirement { [new(scheme, context.Document)] = [] }),
        ];
        if (endpoint.AllowedRoles is { } roles)
            operation.AddExtension(
                "x-roles",
                new JsonNodeExtension(new JsonArray([.. roles.Select(role => JsonValue.Create(role))]))
            );
        if (scope is { } needed)
            operation.AddExtension("x-scope", new JsonNodeExtension(JsonValue.Create(Json.NameOf(needed))));
        var isIdempotent = metadata.OfType<HonoursIdempotencyKey>().Any();
        operation.Responses = new Responses(context.Document, schemas).For(
            endpoint,
            documentation,
            request,
            isIdempotent
        );
    }

    public static string IdOf(EndpointDefinition endpoint) =>
        JsonNamingPolicy.CamelCase.ConvertName(endpoint.EndpointType.Name);

    /// <summary>Returns the names of the security schemes, one of which is needed; empty if none is.</summary>
    private static string[] SchemesOf(EndpointDefinition endpoint, bool takesToken) =>
        takesToken ? [Contract.SecurityScheme, Contract.TokenScheme]
        : endpoint.AnonymousVerbs is not null ? []
        : [Contract.SecurityScheme];

    private static string Roles(EndpointDefinition endpoint, bool takesToken) =>
        takesToken ? "\n\nFor every role, and with the token of the feed."
        : endpoint.AllowedRoles is { } roles ? $"\n\nFor the role {string.Join(" or ", roles)}."
        : endpoint.AnonymousVerbs is not null ? "\n\nNo key is needed."
        : "\n\nFor every role.";

    private static string Scope(KeyScope? scope) =>
        scope is { } needed ? $" A key that is restricted to scopes needs `{Json.NameOf(needed)}`." : "";

    private static IEnumerable<IOpenApiParameter> Parameters(
        string operation,
        RequestModel request,
        Schemas schemas,
        OpenApiDocument document,
        IList<object> metadata
    )
    {
        foreach (var parameter in request.Route)
            yield return One(operation, parameter, ParameterLocation.Path, schemas);
        foreach (var parameter in request.Query)
            yield return One(operation, parameter, ParameterLocation.Query, schemas);
        var format = metadata.OfType<IOffersFormats>().FirstOrDefault() switch
        {
            OffersListFormats => Contract.ListFormat,
            OffersFileFormats file => Contract.AddFormat(document, file),
            _ => Negotiation.Parameter,
        };
        yield return new OpenApiParameterReference(format, document);
        foreach (var parameter in request.Headers)
            yield return One(operation, parameter, ParameterLocation.Header, schemas);
        if (metadata.OfType<HonoursIdempotencyKey>().Any())
            yield return new OpenApiParameterReference(HonoursIdempotencyKey.Header, document);
    }

    private static OpenApiParameter One(string operation, Parameter parameter, ParameterLocation place, Schemas schemas)
    {
        var property = parameter.Property;
        var schema = schemas.For(property, asked: true, described: false);
        var isCondition = parameter.ItemType == typeof(EntityTags) && parameter.Name == "If-Match";
        var isRequired = place is ParameterLocation.Path || parameter.IsRequired || isCondition;
        var value =
            parameter.ItemType == typeof(EntityTags)
            || parameter.ItemType == typeof(Cursor)
            || parameter.ItemType == typeof(ChangeCursor)
                ? null
                : Examples.For(property, asked: false);
        // A viewer of the document sends every parameter with an example. An optional one therefore has an example only
        // if it belongs to the example request; otherwise its schema shows a value.
        var example =
            ExampleFile.Parameter(operation, parameter.Name)
            ?? (
                isCondition ? JsonValue.Create("*")
                : isRequired ? value?.DeepClone()
                : null
            );
        // Two lists with commas in one operation make NSwag generate code that does not compile, so those without codes
        // are texts.
        var isText = parameter.IsCommaSeparated && !parameter.IsRepeatable;
        if (isText)
        {
            schema = new OpenApiSchema { Type = JsonSchemaType.String };
            (value, example) = (Joined(value), Joined(example));
        }

        if (example is null && value is not null && schema is OpenApiSchema shown)
            shown.Examples = [value];
        var unset = property.GetValue(RequestModel.For(property.ReflectedType!).Create());
        if (place is ParameterLocation.Query && schema is OpenApiSchema open && unset is int or true or false)
            open.Default = JsonValue.Create(unset);
        return new()
        {
            Name = parameter.Name,
            In = place,
            Required = isRequired,
            Description =
                (
                    XmlDocs.SummaryOf(property)
                    ?? throw new InvalidOperationException(
                        $"{property.DeclaringType}.{property.Name} needs a docstring, for the contract."
                    )
                )
                + (
                    isText ? " Values are separated by commas."
                    : parameter.IsCommaSeparated ? " Values are separated by commas, or the parameter is repeated."
                    : parameter.IsList ? " Can be given several times; one of the values must match."
                    : ""
                ),
            Schema = schema,
            Example = example,
            Style = parameter.IsList && !isText ? ParameterStyle.Form : null,
            // NSwag's client does not compile if an operation has a required and an optional list, both with commas.
            Explode = place is ParameterLocation.Query && (!parameter.IsCommaSeparated || (isRequired && !isText)),
        };
    }

    private static JsonNode? Joined(JsonNode? values) =>
        values is JsonArray list ? JsonValue.Create(string.Join(',', list.Select(value => value!.ToString()))) : values;

    private static OpenApiRequestBody Body(
        string operation,
        Parameter body,
        IReadOnlyList<string> mediaTypes,
        Schemas schemas
    )
    {
        if (body.ItemType == typeof(UploadedFile))
        {
            // OpenAPI 3.1 needs no schema for binary content. The media type is sufficient.
            return new()
            {
                Required = true,
                Description = XmlDocs.SummaryOf(body.Property),
                // Swagger UI offers the first one, and cannot send an example of XML: it wraps the text in an element.
                Content = mediaTypes
                    .OrderBy(type => type.EndsWith("xml", StringComparison.Ordinal))
                    .ToDictionary(
                        type => type,
                        IOpenApiMediaType (type) =>
                            new OpenApiMediaType
                            {
                                // Without JSON among the media types, NSwag's client does not compile without one.
                                // Swagger UI would ask for a file in place of the example of a text.
                                Schema =
                                    mediaTypes.Contains(Json.MediaType)
                                    || type.StartsWith("text/", StringComparison.Ordinal)
                                        ? null
                                        : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                                Example = ExampleFile.Body(operation, type),
                            }
                    ),
            };
        }

        var patched = (PatchOfAttribute?)Attribute.GetCustomAttribute(body.Property, typeof(PatchOfAttribute));
        var type = patched?.Type ?? body.Property.PropertyType;
        return new()
        {
            Required = true,
            Description = XmlDocs.SummaryOf(body.Property) ?? XmlDocs.SummaryOf(type),
            Content = mediaTypes.ToDictionary(
                mediaType => mediaType,
                IOpenApiMediaType (_) =>
                    new OpenApiMediaType
                    {
                        Schema = schemas.For(type, asked: true, patch: patched is not null),
                        Example = ExampleFile.Body(operation) ?? Examples.For(type, asked: true),
                    }
            ),
        };
    }
}
