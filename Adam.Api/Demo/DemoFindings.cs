using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Progress;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Measures;
using Adam.Data.Progress.Findings;
using Adam.Domain.Keys;

namespace Adam.Api.Demo;

/// <summary>Promotes answers to the sample questionnaires, by the same rules as requests.</summary>
internal static class DemoFindings
{
    /// <param name="findings">Each with its body, the measure, and the partner of the key.</param>
    public static async Task AddAsync(
        IServiceProvider services,
        IAsyncEnumerable<string> findings,
        CancellationToken ct
    )
    {
        var (reader, measures, store) = (
            services.GetRequiredService<FindingReader>(),
            services.GetRequiredService<MeasureStore>(),
            services.GetRequiredService<FindingStore>()
        );
        await foreach (var line in findings)
        {
            var errors = new List<ValidationError>();
            using var document = JsonDocument.Parse(line);
            var body = JsonBody.Read<FindingBody>(document.RootElement.GetProperty("body"), errors);
            var measure = await measures.GetActiveAsync(document.RootElement.GetProperty("measure").GetString()!, ct);
            var (questionnaire, draft) = await reader.ReadAsync(body, measure.Measure.Draft, errors, ct);
            var partner = document.RootElement.GetProperty("partner").GetString()!;
            var by = new Caller(partner, Role.Admin, $"Sample, {partner}", "sample").Actor;
            if (await store.AddAsync(measure, questionnaire, draft, partner, by, ct) is null)
                throw new InvalidDataException($"The sample's measure {measure.Measure.Key} takes no finding.");
        }
    }
}
