using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Adam.Api.OpenApi;

/// <summary>Generates <c>openapi.yaml</c> from the endpoints. A test compares the committed file with it.</summary>
internal static class Contract
{
    public const string SecurityScheme = "bearer";

    public const string Name = "v1";

    /// <summary>The component of the parameter <c>format</c> of lists that come in several formats.</summary>
    public const string ListFormat = "listFormat";

    private const string Path = "/openapi.yaml";

    private const string About = """
        Who does what, where and when in counter-narcotics technical assistance, and which projects of different partners overlap.

        - Every request but those for health carries a key: `Authorization: Bearer adam_…`.
        - Lists come in pages: follow `nextCursor`, or the header `Link`, until it is null.
        - A single resource has an `ETag`. `If-None-Match` spares reading it again; `If-Match` is needed to change it.
        - Every answer names its request in the header `X-Request-Id`; give the operator that when you ask.
        - What goes wrong is `application/problem+json` with a stable `code`; bad input names every fault at once under `errors`.
        - Nothing is silently ignored: an unknown parameter, member or code is refused, with the nearest known one.
        - Dates are `YYYY-MM-DD`, both ends included; instants are RFC 3339 in UTC; amounts are exact decimals.
        """;

    public static IServiceCollection AddContract(this IServiceCollection services) =>
        services
            .AddEndpointsApiExplorer()
            .AddSwaggerGen(options =>
            {
                options.SwaggerDoc(
                    Name,
                    new OpenApiInfo
                    {
                        Title = "Adam",
                        Version = typeof(Contract)
                            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                            .InformationalVersion.Split('+')[0],
                        Description = About,
                        Contact = new OpenApiContact { Name = "The operator of this register" },
                    }
                );
                options.DocInclusionPredicate(
                    (_, description) => description.ActionDescriptor.EndpointMetadata.OfType<Documentation>().Any()
                );
                options.OrderActionsBy(description => $"/{description.RelativePath} {description.HttpMethod}");
                options.OperationFilter<Operations>();
                options.DocumentFilter<Frame>();
            });

    /// <summary>Serves Swagger UI at <c>/swagger</c>. All its files are part of the program.</summary>
    public static void UseSwaggerPage(this WebApplication app) =>
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal),
            page =>
                page.UseSwaggerUI(options =>
                {
                    options.SwaggerEndpoint($"..{Path}", "Adam");
                    options.DocumentTitle = "Adam";
                    options.EnableDeepLinking();
                    options.EnablePersistAuthorization();
                    options.EnableValidator(null); // the default sends the document to a site outside
                })
        );

    public static void MapContract(this WebApplication app)
    {
        var yaml = new Lazy<string>(() => Write(app.Services));
        app.MapGet(Path, () => Results.Text(yaml.Value, "application/yaml; charset=utf-8"))
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    public static string Write(IServiceProvider services)
    {
        var document = services.GetRequiredService<ISwaggerProvider>().GetSwagger(Name);
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_1, new OpenApiYamlWriter(text) { UseLiteralStyle = true });
        return text.ToString();
    }

    /// <summary>What belongs to no single endpoint, and the order in which everything is written.</summary>
    private sealed class Frame(ListFormats formats) : IDocumentFilter
    {
        public void Apply(OpenApiDocument document, DocumentFilterContext context)
        {
            document.Servers = [new() { Url = "/", Description = "The server that this document comes from." }];
            document.Tags = Tags.All;
            document.Security = [new() { [new(SecurityScheme, document)] = [] }];
            document.AddComponent<IOpenApiSecurityScheme>(
                SecurityScheme,
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "adam_{id}_{secret}",
                    Description = "An API key, as an admin issues it.",
                }
            );
            document.AddComponent<IOpenApiParameter>(
                Negotiation.Parameter,
                Format(document, "Format", "", formats.All.Take(1))
            );
            var differences = string.Concat(formats.All.Skip(1).Select(format => $" {format.Description} Its media type is {format.MediaType}."));
            document.AddComponent<IOpenApiParameter>(
                ListFormat,
                Format(document, "ListFormat", differences, formats.All)
            );
            document.AddComponent<IOpenApiParameter>(
                HonoursIdempotencyKey.Header,
                new OpenApiParameter
                {
                    Name = HonoursIdempotencyKey.Header,
                    In = ParameterLocation.Header,
                    Description =
                        "A word of the caller's own, best a UUID. The same word with the same body within 24 hours "
                            + "answers as the first time, without doing it again (with the header "
                        + "`Idempotent-Replayed: true`); refused requests are not kept.",
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        MinLength = 1,
                        MaxLength = 255,
                    },
                    Example = "6f1c2b34-0f6e-4d0e-9d5a-3f8f3c1f7a52",
                }
            );
            Header(document, "ETag", "The state of the resource: for If-None-Match and If-Match.", "\"3\"");
            Header(document, "Location", "The path of what was made.", "/v1/keys/4f1c9a0b7d2e8c35");
            Header(
                document,
                "Link",
                "The next page, as `rel=\"next\"`; absent on the last one.",
                "</v1/partners?limit=50&cursor=eyJPZiI6…>; rel=\"next\""
            );
            Header(document, "WWW-Authenticate", "How to authenticate.", "Bearer realm=\"adam\"");
            Header(document, "Retry-After", "How many seconds to wait before asking again.", "5");
            Header(document, "Accept-Post", "The media type that a POST here takes.", Json.MediaType);
            Header(document, "Accept-Patch", "The media type that a PATCH here takes.", MediaTypesAttribute.MergePatch);

            document.Components!.Schemas = Sorted(document.Components.Schemas);
            document.Components.Responses = Sorted(document.Components.Responses);
        }

        private static OpenApiParameter Format(
            OpenApiDocument document,
            string schemaName,
            string differences,
            IEnumerable<IListFormat> formats
        )
        {
            JsonNode[] names = [.. formats.Select(format => JsonValue.Create(format.Name))];
            document.AddComponent<IOpenApiSchema>(
                schemaName,
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = names }
            );
            return new()
            {
                Name = Negotiation.Parameter,
                In = ParameterLocation.Query,
                Description = $"The format of the answer. It outranks the header Accept.{differences}",
                Schema = new OpenApiSchemaReference(schemaName, document),
            };
        }

        private static void Header(OpenApiDocument document, string name, string description, string example) =>
            document.AddComponent<IOpenApiHeader>(
                name,
                new OpenApiHeader
                {
                    Description = description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = example,
                }
            );

        private static Dictionary<string, T>? Sorted<T>(IDictionary<string, T>? components) =>
            components
                ?.OrderBy(component => component.Key, StringComparer.Ordinal)
                .ToDictionary(component => component.Key, component => component.Value);
    }
}
