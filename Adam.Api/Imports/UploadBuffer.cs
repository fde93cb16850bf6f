using System.Security.Cryptography;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Data.Imports;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Imports;

/// <summary>A file that a client has sent.</summary>
/// <param name="Content">The file on disk, unpacked, at its beginning.</param>
/// <param name="Format">The format that its name or its media type states.</param>
/// <param name="Sent">The file as it was sent.</param>
/// <param name="Mapping">The field <c>mapping</c> of a form; null if there is none.</param>
internal sealed record Upload(Stream Content, IImportFormat Format, SentFile Sent, string? Mapping) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>Buffers request bodies that are files, on disk instead of in memory.</summary>
internal static class UploadBuffer
{
    private const string Gzip = "gzip";
    private const int LongestName = 180;

    /// <summary>
    /// Buffers the upload to a temporary file. No database connection is held while the client is sending.
    /// </summary>
    /// <exception cref="ProblemException">
    /// The body has no file, or one of an unknown format, or one of more than <paramref name="most"/> bytes.
    /// </exception>
    /// <exception cref="UnreadableFileException">The file is compressed, and damaged.</exception>
    /// <exception cref="TemporaryFileException">The server cannot keep the file.</exception>
    public static async Task<Upload> ReceiveAsync(HttpContext http, long most, CancellationToken ct)
    {
        CheckSize(http, most);
        if (UploadForm.IsForm(http.Request))
            return await EndAsync(UploadForm.ReadAsync(http.Request, most, ct));

        // The binder has rejected content types without a format.
        var format = ImportFormats.ForContentType(http.Request.ContentType)!;
        var (file, sent) = await ReceiveBodyAsync(http, most, ct);
        return new(file, format, sent, Mapping: null);
    }

    /// <summary>Buffers a body that is the file itself to a temporary file.</summary>
    /// <returns>The file, unpacked, at its beginning; and the file as it was sent.</returns>
    /// <inheritdoc cref="ReceiveAsync" path="/exception"/>
    public static Task<(Stream File, SentFile Sent)> ReceiveBodyAsync(HttpContext http, long most, CancellationToken ct)
    {
        CheckSize(http, most);
        return EndAsync(ReadBodyAsync(http, most, ct));
    }

    private static async Task<(Stream File, SentFile Sent)> ReadBodyAsync(
        HttpContext http,
        long most,
        CancellationToken ct
    )
    {
        var name = ContentDispositionHeaderValue.TryParse(
            http.Request.Headers.ContentDisposition.ToString(),
            out var disposition
        )
            ? FileNameOf(disposition)
            : null;
        var (file, sent) = await CopyAsync(http.Request.Body, name, most, ct);
        if (file.Length == 0)
        {
            await file.DisposeAsync();
            throw ProblemException.ForErrors(
                new ValidationError(JsonBody.Name, "The body is empty; a file is expected.", ErrorCodes.BodyMissing)
            );
        }

        if (http.Request.Headers.ContentEncoding.Count > 0 && !await GzipFile.IsGzipAsync(file, ct))
        {
            await file.DisposeAsync();
            throw new UnreadableFileException(
                ErrorCodes.NotUnpacked,
                "Content-Encoding states gzip, and the body is not compressed. Compress it, or leave the header out."
            );
        }

        return (await GzipFile.UnpackAsync(file, most, ct), sent);
    }

    /// <summary>Waits for a file that is received. No import has begun that could be interrupted.</summary>
    private static async Task<T> EndAsync<T>(Task<T> receiving)
    {
        try
        {
            return await receiving;
        }
        catch (ImportInterruptedException error)
        {
            throw new TemporaryFileException(error.Message, error);
        }
    }

    private static void CheckSize(HttpContext http, long most)
    {
        CheckContentEncoding(http.Request);
        // A form has some bytes around the file.
        var mostSent = most + UploadForm.MostOverhead;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = mostSent;
        if (http.Request.ContentLength > mostSent)
            throw RequestBodyReader.TooLarge(most);
    }

    /// <summary>Copies a part of the request to a temporary file, and returns to its beginning.</summary>
    /// <param name="name">The name of the file; null if the client states none.</param>
    /// <exception cref="ProblemException">It is larger than <paramref name="most"/> bytes.</exception>
    public static async Task<(FileStream File, SentFile Sent)> CopyAsync(
        Stream body,
        string? name,
        long most,
        CancellationToken ct
    )
    {
        var file = TemporaryFile.Create();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            var buffer = new byte[1 << 16];
            while (await body.ReadAsync(buffer, ct) is var count and > 0)
            {
                if (file.Position + count > most)
                    throw RequestBodyReader.TooLarge(most);
                hash.AppendData(buffer, 0, count);
                await TemporaryFile.WriteAsync(file, buffer.AsMemory(0, count), ct);
            }

            await TemporaryFile.RewindAsync(file, ct);
            return (file, new(Named(name), file.Length, hash.GetHashAndReset()));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Returns the name of a file without folders, which some clients send; null if there is none.
    /// </summary>
    public static string? FileNameOf(ContentDispositionHeaderValue disposition)
    {
        var stated = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        var name = HeaderUtilities.RemoveQuotes(stated).Value ?? "";
        return name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..] is { Length: > 0 } plain ? plain : null;
    }

    /// <summary>Returns a name that is safe to store and to show; null if there is none.</summary>
    public static string? Named(string? name) => name is null ? null : ValidationError.Printable(name, LongestName);

    private static void CheckContentEncoding(HttpRequest request)
    {
        var encodings = request.Headers.ContentEncoding;
        if (encodings.Count == 0 || (encodings.Count == 1 && encodings[0] is Gzip or "x-gzip"))
            return;

        throw new ProblemException(
            ErrorCodes.WrongContentType,
            $"Content-Encoding: {ValidationError.Printable(encodings.ToString())} is not known here. "
                + "Send the body without it, or compressed with gzip."
        )
        {
            Headers = { [HeaderNames.AcceptEncoding] = Gzip },
        };
    }
}
