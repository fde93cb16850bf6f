using Adam.Api.Binding;
using Adam.Api.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Adam.Api.Imports;

/// <summary>Buffers request bodies that are files, on disk instead of in memory.</summary>
internal static class UploadBuffer
{
    /// <summary>
    /// Buffers the upload to a temporary file and returns it, rewound to its beginning. No database connection is held
    /// while the client is sending.
    /// </summary>
    /// <exception cref="ProblemException">The body is empty, or larger than <paramref name="most"/> bytes.</exception>
    public static async Task<Stream> ReceiveAsync(HttpContext http, long most, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;
        if (http.Request.ContentLength > most)
            throw RequestBodyReader.TooLarge(most);

        var file = TemporaryFile.Create();
        try
        {
            var buffer = new byte[1 << 16];
            while (await http.Request.Body.ReadAsync(buffer, ct) is var count and > 0)
            {
                if (file.Length + count > most)
                    throw RequestBodyReader.TooLarge(most);
                await WriteAsync(file, buffer.AsMemory(0, count), ct);
            }

            if (file.Position == 0)
                throw ProblemException.ForErrors(
                    new ValidationError(JsonBody.Name, "The body is empty; a file is expected.", ErrorCodes.BodyMissing)
                );
            await WriteAsync(file, default, ct);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // A full disk is a server error. An interrupted connection also throws IOException, but is a client error.
    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await file.WriteAsync(bytes, ct);
            if (bytes.IsEmpty)
                await file.FlushAsync(ct);
        }
        catch (IOException error)
        {
            throw ImportInterruptedException.NoRoom(error);
        }
    }
}
