using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Imports.Templates;
using Adam.Api.OpenApi;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Imports;

internal sealed record GetImportTemplateRequest;

internal sealed class GetImportTemplate : Endpoint<GetImportTemplateRequest>
{
    public override void Configure()
    {
        Get("/v1/imports/template");
        Definition.Metadata(new OffersFileFormats("TemplateFormat", TemplateFormat.All));
        this.Documents(
            "Get a template",
            "Returns an empty table to fill in and to send to POST /v1/imports: an Excel workbook with notes and "
                + "drop-downs, or with `format=csv` a CSV file. Its example row is not imported.",
            answer: typeof(FileDownload),
            mediaType: new XlsxTemplate().MediaType
        );
    }

    public override async Task HandleAsync(GetImportTemplateRequest req, CancellationToken ct)
    {
        var format = (TemplateFormat)Negotiation.FormatOf(HttpContext);
        // A workbook is complete before it is sent, because it is small and an error can still be reported.
        using var file = new MemoryStream();
        await format.WriteAsync(file, ct);
        HttpContext.MarkResponseStart();
        var response = HttpContext.Response;
        response.Headers.Vary = "Accept";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"{ProjectTemplate.FileName}.{format.Name}",
        }.ToString();
        response.ContentType = format.MediaType;
        response.ContentLength = file.Length;
        file.Position = 0;
        await file.CopyToAsync(response.Body, ct);
    }
}
