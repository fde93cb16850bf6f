using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Writers;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Reports;
using Adam.Domain.Keys;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Reports;

/// <summary>The report that is to be frozen.</summary>
internal sealed record ReportEditionBody
{
    /// <summary>The last day that counts, as of the report.</summary>
    [Example("2015-12-31")]
    public DateOnly? Until { get; init; }

    /// <summary>Why it is frozen.</summary>
    [MaxLength(1_000), Example("As sent to the partners.")]
    public string? Remark { get; init; }
}

internal sealed record FreezeReportRequest : ReportRequest, IHasBindingErrors
{
    public List<ValidationError> BindingErrors { get; } = [];

    [FromBody]
    public ReportEditionBody Body { get; init; } = new();

    public DateOnly ReadUntil(TimeProvider time) => UntilDay(Body.Until, time.Today(), BindingErrors);
}

internal sealed record ListReportEditionsRequest : ReportRequest
{
    /// <summary>The <c>ETag</c> of the list that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed record GetReportEditionRequest : ReportRequest
{
    /// <summary>The number of the edition, from 1 in each year.</summary>
    [RouteParam, Range(1, int.MaxValue), Example(1)]
    public int Number { get; init; }

    /// <summary>The language; that of <c>Accept-Language</c> by default.</summary>
    [QueryParam, Example("en")]
    public ReportLanguage? Lang { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is this file.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>A frozen edition of a report.</summary>
/// <param name="Year">The year of the report.</param>
/// <param name="Number">Counted from 1 in each year.</param>
/// <param name="Until">The last day that its figures count.</param>
/// <param name="Remark">Why it was frozen; null if nobody has said so.</param>
/// <param name="CreatedAt">The instant at which it was frozen.</param>
/// <param name="CreatedBy">The name of the key that froze it.</param>
/// <param name="Files">Its forms, by language and format.</param>
internal sealed record ReportEditionResponse(
    [property: Example(2015)] int Year,
    [property: Example(1)] int Number,
    DateOnly Until,
    [property: Example("As sent to the partners.")] string? Remark,
    DateTimeOffset CreatedAt,
    [property: Example("Secretariat")] string CreatedBy,
    IReadOnlyList<ReportFileResponse> Files
)
{
    public static ReportEditionResponse FromEdition(ReportEdition edition) =>
        new(
            edition.Year,
            edition.Number,
            edition.Until,
            edition.Remark,
            edition.CreatedAt,
            edition.CreatedBy,
            [
                .. edition.Files.Select(file => new ReportFileResponse(
                    file.Language,
                    file.Format,
                    file.Length,
                    file.Sha256,
                    $"{ReportEditions.LocationOf(edition)}?format={file.Format}&lang={file.Language}"
                )),
            ]
        );
}

/// <summary>A form of a frozen edition.</summary>
/// <param name="Language"><c>en</c> or <c>ru</c>.</param>
/// <param name="Format"><c>json</c>, <c>html</c> or <c>docx</c>.</param>
/// <param name="Bytes">The number of bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, in hexadecimal digits.</param>
/// <param name="Path">The path of the file.</param>
internal sealed record ReportFileResponse(
    [property: Example("en")] string Language,
    [property: Example("json")] string Format,
    [property: Example(48213)] int Bytes,
    [property: Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")] string Sha256,
    [property: Example("/v1/reports/2015/editions/1?format=json&lang=en")] string Path
);

internal static class ReportEditions
{
    public static string LocationOf(ReportEdition edition) =>
        FormattableString.Invariant($"/v1/reports/{edition.Year}/editions/{edition.Number}");

    public static ProblemException Unknown(int year, int number, int last) =>
        new(
            ErrorCodes.UnknownReportEdition,
            $"The report on {year} has no edition {number}. "
                + (
                    last == 0
                        ? "None is frozen."
                        : $"Its editions are 1 to {last}: GET /v1/reports/{year}/editions lists them."
                )
        );
}

internal sealed class FreezeReport(ReportBuilder reports, ReportEditionStore editions, TimeProvider time)
    : Endpoint<FreezeReportRequest, ReportEditionResponse>
{
    public override void Configure()
    {
        Post("/v1/reports/{year}/editions");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Freeze an edition of a report",
            "Computes the report in all forms and languages, and keeps their bytes with their hashes. Neither later "
                + "writes nor a later release change them. It contains what every reader may see: no restricted "
                + "project counts, although an admin freezes it.",
            201,
            typeof(ReportEditionResponse),
            problems: ErrorCodes.TooManyReportEditions
        );
    }

    public override async Task HandleAsync(FreezeReportRequest req, CancellationToken ct)
    {
        var until = req.ReadUntil(time);
        req.BindingErrors.ThrowIfAny();
        var files = await reports.FreezeAsync(req.Year, until, ct);
        var request = IdempotentRequest.Find(HttpContext);
        var edition =
            await editions.FreezeAsync(
                req.Year,
                until,
                TextNormalization.Paragraphs(req.Body.Remark),
                files,
                Caller.FromPrincipal(User).Actor,
                ct,
                request is null ? null : Keep
            )
            ?? throw new ProblemException(
                ErrorCodes.TooManyReportEditions,
                $"The report on {req.Year} has {ReportEditionStore.MostOfYear} editions, and no more are possible."
            );
        HttpContext.Response.Headers.Location = ReportEditions.LocationOf(edition);
        await Send.ResponseAsync(ReportEditionResponse.FromEdition(edition), StatusCodes.Status201Created, ct);

        KeptResponse Keep(ReportEdition frozen) =>
            request.Keep(
                StatusCodes.Status201Created,
                ReportEditionResponse.FromEdition(frozen),
                ReportEditions.LocationOf(frozen)
            );
    }
}

internal sealed class ListReportEditions(ReportEditionStore editions)
    : Endpoint<ListReportEditionsRequest, ListResponse<ReportEditionResponse>>
{
    public override void Configure()
    {
        Get("/v1/reports/{year}/editions");
        this.Documents(
            "List the editions of a report",
            "Returns the frozen editions of the report, the first one first, with the hashes of their files, on one "
                + "page.",
            answer: typeof(ListResponse<ReportEditionResponse>)
        );
    }

    public override async Task HandleAsync(ListReportEditionsRequest req, CancellationToken ct)
    {
        var found = await editions.ListAsync(req.Year, ct);
        await Send.PageAsync([.. found.Select(ReportEditionResponse.FromEdition)], null, null, req.IfNoneMatch, ct);
    }
}

internal sealed class GetReportEdition(ReportEditionStore editions) : Endpoint<GetReportEditionRequest, Report>
{
    public override void Configure()
    {
        Get("/v1/reports/{year}/editions/{number}");
        Definition.Metadata(new OffersFileFormats("ReportFormat", ReportFormat.All));
        this.Documents(
            "Read a frozen edition",
            "Returns a form of the edition byte for byte as it was frozen. Its entity tag is the hash of the bytes. "
                + "The requests of its figures answer from the register as it is now.",
            answer: typeof(Report),
            tagged: true,
            problems: ErrorCodes.UnknownReportEdition
        );
    }

    public override async Task HandleAsync(GetReportEditionRequest req, CancellationToken ct)
    {
        var format = (ReportFormat)Negotiation.FormatOf(HttpContext);
        var language = ReportLanguages.Choose(req.Lang, HttpContext.Request.Headers.AcceptLanguage);
        var frozen =
            await editions.FindAsync(req.Year, req.Number, Json.NameOf(language), format.Name, ct)
            ?? throw ReportEditions.Unknown(req.Year, req.Number, (await editions.ListAsync(req.Year, ct)).Count);
        var tag = $"\"{frozen.File.Sha256}\"";
        HttpContext.Response.Headers.ETag = tag;
        HttpContext.Response.Headers.Vary = "Accept, Accept-Language";
        if (req.IfNoneMatch?.Matches(tag) is true)
        {
            HttpContext.Response.Headers.CacheControl = "private, no-cache";
            await Send.StatusAsync(StatusCodes.Status304NotModified, ct);
            return;
        }

        await HttpContext.SendReportAsync(
            format,
            language,
            frozen.Content,
            FormattableString.Invariant($"adam-report-{req.Year}-{req.Number}.{format.Name}"),
            ct
        );
    }
}
