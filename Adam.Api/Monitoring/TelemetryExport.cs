using System.Reflection;
using Adam.Api.Configuration;
using Adam.Data.Monitoring;
using Adam.Domain.Text;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Adam.Api.Monitoring;

/// <summary>
/// Exports traces and metrics by OTLP. The standard <c>OTEL_…</c> environment variables configure it. Without an
/// endpoint, nothing is measured.
/// </summary>
internal static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <exception cref="SettingException">An endpoint is not an absolute HTTP address.</exception>
    public static WebApplicationBuilder ExportTelemetry(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var disabled) && disabled)
            return builder;

        var everything = IsSet(configuration, Endpoint);
        var traces = IsSet(configuration, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") || everything;
        var metrics = IsSet(configuration, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") || everything;
        if (!traces && !metrics)
            return builder;

        // The environment variables are read last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take
        // precedence.
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService("adam", serviceVersion: Version).AddEnvironmentVariableDetector()
            );
        if (traces)
        {
            telemetry.WithTracing(tracing =>
                tracing
                    .AddSource(Telemetry.Name)
                    .AddAspNetCoreInstrumentation(requests =>
                        requests.Filter = http => !RequestLoggingMiddleware.IsProbe(http)
                    )
                    .AddProcessor<ClientDataRedactor>()
                    .AddOtlpExporter()
            );
        }

        if (metrics)
        {
            telemetry.WithMetrics(measured =>
                measured.AddMeter(Telemetry.Name, "System.Runtime").AddAspNetCoreInstrumentation().AddOtlpExporter()
            );
        }

        return builder;
    }

    private static string Version =>
        typeof(TelemetryExport)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    /// <summary>
    /// Returns true if the endpoint is set. Throws if it is invalid, because OpenTelemetry silently ignores an address
    /// that it cannot parse.
    /// </summary>
    private static bool IsSet(IConfiguration configuration, string name)
    {
        var address = configuration[name];
        if (string.IsNullOrEmpty(address))
            return false;
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || DnsName.FromUrl(uri) is null
        )
            throw new SettingException(
                $"{name} is no address; it must begin with http:// or https://, such as http://localhost:4317."
            );
        return true;
    }
}
