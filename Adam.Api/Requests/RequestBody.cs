using System.Buffers;
using Adam.Api.Cli;

namespace Adam.Api.Requests;

/// <summary>The whole body of a request, up to the size that the operator allows; read once, whoever asks first.</summary>
internal static class RequestBody
{
    private static readonly object Key = new();

    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Items.TryGetValue(Key, out var read))
            return (ReadOnlyMemory<byte>)read!;

        var limit = http.RequestServices.GetRequiredService<Settings>().MaxBodyBytes;
        if (http.Request.ContentLength > limit)
            throw TooLarge(limit);

        // The length that is announced may be missing (chunks) or untrue, so what arrives is counted.
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

    public static Refusal TooLarge(long limit) => new(ErrorCodes.BodyTooLarge, $"The body is larger than {limit} bytes, the most that this server takes. Send less at a time.");
}
