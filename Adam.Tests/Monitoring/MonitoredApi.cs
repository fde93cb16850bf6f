using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using Adam.Domain.Keys;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Adam.Tests.Monitoring;

/// <summary>
/// The program on a test register, with an OTLP endpoint in its settings. Logs, spans and metrics are collected in
/// memory.
/// </summary>
internal sealed class MonitoredApi : IAsyncDisposable
{
    private readonly TestApi _plain;
    private readonly WebApplicationFactory<Program> _api;
    private readonly LockedCollection<Activity> _spans = [];
    private readonly List<MetricSnapshot> _metrics = [];

    public MonitoredApi(TestApi plain)
    {
        _plain = plain;
        _api = plain.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Logging:LogLevel:Default", "Debug");
            builder.UseSetting("Logging:Console:LogLevel:Default", "None");
            // No server listens on this port. The in-memory exporters below collect the same data.
            builder.UseSetting("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
            builder.ConfigureTestServices(services =>
                services
                    .AddFakeLogging()
                    .ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(_spans))
                    .ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddInMemoryExporter(_metrics))
            );
        });
    }

    public IServiceProvider Services => _api.Services;

    public IReadOnlyList<FakeLogRecord> Logs => _api.Services.GetFakeLogCollector().GetSnapshot();

    /// <summary>All log records as text. Scopes are omitted, because logs do not include them by default.</summary>
    public IEnumerable<string> LogTexts =>
        Logs.Select(record =>
            $"{record.Category} {record.Message} {string.Join(' ', record.StructuredState ?? [])} {record.Exception}"
        );

    public IReadOnlyList<Activity> Spans
    {
        get
        {
            lock (_spans)
                return [.. _spans];
        }
    }

    /// <summary>Serves the program on a free port of this machine, and returns its host and its port.</summary>
    public (string Host, int Port) Serve()
    {
        _api.UseKestrel(0);
        _api.StartServer();
        return (_api.ClientOptions.BaseAddress.Host, _api.ClientOptions.BaseAddress.Port);
    }

    public HttpClient Anonymous() => _api.CreateClient(new() { AllowAutoRedirect = false });

    public async Task<HttpClient> ClientAsync(Role role, string partner = "UNODC")
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await _plain.KeyAsync(role, partner)
        );
        return client;
    }

    /// <summary>Collects all points of all metrics with their tags.</summary>
    public IReadOnlyList<Measured> Measure()
    {
        _metrics.Clear();
        Services.GetRequiredService<MeterProvider>().ForceFlush(1_000);
        return [.. _metrics.SelectMany(Measured.Of)];
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    /// <summary>A collection that is locked while an item is added, because spans end on any thread.</summary>
    private sealed class LockedCollection<T> : Collection<T>
    {
        protected override void InsertItem(int index, T item)
        {
            lock (this)
                base.InsertItem(Count, item);
        }
    }
}

/// <summary>A point of a metric.</summary>
/// <param name="Value">The sum, or the number of measurements of a histogram.</param>
internal sealed record Measured(string Name, string Unit, double Value, IReadOnlyDictionary<string, string> Tags)
{
    public static IEnumerable<Measured> Of(MetricSnapshot metric)
    {
        foreach (var point in metric.MetricPoints)
        {
            var tags = new Dictionary<string, string>();
            foreach (var (name, value) in point.Tags)
                tags.Add(name, $"{value}");
            yield return new(
                metric.Name,
                metric.Unit ?? "",
                metric.MetricType switch
                {
                    MetricType.Histogram => point.GetHistogramCount(),
                    MetricType.LongSum => point.GetSumLong(),
                    MetricType.LongSumNonMonotonic => point.GetSumLong(),
                    MetricType.DoubleSum => point.GetSumDouble(),
                    _ => 0,
                },
                tags
            );
        }
    }
}
