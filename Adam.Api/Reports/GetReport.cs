using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Writers;
using Adam.Data.Databases;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Reports;

internal sealed record GetReportRequest : ReportRequest, IHasBindingErrors
{
    public List<ValidationError> BindingErrors { get; } = [];

    /// <summary>
    /// The last day that counts, in the year. By default the last day of the year, or today in the present year.
    /// </summary>
    [QueryParam, Example("2015-12-31")]
    public DateOnly? Until { get; init; }

    /// <summary>The language of the texts; that of <c>Accept-Language</c> by default.</summary>
    [QueryParam, Example("en")]
    public ReportLanguage? Lang { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if no figure or text differs.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }

    public DateOnly ReadUntil(TimeProvider time) => UntilDay(Until, time.Today(), BindingErrors);
}

internal sealed class GetReport(ReportBuilder reports, TimeProvider time) : Endpoint<GetReportRequest, Report>
{
    public override void Configure()
    {
        Get("/v1/reports/{year}");
        Definition.Metadata(new OffersFileFormats("ReportFormat", ReportFormat.All));
        this.Documents(
            "Read the report of a year",
            "Computes the yearly report: members and meetings, money and its end, a chapter for each pillar with "
                + "recommendations, measures and projects, duplication, and goals. Every figure has the request that "
                + "gives it. The report is the same for all readers: restricted projects do not count. `format=html` "
                + "returns a page that prints, `format=docx` a document of Word.",
            answer: typeof(Report),
            tagged: true
        );
    }

    public override async Task HandleAsync(GetReportRequest req, CancellationToken ct)
    {
        var until = req.ReadUntil(time);
        req.BindingErrors.ThrowIfAny();
        var language = ReportLanguages.Choose(req.Lang, HttpContext.Request.Headers.AcceptLanguage);
        var report = await reports.BuildAsync(req.Year, until, language, ct);
        var format = (ReportFormat)Negotiation.FormatOf(HttpContext);
        HttpContext.Response.Headers.Vary = $"{HeaderNames.Accept}, {HeaderNames.AcceptLanguage}";
        // Weak, because the instant of the computation is no difference.
        var tag = $"W/{EntityTags.ForContent(format.Identify(report))}";
        HttpContext.Response.Headers.ETag = tag;
        if (req.IfNoneMatch?.Matches(tag) is true)
        {
            HttpContext.Response.Headers.CacheControl = "private, no-cache";
            await Send.StatusAsync(StatusCodes.Status304NotModified, ct);
            return;
        }

        await HttpContext.SendReportAsync(
            format,
            language,
            format.Write(report),
            FormattableString.Invariant($"adam-report-{req.Year}.{format.Name}"),
            ct
        );
    }
}

internal static class ReportResponses
{
    /// <summary>Sends a form of a report.</summary>
    /// <param name="name">The name under which a client saves it.</param>
    public static async Task SendReportAsync(
        this HttpContext http,
        ReportFormat format,
        ReportLanguage language,
        byte[] content,
        string name,
        CancellationToken ct
    )
    {
        http.MarkResponseStart();
        var response = http.Response;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentLanguage = Serialization.Json.NameOf(language);
        if (format is HtmlReportFormat)
            response.Headers.ContentSecurityPolicy = HtmlReportFormat.PolicyOf(content);
        if (format is WordReportFormat)
            response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
            {
                FileName = name,
            }.ToString();
        response.ContentType = format.ContentType;
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, ct);
    }
}
