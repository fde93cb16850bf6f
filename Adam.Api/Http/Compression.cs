using System.IO.Compression;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using FastEndpoints;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Adam.Api.Http;

/// <summary>Compresses responses with Brotli or gzip if the client accepts it.</summary>
internal static class Compression
{
    private static readonly string[] Compressed =
    [
        Json.MediaType,
        Problem.MediaType,
        "application/geo+json",
        "application/vnd.oai.openapi+json",
        "application/x-ndjson",
        "application/yaml",
        "application/xml",
        "application/javascript",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/markdown",
        "text/plain",
        "text/xml",
        "image/svg+xml",
    ];

    public static IServiceCollection AddCompression(this IServiceCollection services)
    {
        services
            .AddResponseCompression(options =>
            {
                // No response holds a secret beside text that an attacker can choose, except those that
                // SecretResponse marks. The attack on compressed secrets (BREACH) finds nothing to read in the others.
                options.EnableForHttps = true;
                options.MimeTypes = Compressed;
                options.Providers.Add<BrotliCompressionProvider>();
                options.Providers.Add<GzipCompressionProvider>();
            })
            // The fastest level of Brotli compresses text in small writes worse than gzip does.
            .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal)
            .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        return services.AddSingleton<IResponseCompressionProvider, SecretAwareCompressionProvider>();
    }

    public static void UseCompression(this WebApplication app)
    {
        app.UseMiddleware<EncodedEntityTagsMiddleware>();
        app.UseResponseCompression();
    }

    /// <summary>
    /// Declares that the responses of an endpoint hold a secret. They are never compressed, because the length of a
    /// compressed response reveals which parts of it are alike: a client that chooses one part can guess the other.
    /// </summary>
    public static void RespondsWithSecret(this BaseEndpoint endpoint) =>
        endpoint.Definition.Metadata(new SecretResponse());

    private sealed class SecretResponse;

    private sealed class SecretAwareCompressionProvider(
        IServiceProvider services,
        IOptions<ResponseCompressionOptions> options
    ) : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) =>
            context.GetEndpoint()?.Metadata.GetMetadata<SecretResponse>() is null
            && base.ShouldCompressResponse(context);
    }
}
