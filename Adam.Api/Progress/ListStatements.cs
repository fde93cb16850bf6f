using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Meetings;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Tables;
using Adam.Data.Measures;
using Adam.Data.Partners;
using Adam.Data.Progress.Statements;
using Adam.Domain.Measures;
using Adam.Domain.Progress;
using FastEndpoints;

namespace Adam.Api.Progress;

internal sealed record ListStatementsRequest : TableListRequest, IHasBindingErrors
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";

    /// <summary>Statements of partners, or assessments of analysts; both by default.</summary>
    [QueryParam, Example("statement")]
    public IReadOnlyList<StatementType> Type { get; init; } = [];

    /// <summary>Partners whose keys wrote them: code, name or identifier.</summary>
    [QueryParam, MaxLength(MaxValues), Example("UNODC")]
    public IReadOnlyList<string> Partner { get; init; } = [];

    /// <summary>Stages that they state.</summary>
    [QueryParam, Example("complete")]
    public IReadOnlyList<ProgressStage> Stage { get; init; } = [];

    /// <summary>The first day that they are about.</summary>
    [QueryParam, Example("2026-01-01")]
    public DateOnly? From { get; init; }

    /// <summary>The last day that they are about, included.</summary>
    [QueryParam, Example("2026-12-31")]
    public DateOnly? Until { get; init; }
}

internal sealed class ListStatements(MeasureStore measures, StatementStore statements, PartnerStore partners)
    : Endpoint<ListStatementsRequest, ListResponse<StatementResponse>>
{
    public override void Configure()
    {
        Get("/v1/measures/{reference}/statements");
        this.OffersListFormats();
        this.Documents(
            "List statements",
            "Returns the statements and assessments of a measure that match the filters, in the order in which they "
                + "were written. A withdrawn measure keeps them. Values of one name are alternatives (OR); all names "
                + "must match (AND).",
            answer: typeof(ListResponse<StatementResponse>),
            problems: ErrorCodes.UnknownMeasure
        );
    }

    public override async Task HandleAsync(ListStatementsRequest req, CancellationToken ct)
    {
        var reading = new BodyErrors(req.BindingErrors);
        if (req.Until < req.From)
            reading.Add(
                "until",
                $"The days end ({req.Until:yyyy-MM-dd}) before they begin ({req.From:yyyy-MM-dd}).",
                ErrorCodes.EndBeforeStart
            );
        var directory = await partners.DirectoryAsync(ct);
        var writers = req.Partner.Select(name => reading.Partner("partner", name, directory)).ToHashSet();
        req.BindingErrors.ThrowIfAny();

        var measure = await measures.GetAsync(req.Reference, ct);
        var after = req.Cursor?.Number(0) ?? 0;
        var found = (await statements.ListAsync(measure, ct)).Where(Passes).ToList();
        var rest = found.Where(stored => stored.StatementId > after).ToList();
        var list = new ListSource<StatementResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<StatementResponse>(
                        [.. rest.Take(limit).Select(ToResponse)],
                        rest.Count > limit ? [rest[limit - 1].StatementId] : null
                    )
                ),
            StreamAsync = _ => rest.Select(ToResponse).ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = StatementTable.All,
        };
        await Send.ListAsync(req, list, ct);

        bool Passes(StoredStatement stored)
        {
            var (statement, draft) = (stored.Statement, stored.Statement.Draft);
            return (req.Type.Count == 0 || req.Type.Contains(statement.Type))
                && (writers.Count == 0 || writers.Contains(statement.Partner))
                && (req.Stage.Count == 0 || req.Stage.Contains(draft.Stage))
                && (req.From is not { } from || draft.AsOf >= from)
                && (req.Until is not { } until || draft.AsOf <= until);
        }

        StatementResponse ToResponse(StoredStatement stored) =>
            StatementResponse.FromStatement(measure.Measure.Draft.Reference, stored.Statement);
    }
}
