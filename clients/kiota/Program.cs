// Uses the client that Kiota generated: lists, records, checks, lists overlaps and decides one.
using System.Net.Http.Headers;
using Adam.Client;
using Adam.Client.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;

var donor = ClientWith("ADAM_DONOR_KEY");
var analyst = ClientWith("ADAM_ANALYST_KEY");

// List with filters, page by page.
var listed = new List<Project>();
string? cursor = null;
do
{
    var page = await donor.V1.Projects.GetAsync(request =>
    {
        var query = request.QueryParameters;
        query.Country = ["TJ", "KG"];
        query.Pillar = [Pillar.Precursors, Pillar.FinancialFlows];
        query.Status = [ProjectStatus.Closed];
        query.ActiveFrom = new Date(2010, 1, 1);
        query.Sort = ProjectSort.StartDescending;
        query.Limit = 2;
        query.Count = true;
        query.Cursor = cursor;
    });
    Expect(page!.Items!.Count <= 2, "a page holds at most 2 projects");
    listed.AddRange(page.Items);
    cursor = page.NextCursor;
    Expect(cursor is not null || listed.Count == page.Total, $"{page.Total} projects are listed, not {listed.Count}");
} while (cursor is not null);
Expect(listed.Count > 2, "the list has several pages");
Expect(listed.All(project => project.Status == ProjectStatus.Closed), "the filter by status holds");
Expect(
    listed.All(project => project.Pillars!.Any(pillar => pillar is Pillar.Precursors or Pillar.FinancialFlows)),
    "the filter by pillar holds"
);

// Record a project and read its overlaps.
var draft = new ProjectInput
{
    Reference = "CLIENT-KIOTA",
    Title = "Drug laboratories: reference standards",
    Pillars = [Pillar.Precursors, Pillar.FinancialFlows],
    Countries = ["AF", "TJ", "UZ"],
    Places =
    [
        new PlaceInput
        {
            Name = "Dushanbe",
            Latitude = 38.56,
            Longitude = 68.77,
        },
    ],
    ActivityTypes = ["training", "equipment", "forensics"],
    Beneficiaries = ["National forensic laboratories"],
    Donors =
    [
        new DonorInput
        {
            Partner = "DE",
            Amount = 1_200_000.5m,
            Currency = "EUR",
        },
    ],
    Status = ProjectStatus.Implementation,
    PlannedStart = new Date(2014, 3, 1),
};
var recorded = (await donor.V1.Projects.PostAsync(draft))!;
Expect(recorded is { Version: 1, Owner: "DE", Description: null }, "the project is recorded by Germany");
Expect(recorded.Pillars!.SequenceEqual(draft.Pillars), "pillars are returned as they were sent");
Expect(recorded.Donors!.Single().Amount == 1_200_000.5m, "an amount is returned as it was sent");
Expect(
    recorded.Period is { Start.Year: 2014, Start.Month: 3, Start.Day: 1, StartBasis: StartBasis.Planned },
    "the period begins as planned"
);
Expect(recorded.Period is { End: null, EndBasis: EndBasis.Open }, "the period is open");
Expect(recorded.Overlaps!.Items!.Count > 0, "the answer has overlaps");
Expect(recorded.Overlaps.Count >= recorded.Overlaps.Items.Count, "the overlaps are counted");

// Check a draft with an error; record it, which is refused by a typed problem.
draft.Reference = "CLIENT-KIOTA-2";
draft.PlannedEnd = new Date(2014, 2, 28);
var check = (await donor.V1.Projects.Check.PostAsync(draft))!;
Expect(check is { Overlaps: null }, "a draft without a period has no overlaps yet");
Expect(check.Errors!.Any(error => error.Name == "plannedEnd"), "the check names the end");
var refused = await ProblemOf(() => donor.V1.Projects.PostAsync(draft));
Expect(refused is { Status: 400, Code: "ADAM-1000" }, "a draft with an error is refused");
Expect(refused.Errors!.Any(error => error is { Name: "plannedEnd", Code: "ADAM-3005" }), "the problem names the end");

// List the overlaps of the project, the strongest first.
var list = await analyst.V1.Overlaps.GetAsync(request =>
{
    var query = request.QueryParameters;
    query.Project = recorded.Id;
    query.Sort = OverlapSort.Score;
    query.MinScore = 0.3m;
    query.Verdict = [VerdictFilter.None];
    query.Kind = [OverlapKind.SharedSetting, OverlapKind.SameActivity, OverlapKind.SameProject];
});
var overlaps = list!.Items!;
Expect(overlaps.Count > 0, "the project has overlaps");
Expect(
    overlaps.All(overlap => overlap.Projects!.Any(project => project.Id == recorded.Id)),
    "each is an overlap of the project"
);
Expect(overlaps.SequenceEqual(overlaps.OrderByDescending(overlap => overlap.Score)), "the strongest comes first");
Expect(
    overlaps.All(overlap => overlap.Score == overlap.Reasons!.Sum(reason => reason.Contribution)),
    "reasons add up to the score"
);

// Decide the first one, in the state that was read.
var id = overlaps[0].Id!;
var readHeaders = new HeadersInspectionHandlerOption { InspectResponseHeaders = true };
var read = await analyst.V1.Overlaps[id].GetAsync(request => request.Options.Add(readHeaders));
var tag = readHeaders.ResponseHeaders["ETag"].Single();
Expect(read!.Verdict is null, "nobody has decided the overlap");
var verdict = new OverlapVerdictInput { Verdict = Verdict.CoFunded, Note = "Agreed by both donors." };
var decidedHeaders = new HeadersInspectionHandlerOption { InspectResponseHeaders = true };
var decided = await analyst
    .V1.Overlaps[id]
    .Verdict.PutAsync(
        verdict,
        request =>
        {
            request.Headers.Add("If-Match", tag);
            request.Options.Add(decidedHeaders);
        }
    );
Expect(
    decided!.Verdict is { Verdict: Verdict.CoFunded, Note: "Agreed by both donors.", Stale: false },
    "the verdict stands"
);
Expect(decidedHeaders.ResponseHeaders["ETag"].Single() != tag, "the verdict changes the ETag");
var stale = await ProblemOf(() =>
    analyst.V1.Overlaps[id].Verdict.PutAsync(verdict, request => request.Headers.Add("If-Match", tag))
);
Expect(stale is { Status: 412, Code: "ADAM-1040" }, "a second verdict with the old ETag is refused");
var cofunded = await analyst.V1.Overlaps.GetAsync(request =>
{
    request.QueryParameters.Project = recorded.Id;
    request.QueryParameters.Verdict = [VerdictFilter.CoFunded];
});
Expect(cofunded!.Items!.Single().Id == id, "the overlap is listed by its verdict");

Console.WriteLine("Kiota: list, record, check, overlaps and verdict work.");

static AdamClient ClientWith(string key)
{
    // Kiota's own provider for keys, ApiKeyAuthenticationProvider, sends them by https alone; the demo serves http.
    var http = KiotaClientFactory.Create();
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Variable(key));
    return new AdamClient(
        new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http)
        {
            BaseUrl = Variable("ADAM_URL"),
        }
    );
}

static string Variable(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"The variable {name} is not set.");

static async Task<Problem> ProblemOf(Func<Task> call)
{
    try
    {
        await call();
    }
    catch (Problem problem)
    {
        Expect(problem.ResponseStatusCode == problem.Status, "the problem has the status of the answer");
        Expect(problem.Message == problem.Detail, "the message of the exception is the detail of the problem");
        return problem;
    }

    throw new InvalidOperationException("Expected a problem, but the call succeeded.");
}

static void Expect(bool condition, string expectation)
{
    if (!condition)
        throw new InvalidOperationException($"Expected that {expectation}.");
}
