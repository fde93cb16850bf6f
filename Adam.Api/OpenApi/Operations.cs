using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Idempotency;
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
        var request = RequestModel.For(endpoint.ReqDtoType);
        var schemas = new Schemas(context.Document);
        var name = endpoint.EndpointType.Name;

        operation.OperationId = char.ToLowerInvariant(name[0]) + name[1..];
        operation.Summary = documentation.Summary;
        operation.Description = documentation.Description + Roles(endpoint);
        operation.Tags = new HashSet<OpenApiTagReference> { new(Tags.For(endpoint.EndpointType), context.Document) };
        operation.Parameters = [.. Parameters(request, schemas, context.Document, metadata)];
        operation.RequestBody = request.Body is { } body ? Body(body, request.MediaTypes, schemas) : null;
        operation.Security = endpoint.AnonymousVerbs is not null
            ? []
            : [new() { [new(Contract.SecurityScheme, context.Document)] = [] }];
        if (endpoint.AllowedRoles is { } roles)
            operation.AddExtension(
                "x-roles",
                new JsonNodeExtension(new JsonArray([.. roles.Select(role => JsonValue.Create(role))]))
            );
        var isIdempotent = metadata.OfType<HonoursIdempotencyKey>().Any();
        operation.Responses = new Responses(context.Document, schemas).For(
            endpoint,
            documentation,
            request,
            isIdempotent
        );
    }

    private static string Roles(EndpointDefinition endpoint) =>
        endpoint.AllowedRoles is { } roles ? $"\n\nFor the role {string.Join(" or ", roles)}."
        : endpoint.AnonymousVerbs is not null ? "\n\nNo key is needed."
        : "\n\nFor every role.";

    private static IEnumerable<IOpenApiParameter> Parameters(
        RequestModel request,
        Schemas schemas,
        OpenApiDocument document,
        IList<object> metadata
    )
    {
        foreach (var parameter in request.Route)
            yield return One(parameter, ParameterLocation.Path, schemas);
        foreach (var parameter in request.Query)
            yield return One(parameter, ParameterLocation.Query, schemas);
        var isList = metadata.OfType<OffersListFormats>().Any();
        yield return new OpenApiParameterReference(isList ? Contract.ListFormat : Negotiation.Parameter, document);
        foreach (var parameter in request.Headers)
            yield return One(parameter, ParameterLocation.Header, schemas);
        if (metadata.OfType<HonoursIdempotencyKey>().Any())
            yield return new OpenApiParameterReference(HonoursIdempotencyKey.Header, document);
    }

    private static OpenApiParameter One(Parameter parameter, ParameterLocation place, Schemas schemas)
    {
        var property = parameter.Property;
        var schema = schemas.For(property, asked: true, described: false);
        var example =
            parameter.ItemType == typeof(EntityTags) ? JsonValue.Create("\"3\"")
            : parameter.ItemType == typeof(Cursor) ? null
            : Examples.For(property, asked: false);
        var unset = property.GetValue(RequestModel.For(property.ReflectedType!).Create());
        if (place is ParameterLocation.Query && schema is OpenApiSchema open && unset is int or true or false)
            open.Default = JsonValue.Create(unset);
        return new()
        {
            Name = parameter.Name,
            In = place,
            Required =
                place is ParameterLocation.Path
                || parameter.IsRequired
                || (parameter.ItemType == typeof(EntityTags) && parameter.Name == "If-Match"),
            Description =
                (
                    XmlDocs.SummaryOf(property)
                    ?? throw new InvalidOperationException(
                        $"{property.DeclaringType}.{property.Name} needs a docstring, for the contract."
                    )
                )
                + (
                    parameter.IsCommaSeparated ? " Values are separated by commas."
                    : parameter.IsList ? " Can be given several times; one of the values must match."
                    : ""
                ),
            Schema = schema,
            Example = example,
            Style = parameter.IsList ? ParameterStyle.Form : null,
            Explode = place is ParameterLocation.Query && !parameter.IsCommaSeparated,
        };
    }

    private static OpenApiRequestBody Body(Parameter body, IReadOnlyList<string> mediaTypes, Schemas schemas)
    {
        if (body.ItemType == typeof(UploadedFile))
        {
            // OpenAPI 3.1 needs no schema for binary content. The media type is sufficient.
            return new()
            {
                Required = true,
                Description = XmlDocs.SummaryOf(body.Property),
                Content = mediaTypes.ToDictionary(type => type, IOpenApiMediaType (_) => new OpenApiMediaType()),
            };
        }

        var patched = (PatchOfAttribute?)Attribute.GetCustomAttribute(body.Property, typeof(PatchOfAttribute));
        var type = patched?.Type ?? body.Property.PropertyType;
        var example =
            patched is not null && Examples.For(type, asked: true) is JsonObject whole
                ? new JsonObject(
                    whole.Take(1).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
                )
                : Examples.For(type, asked: true);
        return new()
        {
            Required = true,
            Description = XmlDocs.SummaryOf(body.Property) ?? XmlDocs.SummaryOf(type),
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [mediaTypes[0]] = new OpenApiMediaType
                {
                    Schema = schemas.For(type, asked: true, patch: patched is not null),
                    Example = example,
                },
            },
        };
    }
}
