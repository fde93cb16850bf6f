using System.Text;
using Adam.Api.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace Adam.Api.Imports;

/// <summary>
/// A file within a form (<c>multipart/form-data</c>, RFC 7578), as browsers and <c>curl -F</c> send it.
/// </summary>
internal static class UploadForm
{
    public const string MediaType = "multipart/form-data";

    /// <summary>The most bytes of a form without its file.</summary>
    public const int MostOverhead = 1 << 20;

    private const string FileField = "file";
    private const string MappingField = "mapping";
    private const int LongestBoundary = 200;
    private const int MostSections = 20;

    public static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the fields <c>file</c> and <c>mapping</c>.</summary>
    /// <param name="most">The most bytes of the unpacked file.</param>
    /// <exception cref="ProblemException">The form is damaged, or has other fields, or not one file.</exception>
    public static async Task<Upload> ReadAsync(HttpRequest request, long most, CancellationToken ct)
    {
        Upload? upload = null;
        string? mapping = null;
        try
        {
            var reader = new MultipartReader(Boundary(request), request.Body);
            for (var count = 0; await reader.ReadNextSectionAsync(ct) is { } section; count++)
            {
                if (count == MostSections)
                    throw Invalid($"It has more than {MostSections} fields.");
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    throw Invalid("A part has no Content-Disposition.");

                var field = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (field == FileField && upload is null)
                    upload = await FileAsync(section, disposition, most, ct);
                else if (field == FileField)
                    throw Invalid("It has several files. Send one file at a time.");
                else if (field == MappingField)
                    mapping = await TextAsync(section, ct);
                else
                    throw Invalid(
                        $"It has the field {ValidationError.Quote(field)}. A form has the fields {FileField} and "
                            + $"{MappingField}; all other parameters stand in the URL."
                    );
            }
        }
        // The reader reports a damaged form by both.
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            await DisposeAsync(upload);
            throw Invalid("It is damaged.");
        }
        catch
        {
            await DisposeAsync(upload);
            throw;
        }

        return upload is null ? throw Invalid($"It has no field {FileField}.") : upload with { Mapping = mapping };
    }

    private static async Task<Upload> FileAsync(
        MultipartSection section,
        ContentDispositionHeaderValue disposition,
        long most,
        CancellationToken ct
    )
    {
        // Browsers and curl know few media types, so the name of the file decides.
        var name = UploadBuffer.FileNameOf(disposition);
        var format =
            (name is null ? null : ImportFormats.ForFile(name))
            ?? ImportFormats.ForContentType(section.ContentType)
            ?? throw ProblemException.ForErrors(
                new ValidationError(
                    FileField,
                    name is null
                        ? "The file has neither a name nor a media type of a known format."
                        : ImportFormats.UnknownExtension(ValidationError.Printable(name)),
                    ErrorCodes.BadValue
                )
            );
        var (file, sent) = await UploadBuffer.CopyAsync(section.Body, name, most, ct);
        if (file.Length > 0)
            return new(await GzipFile.UnpackAsync(file, most, ct), format, sent, Mapping: null);

        await file.DisposeAsync();
        throw ProblemException.ForErrors(new ValidationError(FileField, "The file is empty.", ErrorCodes.BodyMissing));
    }

    private static async Task<string> TextAsync(MultipartSection section, CancellationToken ct)
    {
        var bytes = new byte[MostOverhead / 2];
        var count = await section.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return count < bytes.Length
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : throw Invalid($"The field {MappingField} is too long.");
    }

    private static string Boundary(HttpRequest request)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        return boundary is { Length: > 0 and <= LongestBoundary }
            ? boundary
            : throw Invalid("Its Content-Type has no boundary. Leave the header to the client, as curl -F does.");
    }

    private static ValueTask DisposeAsync(Upload? upload) => upload?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static ProblemException Invalid(string reason) =>
        new(ErrorCodes.NotForm, $"The form cannot be read. {reason}");
}
