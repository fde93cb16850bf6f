using System.Reflection;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Documents;
using Adam.Api.Errors;
using Adam.Api.Measures;
using Adam.Api.Meetings;
using Adam.Api.OpenApi;
using Adam.Api.Posts;
using Adam.Api.Progress;
using Adam.Api.Projects;
using Adam.Api.Recommendations;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Measures;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Progress.Statements;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using Adam.Domain.Progress;

namespace Adam.Api.Demo;

/// <summary>Fills an empty register with the sample projects, by the same rules as an import.</summary>
internal static class DemoRegister
{
    public static async Task FillAsync(IServiceProvider services, CancellationToken ct)
    {
        var caller = new Caller("UNODC", Role.Admin, "Sample", "sample");
        var projects = services.GetRequiredService<ProjectStore>();
        var drafts = await DraftsAsync(services, "projects", caller, ct);
        await projects.RecordAllAsync(drafts, caller.Actor, ct);
        // The rebuild computes term statistics from all projects.
        await services.GetRequiredService<OverlapRebuild>().RunAsync(null, ct);
        await projects.RecordAllAsync(await DraftsAsync(services, "programme", caller, ct), caller.Actor, ct);
        await AddRecordsAsync(services.GetRequiredService<MeetingResource>(), "meetings", caller, ct);
        await AddRecordsAsync(services.GetRequiredService<RecommendationResource>(), "recommendations", caller, ct);
        await AddRecordsAsync(services.GetRequiredService<DocumentResource>(), "documents", caller, ct);
        await AddRecordsAsync(services.GetRequiredService<MeasureResource>(), "measures", caller, ct);
        await AddStatementsAsync(services, ct);
        await DemoQuestionnaires.AddAsync(services, caller, LinesAsync("questionnaires"), LinesAsync("responses"), ct);
        await DemoFindings.AddAsync(services, LinesAsync("findings"), ct);
        await DemoLayers.AddAsync(services, LinesAsync, caller, ct);
        await AddRecordsAsync(services.GetRequiredService<PostResource>(), "posts", caller, ct);
        await LocateExamplesAsync(services, drafts, ct);
        await DemoNotes.AddAsync(services, ct);
        await DemoReport.AddAsync(services, ct);
    }

    /// <summary>Reads sample projects, by the rules of a request.</summary>
    private static async Task<List<(string Owner, Domain.Projects.ProjectDraft Draft)>> DraftsAsync(
        IServiceProvider services,
        string list,
        Caller caller,
        CancellationToken ct
    )
    {
        var reader = services.GetRequiredService<ProjectReader>();
        var drafts = new List<(string Owner, Domain.Projects.ProjectDraft Draft)>();
        await foreach (var line in LinesAsync(list))
        {
            var errors = new List<ValidationError>();
            using var document = JsonDocument.Parse(line);
            var read = await reader.ReadAsync(
                JsonBody.Read<ProjectBody>(document.RootElement, errors),
                errors,
                caller,
                null,
                ct
            );
            if (read.Errors.Count > 0)
                throw new InvalidDataException($"The sample's line {drafts.Count + 1} has an error: {read.Errors[0]}");

            drafts.Add((read.Owner, read.Draft));
        }

        return drafts;
    }

    /// <summary>Records the lines of a file of the sample, by the same rules as a request.</summary>
    private static async Task AddRecordsAsync<TBody, TResponse>(
        IRecordResource<TBody, TResponse> records,
        string file,
        Caller caller,
        CancellationToken ct
    )
        where TBody : class, new()
    {
        await foreach (var line in LinesAsync(file))
        {
            var errors = new List<ValidationError>();
            using var document = JsonDocument.Parse(line);
            var body = JsonBody.Read<TBody>(document.RootElement, errors);
            await records.AddAsync(body, errors, caller, request: null, ct);
        }
    }

    /// <summary>Records the sample statements, each by a key of its partner, by the same rules as a request.</summary>
    private static async Task AddStatementsAsync(IServiceProvider services, CancellationToken ct)
    {
        var (reader, measures, statements) = (
            services.GetRequiredService<StatementReader>(),
            services.GetRequiredService<MeasureStore>(),
            services.GetRequiredService<StatementStore>()
        );
        await foreach (var line in LinesAsync("statements"))
        {
            var errors = new List<ValidationError>();
            using var document = JsonDocument.Parse(line);
            var body = JsonBody.Read<StatementBody>(document.RootElement.GetProperty("body"), errors);
            var draft = await reader.ReadAsync(body, errors, ct);
            if (errors.Count > 0)
                throw new InvalidDataException($"The sample's statement of {body.AsOf} has an error: {errors[0]}");

            var (measure, partner) = (Member("measure"), Member("partner"));
            var type = Member("role") == "donor" ? StatementType.Statement : StatementType.Assessment;
            var by = new Caller(partner, Role.Admin, $"Sample, {partner}", "sample").Actor;
            var outcome = await statements.AddAsync(
                await measures.GetActiveAsync(measure, ct),
                type,
                draft,
                partner,
                by,
                ct
            );
            if (outcome is not StatementOutcome.Done)
                throw new InvalidDataException($"The sample's statement of {body.AsOf} is refused: {outcome}");

            string Member(string name) => document.RootElement.GetProperty(name).GetString()!;
        }
    }

    /// <summary>Tells the contract the ids of the projects that its examples name.</summary>
    private static async Task LocateExamplesAsync(
        IServiceProvider services,
        List<(string Owner, Domain.Projects.ProjectDraft Draft)> drafts,
        CancellationToken ct
    )
    {
        var (projects, ids) = (services.GetRequiredService<ProjectStore>(), services.GetRequiredService<ExampleIds>());
        foreach (var example in ExampleFile.Projects)
        {
            var (owner, draft) = drafts.Single(one =>
                (one.Owner, one.Draft.Reference) == (example.Owner, example.Reference)
            );
            ids.Add(example, (await projects.FindByReferenceAsync(owner, draft, ct))!.Id);
        }
    }

    private static async IAsyncEnumerable<string> LinesAsync(string list)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"sample/{list}.ndjson")!;
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() is { } line)
            yield return line;
    }
}
