using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Questionnaires.Forms;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record GetQuestionsRequest : GetQuestionnaireRequest;

internal sealed class GetQuestions(QuestionnaireStore questionnaires) : Endpoint<GetQuestionsRequest>
{
    public override void Configure()
    {
        Get("/v1/questionnaires/{reference}/questions");
        Definition.Metadata(new OffersFileFormats("QuestionsFormat", [FormFormat.Workbook, FormFormat.Schema]));
        this.Documents(
            "Get the questions",
            "Returns the questions as an XLSForm (xlsform.org), or with format=json-schema the JSON Schema (2020-12) "
                + "of the answers that can be submitted.",
            answer: typeof(FileDownload),
            tagged: true,
            mediaType: FormFormat.Workbook.MediaType,
            problems: [ErrorCodes.UnknownQuestionnaire, ErrorCodes.QuestionnaireWithdrawn]
        );
    }

    public override async Task HandleAsync(GetQuestionsRequest req, CancellationToken ct)
    {
        var stored = await questionnaires.GetActiveAsync(req.Reference, ct);
        var draft = stored.Questionnaire.Draft;
        var format = (FormFormat)Negotiation.FormatOf(HttpContext);
        using var file = new MemoryStream();
        if (format == FormFormat.Schema)
            await JsonSerializer.SerializeAsync(file, AnswersSchema.Write(draft), Json.Options, ct);
        else
            await XlsFormWriter.WriteAsync(draft, stored.Version, file, ct);
        // A workbook contains the time at which it was written, so the version is the tag.
        var tag = EntityTags.ForRepresentation(
            EntityTags.ForVersion(stored.Version),
            System.Text.Encoding.UTF8.GetBytes(format.Name)
        );
        await HttpContext.FormAsync(file, format, $"adam-{draft.Reference}", tag, req.IfNoneMatch, ct);
    }
}

internal sealed record ReplaceQuestionsRequest : ChangeQuestionnaireRequest
{
    /// <summary>The form, as an XLSForm.</summary>
    [FromBody, MediaTypes(FormWorkbook.MediaType)]
    public UploadedFile File { get; init; } = new();
}

internal sealed class ReplaceQuestions(QuestionnaireStore questionnaires, QuestionnaireRegister register)
    : Endpoint<ReplaceQuestionsRequest, QuestionnaireResponse>
{
    public override void Configure()
    {
        Put("/v1/questionnaires/{reference}/questions");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Replace the questions",
            "Replaces the questions and choices of a draft by those of an XLSForm. A subset is taken, and everything "
                + "beyond it is refused by the name of its cell.",
            answer: typeof(QuestionnaireResponse),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownQuestionnaire,
                ErrorCodes.QuestionnaireWithdrawn,
                ErrorCodes.QuestionnaireFrozen,
                ErrorCodes.NotXlsForm,
                ErrorCodes.NotWorkbook,
                ErrorCodes.NotUnpacked,
            ]
        );
    }

    public override async Task HandleAsync(ReplaceQuestionsRequest req, CancellationToken ct)
    {
        var stored = await questionnaires.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var errors = new List<ValidationError>();
        var sheets = await FormWorkbook.ReceiveAsync(HttpContext, XlsFormReader.IsRead, ct);
        var (questions, choices) = XlsFormReader.Read(sheets, errors);
        errors.ThrowIfAny();

        var before = stored.Questionnaire.Draft;
        var draft = before with { Questions = questions, Choices = choices };
        if (before.State != QuestionnaireState.Draft)
            QuestionnaireProblems.ThrowIfFrozen(before, draft);
        var others = await register.ReadAsync(ct);
        await Send.ChangedAsync(questionnaires, draft, stored, others, Caller.FromPrincipal(User), ct);
    }
}

internal static class FormSending
{
    /// <summary>Sends a file that is complete, so that an error can still be reported while it is written.</summary>
    /// <param name="name">The name of the file without its extension.</param>
    public static async Task FormAsync(
        this HttpContext http,
        MemoryStream file,
        FormFormat format,
        string name,
        string tag,
        EntityTags? has,
        CancellationToken ct
    )
    {
        var response = http.Response;
        (response.Headers.ETag, response.Headers.CacheControl) = (tag, "private, no-cache");
        response.Headers.Vary = "Accept";
        http.MarkResponseStart();
        if (has?.Matches(tag) is true)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = format.MediaType;
        if (format.Extension is { } extension)
            response.Headers.ContentDisposition = $"attachment; filename={name}{extension}";
        response.ContentLength = file.Length;
        file.Position = 0;
        await file.CopyToAsync(response.Body, ct);
    }
}
