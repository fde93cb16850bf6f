using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Security;
using Adam.Data.Imports;
using Adam.Domain.Partners;

namespace Adam.Api.Imports;

/// <summary>Sends the reports that the register keeps, in the format that the client asks for.</summary>
internal sealed class KeptReports(ImportReports reports)
{
    /// <exception cref="ProblemException">The import has no report.</exception>
    public async Task WriteAsync(HttpContext http, KeptImport import, CancellationToken ct)
    {
        var format = (ImportReportFormat)Negotiation.FormatOf(http);
        var of =
            ImportFormats.Find(import.Format) ?? throw new InvalidOperationException($"No format {import.Format}.");
        format.ThrowIfNotFor(of);
        if (format is AllRows)
            throw ProblemException.ForErrors(
                new ValidationError(
                    Negotiation.Parameter,
                    "The file of an earlier import is not kept, only its rejected rows. Ask for format=rejected.",
                    ErrorCodes.BadValue
                )
            );

        await using var file = TemporaryFile.Create();
        if (format is RejectedRows)
        {
            await CopyAsync(import, ImportReportKind.RejectedRows, file, ct);
            file.Position = 0;
            format.Begin(http);
            await file.CopyToAsync(http.Response.Body, ct);
            return;
        }

        await CopyAsync(import, ImportReportKind.Head, file, ct);
        file.Position = 0;
        using var result = await ImportResult.ReadAsync(
            file,
            to => CopyAsync(import, ImportReportKind.Items, to, ct),
            ct
        );
        format.Begin(http);
        var context = new ImportContext(
            PartnerDirectory.Empty,
            Caller.FromPrincipal(http.User),
            KeptOptions.Read(import).Options
        );
        await format.WriteAsync(http.Response.Body, new(result, Stream.Null, of, context), ct);
    }

    private async Task CopyAsync(KeptImport import, ImportReportKind kind, Stream to, CancellationToken ct)
    {
        await using var packed = TemporaryFile.Create();
        if (!await reports.CopyAsync(import, kind, packed, to, ct))
            throw new ProblemException(
                ErrorCodes.NoReport,
                import.IsOpen ? $"The import {import.Id} has not ended. Read its state at /v1/imports/{import.Id}."
                    : import.State == ImportState.Finished ? "The report is no longer kept."
                    : $"The import did not come to its end: {import.StateReason}"
            );
    }
}
