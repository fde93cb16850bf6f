using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record ListQuestionResultsRequest : TableListRequest
{
    /// <summary>The reference of the questionnaire, in any case.</summary>
    [RouteParam, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2015")]
    public string Reference { get; init; } = "";

    /// <summary>
    /// Routes: responses of countries on one of them. Only analysts and admins filter, because the numbers of a small
    /// group tell who has not answered.
    /// </summary>
    [QueryParam, OneOf(OneOfAttribute.Routes)]
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>
    /// The dimension of groups of partners, whose results follow those of all: <c>route</c>, or <c>pillar</c>, which
    /// only analysts and admins may ask for. None by default.
    /// </summary>
    [QueryParam, Example("route")]
    public ResultDimension? By { get; init; }
}

/// <summary>A choice, and in how many responses it is the answer or a part of it.</summary>
internal sealed record ChoiceCountResponse([property: Example("yes")] string Name, [property: Example(21)] int Count);

/// <summary>The answers to a question, counted.</summary>
/// <param name="Group">The pillar or route of the partners; null for all partners.</param>
/// <param name="Question">The name of the question.</param>
/// <param name="Type">Its type.</param>
/// <param name="Label">Its text, each language once.</param>
/// <param name="Values">The number of responses with a value.</param>
/// <param name="Unknown">The number of responses that say that it is not known.</param>
/// <param name="NotApplicable">The number of responses to which it does not apply.</param>
/// <param name="Unanswered">The number of responses without an answer.</param>
/// <param name="Choices">The number of responses with each choice; empty for types without choices.</param>
/// <param name="Least">The least number; null without numbers.</param>
/// <param name="Median">The median of the numbers; null without numbers.</param>
/// <param name="Most">The greatest number; null without numbers.</param>
internal sealed record QuestionResultResponse(
    string? Group,
    [property: Example("unit")] string Question,
    QuestionType Type,
    IReadOnlyList<LocalText> Label,
    [property: Example(29)] int Values,
    [property: Example(1)] int Unknown,
    [property: Example(0)] int NotApplicable,
    [property: Example(0)] int Unanswered,
    IReadOnlyList<ChoiceCountResponse> Choices,
    decimal? Least,
    decimal? Median,
    decimal? Most
)
{
    /// <param name="group">The pillar or route; null for all partners.</param>
    public static QuestionResultResponse FromResult(string? group, QuestionResult result) =>
        new(
            group,
            result.Question.Name,
            result.Question.Type,
            result.Question.Label,
            result.Values,
            result.Unknown,
            result.NotApplicable,
            result.Unanswered,
            [.. result.Choices.Select(choice => new ChoiceCountResponse(choice.Name, choice.Count))],
            result.Least,
            result.Median,
            result.Most
        );
}

/// <summary>A group of partners that a questionnaire asks.</summary>
/// <param name="Value">
/// The route, or the pillar: partners that own a project under it with a day in the year in which the questionnaire was
/// opened. A partner counts in each of its groups, and in none if it has none.
/// </param>
/// <param name="Asked">The number of partners that were asked.</param>
/// <param name="Responses">The number of these whose response is counted.</param>
internal sealed record ResultGroupResponse(
    [property: Example("northern")] string Value,
    [property: Example(7)] int Asked,
    [property: Example(5)] int Responses
);

/// <summary>The answers to a questionnaire, counted.</summary>
/// <param name="Items">The questions, in their order: of all partners, and then of each group.</param>
/// <param name="Responses">
/// The number of responses that are counted; null if it would tell who has not answered. There are no items then.
/// </param>
/// <param name="Groups">The groups of <c>by</c> with a partner that was asked; empty without <c>by</c>.</param>
/// <param name="Withheld">
/// True if the results of all partners or of the groups are left out, because they would tell who has not answered.
/// Analysts and admins see all.
/// </param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last page.</param>
/// <param name="Total">The number of questions of all groups on all pages; only with <c>count=true</c>.</param>
internal sealed record QuestionResultsResponse(
    IReadOnlyList<QuestionResultResponse> Items,
    [property: Example(30)] int? Responses,
    IReadOnlyList<ResultGroupResponse> Groups,
    bool Withheld,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total
);

internal sealed class ListQuestionResults(QuestionnaireStore questionnaires, QuestionnaireResults counts)
    : Endpoint<ListQuestionResultsRequest, QuestionResultsResponse>
{
    private static readonly ListTable Table = new(
        "results",
        [
            TableColumn.Value("group", 24),
            TableColumn.Value("question", 20),
            TableColumn.Value("type", 16),
            TableColumn.Value("values", 10, type: ColumnType.Whole),
            TableColumn.Value("unknown", 10, type: ColumnType.Whole),
            TableColumn.Value("notApplicable", 14, type: ColumnType.Whole),
            TableColumn.Value("unanswered", 12, type: ColumnType.Whole),
            TableColumn.List("choices", "choices", 40, Choice),
            TableColumn.Value("least", 12, type: ColumnType.Double),
            TableColumn.Value("median", 12, type: ColumnType.Double),
            TableColumn.Value("most", 12, type: ColumnType.Double),
        ]
    );

    public override void Configure()
    {
        Get("/v1/questionnaires/{reference}/results");
        this.OffersListFormats();
        this.Documents(
            "Read the results of a questionnaire",
            "Returns the answers of the responses that were received, counted for each question. Analysts and admins "
                + "see all questions; others see those that are marked as open, as soon "
                + "as enough partners have responded. With `by`, the results of groups of partners follow those of "
                + "all; others see them if no group is so small that its numbers tell who has not answered.",
            answer: typeof(QuestionResultsResponse),
            problems: [ErrorCodes.UnknownQuestionnaire, ErrorCodes.QuestionnaireWithdrawn, ErrorCodes.RoleForbids]
        );
    }

    public override async Task HandleAsync(ListQuestionResultsRequest req, CancellationToken ct)
    {
        var seesAll = ResponseAccess.SeesAll(Caller.FromPrincipal(User));
        if (!seesAll && req.Route.Count > 0)
            throw new ProblemException(
                ErrorCodes.RoleForbids,
                "Only analysts and admins read the results of a route. Leave route out."
            );
        if (!seesAll && req.By == ResultDimension.Pillar)
            throw new ProblemException(
                ErrorCodes.RoleForbids,
                "Only analysts and admins read results by pillar: the groups change with the projects of partners, and "
                    + "would tell single responses. Leave by out, or ask by=route."
            );

        var stored = await questionnaires.GetActiveAsync(req.Reference, ct);
        var results = await counts.ComputeAsync(stored, req.Route, req.By, until: null, seesAll, ct);
        var items = (results.Whole is { } whole ? results.Groups.Prepend(whole) : [])
            .SelectMany(group =>
                group.Questions.Select(result => QuestionResultResponse.FromResult(group.Value, result))
            )
            .ToList();
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, items.Count);
        var rest = items.Skip(after).ToList();
        var list = new ListSource<QuestionResultResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<QuestionResultResponse>(
                        [.. rest.Take(limit)],
                        rest.Count > limit ? [after + limit] : null
                    )
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)items.Count),
            Table = Table,
            ToResponse = (page, next, total, _) =>
                new QuestionResultsResponse(
                    page,
                    results.Whole?.Responses,
                    [
                        .. results.Groups.Select(group => new ResultGroupResponse(
                            group.Value!,
                            group.Asked,
                            group.Responses
                        )),
                    ],
                    results.IsWithheld,
                    next,
                    total
                ),
        };
        await Send.ListAsync(req, list, ct);
    }

    private static TableCell Choice(JsonElement choice) =>
        TableCell.FromText($"{choice.GetProperty("name").GetString()}: {choice.GetProperty("count")}");
}
