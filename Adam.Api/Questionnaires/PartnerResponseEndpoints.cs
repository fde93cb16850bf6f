using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Questionnaires;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record GetPartnerResponseRequest : GetQuestionnaireRequest
{
    /// <summary>The code of the partner, in any case.</summary>
    [RouteParam, MaxLength(20), Example("TJ")]
    public string Partner { get; init; } = "";
}

internal sealed class GetPartnerResponse(ResponseAccess access)
    : Endpoint<GetPartnerResponseRequest, QuestionnaireAnswersResponse>
{
    public override void Configure()
    {
        Get("/v1/questionnaires/{reference}/responses/{partner}");
        Roles(RoleNames.Donor, RoleNames.Analyst, RoleNames.Admin);
        this.Documents(
            "Read a response",
            "Returns the response of a partner. Donors read that of their own partner alone.",
            answer: typeof(QuestionnaireAnswersResponse),
            tagged: true,
            problems: [.. ResponseProblems.Reading]
        );
    }

    public override async Task HandleAsync(GetPartnerResponseRequest req, CancellationToken ct)
    {
        var found = await access.FindAsync(req.Reference, req.Partner, Caller.FromPrincipal(User), ct);
        var response = QuestionnaireAnswersResponse.FromResponse(found.Response);
        await Send.ResourceAsync(response, response.Tag, req.IfNoneMatch, ct);
    }
}

internal sealed record GetPartnerResponseHistoryRequest : ListRequest
{
    /// <summary>The reference of the questionnaire, in any case.</summary>
    [RouteParam, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2015")]
    public string Reference { get; init; } = "";

    /// <summary>The code of the partner, in any case.</summary>
    [RouteParam, MaxLength(20), Example("TJ")]
    public string Partner { get; init; } = "";
}

internal sealed class GetPartnerResponseHistory(ResponseAccess access, PartnerResponseStore responses)
    : Endpoint<GetPartnerResponseHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/questionnaires/{reference}/responses/{partner}/history");
        Roles(RoleNames.Donor, RoleNames.Analyst, RoleNames.Admin);
        this.Documents(
            "Read the history of a response",
            "Returns every version of the response, the first one first: who wrote it, when, and which members it "
                + "changed from what to what. Donors read that of their own partner alone.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: [.. ResponseProblems.Reading]
        );
    }

    public override async Task HandleAsync(GetPartnerResponseHistoryRequest req, CancellationToken ct)
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var found = await access.FindAsync(req.Reference, req.Partner, Caller.FromPrincipal(User), ct);
        var page = await responses.HistoryAsync(found.Response, after, req.Limit, ct);
        await Send.PageAsync(
            [.. page.Items.Select(RecordVersionResponse.FromVersion)],
            page.Next is { } next ? [next] : null,
            req.Count ? page.Total : null,
            req.IfNoneMatch,
            ct
        );
    }
}

internal record ChangePartnerResponseRequest : ChangeQuestionnaireRequest
{
    /// <summary>The code of the partner, in any case.</summary>
    [RouteParam, MaxLength(20), Example("TJ")]
    public string Partner { get; init; } = "";
}

internal sealed record SavePartnerResponseRequest : ChangePartnerResponseRequest, IHasBindingErrors
{
    [FromBody]
    public QuestionnaireAnswersBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class SavePartnerResponse(ResponseAccess access, ResponseWriter writer)
    : Endpoint<SavePartnerResponseRequest, QuestionnaireAnswersResponse>
{
    public override void Configure()
    {
        Put("/v1/questionnaires/{reference}/responses/{partner}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.Documents(
            "Save a response",
            "Replaces all answers of a response, or begins one. The types of the answers are checked; what is missing "
                + "is told when the response is submitted. `If-Match: *` saves whatever there is.",
            answer: typeof(QuestionnaireAnswersResponse),
            tagged: true,
            problems: [.. ResponseProblems.Writing]
        );
    }

    public override async Task HandleAsync(SavePartnerResponseRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var found = await access.FindAsync(req.Reference, req.Partner, caller, ct);
        var answers = AnswersReader.Read(req.Body, req.BindingErrors, found.Draft, found.Stored?.Response);
        req.BindingErrors.ThrowIfAny();
        var response = await writer.SaveAsync(req.Reference, req.Partner, req.IfMatch.Require, answers, caller, ct);
        var saved = QuestionnaireAnswersResponse.FromResponse(response);
        await Send.ResourceAsync(saved, saved.Tag, null, ct);
    }
}

internal sealed record ReviewPartnerResponseRequest : ChangePartnerResponseRequest, IHasBindingErrors
{
    [FromBody]
    public PartnerResponseReviewBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

/// <summary>The decision of an analyst about a response.</summary>
internal sealed record PartnerResponseReviewBody
{
    /// <summary>
    /// <c>has-issues</c> and <c>rejected</c> return it to the partner, and need a note; <c>received</c> takes a
    /// decision back; <c>approved</c> accepts it.
    /// </summary>
    [Required, Example("has-issues")]
    public PartnerResponseState? State { get; init; }

    /// <summary>A note for the partner.</summary>
    [MaxLength(2_000), Example("Please state the year of the figures.")]
    public string? Note { get; init; }
}

internal sealed class ReviewPartnerResponse(ResponseWriter writer)
    : Endpoint<ReviewPartnerResponseRequest, QuestionnaireAnswersResponse>
{
    public override void Configure()
    {
        Put("/v1/questionnaires/{reference}/responses/{partner}/review");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.Documents(
            "Review a response",
            "Records what an analyst decides about a response that was submitted. One that is rejected counts as not "
                + "received until it is submitted again.",
            answer: typeof(QuestionnaireAnswersResponse),
            tagged: true,
            problems: [.. ResponseProblems.Reading]
        );
    }

    public override async Task HandleAsync(ReviewPartnerResponseRequest req, CancellationToken ct)
    {
        var reading = new Meetings.BodyErrors(req.BindingErrors);
        var note = Domain.Text.TextNormalization.Paragraphs(req.Body.Note);
        if (req.Body.State == PartnerResponseState.Draft)
            reading.Add(
                "state",
                "A response that was submitted is no draft again. Return it as has-issues or rejected.",
                ErrorCodes.BadValue
            );
        if (req.Body.State is PartnerResponseState.HasIssues or PartnerResponseState.Rejected && note is null)
            reading.Add("note", "Tell the partner what is to be changed.", ErrorCodes.Missing);
        req.BindingErrors.ThrowIfAny();
        var reviewed = await writer.ReviewAsync(req, req.Body.State!.Value, note, Caller.FromPrincipal(User), ct);
        var response = QuestionnaireAnswersResponse.FromResponse(reviewed);
        await Send.ResourceAsync(response, response.Tag, null, ct);
    }
}

/// <summary>The problems of requests for responses.</summary>
internal static class ResponseProblems
{
    public static readonly IReadOnlyList<ErrorCode> Reading =
    [
        ErrorCodes.UnknownQuestionnaire,
        ErrorCodes.QuestionnaireWithdrawn,
        ErrorCodes.UnknownPartner,
        ErrorCodes.UnknownResponse,
        ErrorCodes.OthersResponse,
    ];

    public static readonly IReadOnlyList<ErrorCode> Writing =
    [
        ErrorCodes.UnknownQuestionnaire,
        ErrorCodes.QuestionnaireWithdrawn,
        ErrorCodes.UnknownPartner,
        ErrorCodes.OthersResponse,
        ErrorCodes.QuestionnaireNotOpen,
        ErrorCodes.ResponseSubmitted,
    ];
}
