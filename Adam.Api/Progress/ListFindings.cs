using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Tables;
using Adam.Data.Measures;
using Adam.Data.Progress.Findings;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Progress;

internal sealed record ListFindingsRequest : TableListRequest
{
    private const int MaxValues = 50;

    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-III-1")]
    public string Reference { get; init; } = "";

    /// <summary>References of questionnaires, in any case.</summary>
    [QueryParam, MaxLength(MaxValues), Example("EX-PRECURSORS-2015")]
    public IReadOnlyList<string> Questionnaire { get; init; } = [];

    /// <summary>Names of questions.</summary>
    [QueryParam, MaxLength(MaxValues), Example("control")]
    public IReadOnlyList<string> Question { get; init; } = [];

    /// <summary>Findings as of this day or one before.</summary>
    [QueryParam, Example("2016-12-31")]
    public DateOnly? Until { get; init; }
}

internal sealed class ListFindings(MeasureStore measures, FindingStore findings)
    : Endpoint<ListFindingsRequest, ListResponse<FindingDocument>>
{
    public override void Configure()
    {
        Get("/v1/measures/{reference}/findings");
        this.OffersListFormats();
        this.Documents(
            "List findings",
            "Returns the answers of partners that were promoted to evidence of a measure, as they stood, in the order "
                + "in which they were promoted. A withdrawn measure keeps them. Values of one name are alternatives "
                + "(OR); all names must match (AND).",
            answer: typeof(ListResponse<FindingDocument>),
            problems: ErrorCodes.UnknownMeasure
        );
    }

    public override async Task HandleAsync(ListFindingsRequest req, CancellationToken ct)
    {
        var measure = await measures.GetAsync(req.Reference, ct);
        var after = req.Cursor?.Number(0) ?? 0;
        var found = (await findings.ListAsync(measure, ct)).Where(stored => Passes(stored.Finding)).ToList();
        var rest = found.Where(stored => stored.FindingId > after).ToList();
        var list = new ListSource<FindingDocument>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<FindingDocument>(
                        [.. rest.Take(limit).Select(stored => stored.Finding)],
                        rest.Count > limit ? [rest[limit - 1].FindingId] : null
                    )
                ),
            StreamAsync = _ => rest.Select(stored => stored.Finding).ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = FindingTable.All,
        };
        await Send.ListAsync(req, list, ct);

        bool Passes(FindingDocument finding) =>
            (
                req.Questionnaire.Count == 0
                || req.Questionnaire.Contains(finding.Questionnaire, StringComparer.OrdinalIgnoreCase)
            )
            && (req.Question.Count == 0 || req.Question.Contains(finding.Question, StringComparer.Ordinal))
            && (req.Until is not { } until || finding.AsOf <= until);
    }
}
