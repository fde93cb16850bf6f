using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Meetings;
using Adam.Api.OpenApi;
using Adam.Api.Tables;
using Adam.Data.Questionnaires;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record ListQuestionnairesRequest : TableListRequest, IHasBindingErrors
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    /// <summary>Pillars of the Vienna Declaration: questionnaires under one of them.</summary>
    [QueryParam, Example("financial-flows")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>States.</summary>
    [QueryParam, Example("open")]
    public IReadOnlyList<QuestionnaireState> State { get; init; } = [];

    /// <summary>Partners that are asked: code, name or identifier.</summary>
    [QueryParam, MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>References of recommendations and measures that the questionnaire implements.</summary>
    [QueryParam, MaxLength(MaxValues), Example("EWG-2015-II/1")]
    public IReadOnlyList<string> Implements { get; init; } = [];

    /// <summary>
    /// Prefixes of words of the reference and the title. All must match, in any order. Case and accents are ignored.
    /// </summary>
    [QueryParam, MaxLength(200), Example("financial flows")]
    public string? Q { get; init; }
}

internal sealed class ListQuestionnaires(QuestionnaireRegister register)
    : Endpoint<ListQuestionnairesRequest, ListResponse<QuestionnaireResponse>>
{
    public override void Configure()
    {
        Get("/v1/questionnaires");
        this.OffersListFormats();
        this.Documents(
            "List questionnaires",
            "Returns the questionnaires that match the filters, in the order in which they were recorded. Withdrawn "
                + "ones are left out. Values of one name are alternatives (OR); all names must match (AND).",
            answer: typeof(ListResponse<QuestionnaireResponse>)
        );
    }

    public override async Task HandleAsync(ListQuestionnairesRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var reading = new BodyErrors(req.BindingErrors);
        var asked = req
            .Asked.Select(name => reading.Partner("asked", name, others.Directory))
            .OfType<string>()
            .ToList();
        req.BindingErrors.ThrowIfAny();
        var filter = new Filter(req, asked, others.Partners);
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var found = others.Questionnaires.Where(filter.Passes).ToList();
        var rest = found.Where(stored => stored.QuestionnaireId > after).ToList();
        var list = new ListSource<QuestionnaireResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<QuestionnaireResponse>(
                        [.. rest.Take(limit).Select(ToResponse)],
                        rest.Count > limit ? [rest[limit - 1].QuestionnaireId] : null
                    )
                ),
            StreamAsync = _ => rest.Select(ToResponse).ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = QuestionnaireTable.All,
        };
        await Send.ListAsync(req, list, ct);

        QuestionnaireResponse ToResponse(StoredQuestionnaire stored) =>
            QuestionnaireResponse.FromQuestionnaire(stored.Questionnaire, others.Partners);
    }

    private sealed class Filter(
        ListQuestionnairesRequest req,
        IReadOnlyList<string> asked,
        IReadOnlyList<Partner> partners
    )
    {
        private readonly IReadOnlyList<string> _words = Folding.Words(req.Q);

        public bool Passes(StoredQuestionnaire stored)
        {
            var draft = stored.Questionnaire.Draft;
            return stored.IsActive
                && (req.Pillar.Count == 0 || req.Pillar.Any(draft.Pillars.Contains))
                && (req.State.Count == 0 || req.State.Contains(draft.State))
                && (
                    req.Implements.Count == 0
                    || req.Implements.Any(one =>
                        draft.Implements.Contains(one.Trim(), StringComparer.OrdinalIgnoreCase)
                    )
                )
                && (req.Asked.Count == 0 || draft.Asked(partners).Any(partner => asked.Contains(partner.Code)))
                && Has(draft);
        }

        private bool Has(QuestionnaireDraft draft)
        {
            if (_words.Count == 0)
                return true;

            var own = Folding.Words([draft.Reference, .. draft.Title.Select(one => one.Text)]);
            return _words.All(word => own.Any(one => one.StartsWith(word, StringComparison.Ordinal)));
        }
    }
}
