using Adam.Api.Errors;

namespace Adam.Api.Imports;

/// <summary>Receives a file of records that are no projects.</summary>
internal static class RecordUpload
{
    /// <summary>Returns the file, unpacked, at its beginning, with its media type.</summary>
    /// <param name="most">The most bytes of the unpacked file.</param>
    /// <param name="records">The records in messages: <c>items</c>.</param>
    /// <exception cref="ProblemException">The form has a mapping, or a file of IATI.</exception>
    public static async Task<(Stream File, string Type)> ReceiveAsync(
        HttpContext http,
        long most,
        string records,
        CancellationToken ct
    )
    {
        if (!UploadForm.IsForm(http.Request))
            return ((await UploadBuffer.ReceiveBodyAsync(http, most, ct)).File, http.Request.ContentType!);

        var upload = await UploadBuffer.ReceiveAsync(http, most, ct);
        if (upload.Mapping is null && upload.Format.Name != "iati")
            return (upload.Content, upload.Format.MediaTypes[0]);

        await upload.DisposeAsync();
        throw ProblemException.ForErrors(
            upload.Mapping is not null
                ? new ValidationError(
                    "mapping",
                    $"Files of {records} have no mappings: the headings are names.",
                    ErrorCodes.BadValue
                )
                : new ValidationError(
                    "file",
                    $"IATI has no {records}. Send csv, xlsx, json or ndjson.",
                    ErrorCodes.BadValue
                )
        );
    }
}
