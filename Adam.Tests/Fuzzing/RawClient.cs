using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Adam.Tests.Fuzzing;

/// <summary>A response as it came over the connection.</summary>
/// <param name="Status">The status; 0 if the server has closed the connection without a response.</param>
/// <param name="Headers">The headers by their names in lower case; the last one of equal names.</param>
internal sealed record RawResponse(
    int Status,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    TimeSpan Elapsed
)
{
    public string MediaType => Headers.GetValueOrDefault("content-type", "").Split(';')[0].Trim();

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>
/// Sends bytes as they are, which <see cref="HttpClient"/> does not: it rejects or corrects requests that are wrong.
/// </summary>
internal sealed class RawClient(string host, int port) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly byte[] _buffer = new byte[1 << 16];
    private TcpClient? _connection;
    private int _start;
    private int _end;

    /// <summary>Sends a request and reads its response. The connection is kept if both allow it.</summary>
    /// <param name="method">The method, because the response to HEAD has no body.</param>
    /// <param name="closes">True if nothing more is sent on this connection.</param>
    /// <exception cref="IOException">The response is not whole.</exception>
    public async Task<RawResponse> SendAsync(byte[] request, string method, bool closes)
    {
        using var timeout = new CancellationTokenSource(Longest);
        var isNew = _connection is null;
        try
        {
            return await SendOnceAsync(request, method, closes, timeout.Token);
        }
        catch (Exception error) when (!isNew && error is IOException or SocketException)
        {
            // The server may close a connection between two requests.
            Close();
            return await SendOnceAsync(request, method, closes, timeout.Token);
        }
    }

    public void Dispose() => Close();

    private async Task<RawResponse> SendOnceAsync(byte[] request, string method, bool closes, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        if (_connection is null)
        {
            _connection = new TcpClient { NoDelay = true };
            (_start, _end) = (0, 0);
            await _connection.ConnectAsync(host, port, ct);
        }

        var stream = _connection.GetStream();
        try
        {
            await stream.WriteAsync(request, ct);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // The server may respond before it has read the whole request.
        }

        var status = 0;
        Dictionary<string, string> headers;
        do
        {
            if (await LineAsync(stream, ct) is not { Length: > 12 } first)
            {
                Close();
                // A kept connection may have been closed before the request came.
                return closes
                    ? new(0, new Dictionary<string, string>(), [], Stopwatch.GetElapsedTime(began))
                    : throw new IOException("The server has closed the connection without a response.");
            }

            status = int.Parse(first.AsSpan(9, 3), CultureInfo.InvariantCulture);
            headers = new(StringComparer.Ordinal);
            while (await LineAsync(stream, ct) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
            }
        } while (status is >= 100 and < 200);

        var body = await BodyAsync(stream, method, status, headers, ct);
        if (closes || headers.GetValueOrDefault("connection") == "close")
            Close();
        return new(status, headers, body, Stopwatch.GetElapsedTime(began));
    }

    private async Task<byte[]> BodyAsync(
        NetworkStream stream,
        string method,
        int status,
        Dictionary<string, string> headers,
        CancellationToken ct
    )
    {
        if (method == "HEAD" || status is 204 or 304)
            return [];

        using var body = new MemoryStream();
        if (headers.GetValueOrDefault("transfer-encoding") == "chunked")
        {
            while (true)
            {
                var line = await LineAsync(stream, ct) ?? throw new IOException("The response ends within its body.");
                var length = int.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await CopyAsync(stream, length, body, ct);
                await LineAsync(stream, ct);
                if (length == 0)
                    return body.ToArray();
            }
        }

        var announced = headers.TryGetValue("content-length", out var text)
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : long.MaxValue;
        await CopyAsync(stream, announced, body, ct);
        return body.ToArray();
    }

    private async Task CopyAsync(NetworkStream stream, long length, MemoryStream body, CancellationToken ct)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(stream, ct))
            {
                if (length > int.MaxValue)
                    return; // a body until the end of the connection
                throw new IOException("The response ends within its body.");
            }

            var count = (int)Math.Min(length, _end - _start);
            body.Write(_buffer, _start, count);
            _start += count;
            length -= count;
        }
    }

    private async Task<string?> LineAsync(NetworkStream stream, CancellationToken ct)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(stream, ct))
                return line.Length == 0 ? null : throw new IOException("The response ends within a line.");

            var next = (char)_buffer[_start++];
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(next);
        }
    }

    private async Task<bool> FillAsync(NetworkStream stream, CancellationToken ct)
    {
        (_start, _end) = (0, await stream.ReadAsync(_buffer, ct));
        return _end > 0;
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
