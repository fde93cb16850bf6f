using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.RateLimits;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Adam.Api.OpenApi;

/// <summary>Generates <c>openapi.yaml</c> from the endpoints. A test compares the committed file with it.</summary>
internal static class Contract
{
    public const string SecurityScheme = "bearer";

    /// <summary>The security scheme of feeds.</summary>
    public const string TokenScheme = "feedToken";

    public const string Name = "v1";

    /// <summary>The name of the component for the parameter <c>format</c> of lists with several formats.</summary>
    public const string ListFormat = "listFormat";

    private const string Path = "/openapi.yaml";

    /// <summary>The path of the script that keeps Swagger UI from indenting NDJSON.</summary>
    private const string ScriptPath = "/swagger/ndjson.js";

    /// <summary>The address of the contract for programs that read JSON, and no newer version than 3.0.</summary>
    public const string JsonPath = "/openapi.json";

    public const string JsonType = "application/vnd.oai.openapi+json;version=3.0";

    private const string About = """
        A register of counter-narcotics technical assistance: who does what, where and when.
        It reports which projects of different partners overlap.

        - All requests except those for health need a key: `Authorization: Bearer adam_…`.
          [The documentation](/docs) needs none.
          Where the operator has configured an OpenID Connect issuer, a token (JWT) of this issuer does as well.
        - Lists are paged: request `nextCursor`, or the header `Link`, until it is null.
        - Resources and pages of lists have an `ETag`. With `If-None-Match`, an unchanged one returns 304.
          A change requires `If-Match`.
        - Every response has the id of its request in the header `X-Request-Id`, for questions to the operator.
        - Errors are `application/problem+json` with a stable `code`.
          For invalid input, `errors` lists all errors of the request.
        - Unknown parameters, members and codes are rejected with the nearest known name.
        - Dates are `YYYY-MM-DD`, both ends included. Instants are RFC 3339 in UTC. Amounts are exact decimals.
        """;

    public static IServiceCollection AddContract(this IServiceCollection services) =>
        services
            .AddSingleton<ExampleIds>()
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
                    // Of 3.1, Swagger UI reads the whole document again for each operation that is opened, which
                    // takes seconds.
                    options.SwaggerEndpoint($"..{JsonPath}", "Adam");
                    options.InjectJavascript("./ndjson.js");
                    options.DocumentTitle = "Adam";
                    options.EnableDeepLinking();
                    options.EnablePersistAuthorization();
                    options.EnableValidator(null); // the default sends the document to a site outside
                    // Drawing all operations at once keeps it busy, too; the tags say where they are.
                    options.DocExpansion(DocExpansion.None);
                    options.DefaultModelsExpandDepth(0);
                    // Colouring a long answer keeps a browser busy for seconds.
                    options.ConfigObject.AdditionalItems["syntaxHighlight"] = false;
                })
        );

    public static void MapContract(this WebApplication app)
    {
        app.MapContract(Path, "application/yaml; charset=utf-8", Write);
        app.MapContract(JsonPath, JsonType, WriteJson);
        app.MapContract(ScriptPath, "text/javascript; charset=utf-8", _ => ReadScript());
    }

    private static void MapContract(
        this WebApplication app,
        string path,
        string contentType,
        Func<IServiceProvider, string> write
    )
    {
        var text = new Lazy<string>(() => write(app.Services));
        app.MapGet(
                path,
                (HttpResponse response) =>
                {
                    response.Headers.CacheControl = "public, max-age=300";
                    return Results.Text(text.Value, contentType);
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static string ReadScript()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("swagger-ndjson.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static readonly Lock Making = new();

    public static OpenApiDocument Create(IServiceProvider services)
    {
        // The names of schemas are shared, so two documents are not made at the same time.
        lock (Making)
            return services.GetRequiredService<ISwaggerProvider>().GetSwagger(Name);
    }

    public static string Write(IServiceProvider services)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var yaml = new OpenApiYamlWriter(text) { UseLiteralStyle = true };
        Create(services).SerializeAs(OpenApiSpecVersion.OpenApi3_1, yaml);
        return services.GetRequiredService<ExampleIds>().Apply(text.ToString());
    }

    /// <summary>Writes the contract as OpenAPI 3.0, which has no webhooks, in JSON.</summary>
    private static string WriteJson(IServiceProvider services)
    {
        var document = Create(services);
        RemoveShownValues(document);
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAs(
            OpenApiSpecVersion.OpenApi3_0,
            new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true })
        );
        return services.GetRequiredService<ExampleIds>().Apply(text.ToString());
    }

    /// <summary>
    /// Removes the values that schemas of optional parameters show. Version 3.0 has one example where 3.1 has a list of
    /// them, and a viewer of the document sends it.
    /// </summary>
    private static void RemoveShownValues(OpenApiDocument document)
    {
        var parameters = document
            .Paths.SelectMany(path => path.Value.Operations ?? [])
            .SelectMany(operation => operation.Value.Parameters ?? [])
            .OfType<OpenApiParameter>();
        foreach (var parameter in parameters.Where(parameter => parameter is { Required: false, Example: null }))
        {
            if (parameter.Schema is OpenApiSchema schema)
                schema.Examples = null;
        }
    }

    /// <summary>Adds the parameter <c>format</c> of a file with several formats, and returns its name.</summary>
    public static string AddFormat(OpenApiDocument document, OffersFileFormats file)
    {
        var name = char.ToLowerInvariant(file.Component[0]) + file.Component[1..];
        if (document.Components?.Parameters?.ContainsKey(name) is not true)
            document.AddComponent<IOpenApiParameter>(name, Format(document, file.Component, "", file.Formats));
        return name;
    }

    private static OpenApiParameter Format(
        OpenApiDocument document,
        string schemaName,
        string differences,
        IEnumerable<IAnswerFormat> formats
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
            Description = $"The format of the response. It takes precedence over the header Accept.{differences}",
            Schema = new OpenApiSchemaReference(schemaName, document),
        };
    }

    /// <summary>Adds the parts of the document that belong to no single endpoint, and sorts the components.</summary>
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
                    Description =
                        "An API key, which an admin issues. Where the operator has configured an OpenID Connect "
                        + "issuer, an access token (JWT) of this issuer does as well.",
                }
            );
            document.AddComponent<IOpenApiSecurityScheme>(
                TokenScheme,
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Query,
                    Name = TakesFeedToken.Parameter,
                    Description = "The token of one feed, which reads nothing else.",
                }
            );
            document.AddComponent<IOpenApiParameter>(
                Negotiation.Parameter,
                Format(document, "Format", "", formats.All.Take(1))
            );
            var differences = string.Concat(
                formats.All.Skip(1).Select(format => $" {format.Description} Its media type is {format.MediaType}.")
            );
            document.AddComponent<IOpenApiParameter>(
                ListFormat,
                Format(document, "ListFormat", differences, formats.All.DistinctBy(format => format.Name))
            );
            document.AddComponent<IOpenApiParameter>(
                HonoursIdempotencyKey.Header,
                new OpenApiParameter
                {
                    Name = HonoursIdempotencyKey.Header,
                    In = ParameterLocation.Header,
                    Description =
                        "A key that the client chooses, for example a UUID. A request with the same key and the same "
                        + "body within 24 hours is not executed again, and returns the first response with the "
                        + "header `Idempotent-Replayed: true`. Responses to rejected requests are not stored.",
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        MinLength = 1,
                        MaxLength = 255,
                    },
                }
            );
            Header(document, "ETag", "The version of the resource, for If-None-Match and If-Match.", "\"3\"");
            Header(document, "Location", "The path of the new resource.", "/v1/keys/4f1c9a0b7d2e8c35");
            Header(
                document,
                "Link",
                "The next page, as `rel=\"next\"`; absent on the last page.",
                "</v1/partners?limit=50&cursor=eyJPZiI6…>; rel=\"next\""
            );
            Header(document, "WWW-Authenticate", "The authentication scheme.", "Bearer realm=\"adam\"");
            Header(document, "Retry-After", "The number of seconds to wait before the next attempt.", "5");
            Header(
                document,
                RequestLimits.PolicyHeader,
                "The limits that count for the request: `q` requests in `w` seconds. They are absent if the operator "
                    + "has turned them off.",
                "\"reads\";q=6000;w=60, \"partner-reads\";q=24000;w=60"
            );
            Header(
                document,
                RequestLimits.RemainingHeader,
                "What remains of the limits: `r` requests, and `t` seconds until all of them are there again.",
                "\"reads\";r=5990;t=1, \"partner-reads\";r=23950;t=1"
            );
            Header(
                document,
                KeyAccess.ExpiryHeader,
                "The instant at which the key of the request expires; only in the last 14 days before.",
                "2027-12-31T00:00:00Z"
            );
            Header(document, "Accept-Post", "The media type that a POST to this path accepts.", Json.MediaType);
            Header(
                document,
                "Accept-Patch",
                "The media types that a PATCH of this path accepts.",
                $"{MediaTypesAttribute.MergePatch}, {Json.MediaType}"
            );

            Webhooks.AddTo(document);
            document.Components!.Schemas = Sorted(document.Components.Schemas);
            document.Components.Responses = Sorted(document.Components.Responses);
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
