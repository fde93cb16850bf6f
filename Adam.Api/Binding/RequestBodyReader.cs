using System.Buffers;
using Adam.Api.Configuration;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>Reads the whole body of a request once, up to the configured maximum size.</summary>
internal static class RequestBodyReader
{
    private static readonly object Key = new();

    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Items.TryGetValue(Key, out var read))
            return (ReadOnlyMemory<byte>)read!;

        var limit = http.RequestServices.GetRequiredService<Settings>().MaxBodyBytes;
        if (http.Request.ContentLength > limit)
            throw TooLarge(limit);

        // Content-Length may be missing (chunked encoding) or wrong, so the received bytes are counted.
        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(http.Request.ContentLength ?? 0, 4096, 1 << 20));
        while (await http.Request.Body.ReadAsync(buffer.GetMemory(4096), ct) is var count and > 0)
        {
            buffer.Advance(count);
            if (buffer.WrittenCount > limit)
                throw TooLarge(limit);
        }

        http.Items[Key] = buffer.WrittenMemory;
        return buffer.WrittenMemory;
    }

    public static ProblemException TooLarge(long limit) =>
        new(
            ErrorCodes.BodyTooLarge,
            $"The body is larger than {limit} bytes, the most that this server takes. Send less at a time."
        );
}
