using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Questionnaires.Forms;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record GetPartnerFormRequest : GetQuestionnaireRequest
{
    /// <summary>The code of the partner, in any case.</summary>
    [RouteParam, MaxLength(20), Example("TJ")]
    public string Partner { get; init; } = "";

    /// <summary>The language of the workbook (BCP 47); by default that of the form.</summary>
    [QueryParam, MaxLength(LanguageTags.MaxLength), Example("ru")]
    public string? Language { get; init; }
}

internal sealed class GetPartnerForm(ResponseAccess access, FormPrefill prefill)
    : Endpoint<GetPartnerFormRequest, PartnerFormResponse>
{
    public override void Configure()
    {
        Get("/v1/questionnaires/{reference}/responses/{partner}/form");
        Roles(RoleNames.Donor, RoleNames.Analyst, RoleNames.Admin);
        Definition.Metadata(new OffersFileFormats("PartnerFormFormat", [FormFormat.Json, FormFormat.Workbook]));
        this.Documents(
            "Get the form of a partner",
            "Returns the questions with the answers of the partner; before it has saved any, with what the register "
                + "knows: its projects, the measures that it leads, its last answers. format=xlsx returns a workbook "
                + "to fill in, and to send back with PUT. The ETag is that of the response.",
            answer: typeof(PartnerFormResponse),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownQuestionnaire,
                ErrorCodes.QuestionnaireWithdrawn,
                ErrorCodes.UnknownPartner,
                ErrorCodes.OthersResponse,
                ErrorCodes.QuestionnaireNotOpen,
            ]
        );
    }

    public override async Task HandleAsync(GetPartnerFormRequest req, CancellationToken ct)
    {
        var found = await access.FindAsync(req.Reference, req.Partner, Caller.FromPrincipal(User), ct);
        var draft = found.Draft;
        if (draft.OpenedOn is null)
            throw new ProblemException(
                ErrorCodes.QuestionnaireNotOpen,
                $"{draft.Reference} was not opened yet, so there is nothing to fill in."
            );
        var language = LanguageOf(req, draft);
        var known = await prefill.ReadAsync(draft, found.Partner, ct);
        var form = new PartnerForm(draft, found.Partner, found.Stored?.Response, known);
        // The workbook contains the time at which it was written, so the tag is that of the content.
        var content = PartnerFormResponse.FromForm(form);
        var format = (FormFormat)Negotiation.FormatOf(HttpContext);
        var tag = EntityTags.ForRepresentation(
            EntityTags.ForVersion(found.Version),
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    content,
                    format = format.Name,
                    language,
                },
                Json.Options
            )
        );
        if (format == FormFormat.Json)
        {
            await Send.ResourceAsync(content, tag, req.IfNoneMatch, ct);
            return;
        }

        using var file = new MemoryStream();
        await AnswerWorkbook.WriteAsync(form, language, file, ct);
        await HttpContext.FormAsync(file, format, $"adam-{draft.Reference}-{found.Partner}", tag, req.IfNoneMatch, ct);
    }

    private static string LanguageOf(GetPartnerFormRequest req, QuestionnaireDraft draft)
    {
        if (req.Language is not { } text)
            return draft.Language;
        var languages = FormLanguages.Used(draft);
        return LanguageTags.IsTag(text) && languages.Contains(LanguageTags.Canonical(text))
            ? LanguageTags.Canonical(text)
            : throw ProblemException.ForErrors(
                new ValidationError(
                    "language",
                    $"{draft.Reference} has no texts in {ValidationError.Quote(text)}. It has them in "
                        + $"{string.Join(", ", languages)}.",
                    ErrorCodes.UnknownCode
                )
            );
    }
}

internal sealed record SavePartnerFormRequest : ChangePartnerResponseRequest
{
    /// <summary>The workbook that GET has returned, filled in.</summary>
    [FromBody, MediaTypes(FormWorkbook.MediaType)]
    public UploadedFile File { get; init; } = new();
}

internal sealed class SavePartnerForm(ResponseAccess access, ResponseWriter writer)
    : Endpoint<SavePartnerFormRequest, QuestionnaireAnswersResponse>
{
    public override void Configure()
    {
        Put("/v1/questionnaires/{reference}/responses/{partner}/form");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.Documents(
            "Save a form that was filled in",
            "Replaces all answers of a response by those of a workbook, or begins one. Each error is told by its cell.",
            answer: typeof(QuestionnaireAnswersResponse),
            tagged: true,
            problems:
            [
                .. ResponseProblems.Writing,
                ErrorCodes.NotXlsForm,
                ErrorCodes.NotWorkbook,
                ErrorCodes.NotUnpacked,
            ]
        );
    }

    public override async Task HandleAsync(SavePartnerFormRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var found = await access.FindAsync(req.Reference, req.Partner, caller, ct);
        var errors = new List<ValidationError>();
        var sheets = await FormWorkbook.ReceiveAsync(HttpContext, AnswerWorkbook.IsRead, ct);
        var answers = AnswerWorkbook.Read(sheets, found.Draft, errors);
        errors.ThrowIfAny();
        var response = await writer.SaveAsync(req.Reference, req.Partner, req.IfMatch.Require, answers, caller, ct);
        var saved = QuestionnaireAnswersResponse.FromResponse(response);
        await Send.ResourceAsync(saved, saved.Tag, null, ct);
    }
}
