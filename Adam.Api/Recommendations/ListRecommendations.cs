using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Meetings;
using Adam.Api.OpenApi;
using Adam.Api.Tables;
using Adam.Data.Recommendations;
using Adam.Domain.Meetings;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Recommendations;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Recommendations;

internal sealed record ListRecommendationsRequest : TableListRequest, IHasBindingErrors
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    /// <summary>Pillars of the Vienna Declaration: recommendations under one of them.</summary>
    [QueryParam, Example("financial-flows")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>States: today, or on the day of <c>on</c>.</summary>
    [QueryParam, Example("pending")]
    public IReadOnlyList<RecommendationState> State { get; init; } = [];

    /// <summary>References of meetings that made or decided about the recommendation.</summary>
    [QueryParam, MaxLength(MaxValues), Example("EWG-2015-TRIFOLD")]
    public IReadOnlyList<string> Meeting { get; init; } = [];

    /// <summary>
    /// Partners that the recommendation addresses, itself or with all partners: code, name or identifier.
    /// </summary>
    [QueryParam, MaxLength(MaxValues), Example("EAG")]
    public IReadOnlyList<string> Addressee { get; init; } = [];

    /// <summary>Areas of the Vienna Declaration: codes of the list declaration-areas.</summary>
    [QueryParam, OneOf("declaration-areas"), Example("II.1")]
    public IReadOnlyList<string> Area { get; init; } = [];

    /// <summary>
    /// Prefixes of words of the reference, the text and its translations. All must match, in any order. Case and
    /// accents are ignored.
    /// </summary>
    [QueryParam, MaxLength(200), Example("money transfer")]
    public string? Q { get; init; }

    /// <summary>
    /// The day on which the recommendations had been made, and of which the states are: a decision holds from the last
    /// day of its meeting on.
    /// </summary>
    [QueryParam, Example("2015-12-14")]
    public DateOnly? On { get; init; }

    /// <summary>
    /// True for those that are made again: they continue an earlier one, or repeat its text. False for the others.
    /// </summary>
    [QueryParam, Example(true)]
    public bool? Repeated { get; init; }

    /// <summary>
    /// False for those with nothing behind them: no project counts for a measure that implements them, or one that they
    /// continue. True for the others. With <c>repeated=true</c>: made again and again, and nothing done.
    /// </summary>
    [QueryParam, Example(false)]
    public bool? Served { get; init; }
}

internal sealed class ListRecommendations(MeetingRegister register, RecommendationMeasures measures)
    : Endpoint<ListRecommendationsRequest, ListResponse<RecommendationResponse>>
{
    public override void Configure()
    {
        Get("/v1/recommendations");
        this.OffersListFormats();
        this.Documents(
            "List recommendations",
            "Returns the recommendations that match the filters, in the order in which they were recorded. Withdrawn "
                + "ones are left out. Values of one name are alternatives (OR); all names must match (AND).",
            answer: typeof(ListResponse<RecommendationResponse>)
        );
    }

    public override async Task HandleAsync(ListRecommendationsRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var addressees = AddresseesOf(req, new(others.Partners));
        req.BindingErrors.ThrowIfAny();
        var states = others.StatesOn(req.On);
        var repeats = others.Repeats();
        var served = req.Served is null ? new HashSet<string>() : await measures.ServedAsync(ct);
        var filter = new Filter(req, addressees, states, repeats, served);
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var found = others.Recommendations.Where(filter.Passes).ToList();
        var rest = found.Where(stored => stored.RecommendationId > after).ToList();
        var list = new ListSource<RecommendationResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<RecommendationResponse>(
                        [.. rest.Take(limit).Select(ToResponse)],
                        rest.Count > limit ? [rest[limit - 1].RecommendationId] : null
                    )
                ),
            StreamAsync = _ => rest.Select(ToResponse).ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = RecommendationTable.All,
        };
        await Send.ListAsync(req, list, ct);

        RecommendationResponse ToResponse(StoredRecommendation stored) =>
            RecommendationResponse.FromRecommendation(stored.Recommendation, others, states);
    }

    private static IReadOnlyList<string> AddresseesOf(ListRecommendationsRequest req, PartnerDirectory directory)
    {
        var reading = new BodyErrors(req.BindingErrors);
        return [.. req.Addressee.Select(name => reading.Partner("addressee", name, directory)).OfType<string>()];
    }

    private sealed class Filter(
        ListRecommendationsRequest req,
        IReadOnlyList<string> addressees,
        RecommendationStates states,
        RecommendationRepeats repeats,
        IReadOnlySet<string> served
    )
    {
        private readonly HashSet<string> _meetings = [.. req.Meeting.Select(MeetingDraft.KeyOf)];
        private readonly IReadOnlyList<string> _words = Folding.Words(req.Q);

        public bool Passes(StoredRecommendation stored)
        {
            var draft = stored.Recommendation.Draft;
            return stored.IsActive
                && states.IsMade(draft)
                && (req.Pillar.Count == 0 || req.Pillar.Any(draft.Pillars.Contains))
                && (req.State.Count == 0 || req.State.Contains(states.StateOf(draft)))
                && (req.Area.Count == 0 || req.Area.Any(draft.Areas.Contains))
                && (req.Addressee.Count == 0 || draft.IsToAll || addressees.Any(draft.ToPartners.Contains))
                && (
                    _meetings.Count == 0
                    || new[] { draft.MadeAt, draft.EndorsedAt, draft.NotEndorsedAt }
                        .OfType<string>()
                        .Any(meeting => _meetings.Contains(MeetingDraft.KeyOf(meeting)))
                )
                && Has(draft)
                && (req.Repeated is not { } repeated || repeated == IsRepeated(draft))
                && (req.Served is not { } wanted || wanted == IsServed(draft));
        }

        private bool IsRepeated(RecommendationDraft draft) =>
            draft.Continues.Count > 0 || repeats.LikeOf(draft).Count > 0;

        private bool IsServed(RecommendationDraft draft) =>
            repeats
                .EarlierOf(draft)
                .Prepend(draft)
                .Any(one => served.Contains(RecommendationDraft.KeyOf(one.Reference)));

        private bool Has(RecommendationDraft draft)
        {
            if (_words.Count == 0)
                return true;

            var own = Folding.Words([draft.Reference, draft.Text, .. draft.Translations.Select(one => one.Text)]);
            return _words.All(word => own.Any(one => one.StartsWith(word, StringComparison.Ordinal)));
        }
    }
}
