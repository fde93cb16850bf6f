using Microsoft.AspNetCore.Http.Features;

namespace Adam.Api.Http;

/// <summary>
/// Converts every error of reading a request body to a <see cref="BadHttpRequestException"/>, because it is the
/// client's. Kestrel throws that exception for most damages, but a plain one for a chunk of 2 GiB or more.
/// </summary>
internal sealed class RequestBodyMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is not false)
            http.Request.Body = new CheckedBody(http.Request.Body);
        return next(http);
    }

    private sealed class CheckedBody(Stream body) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            try
            {
                return await body.ReadAsync(buffer, cancellationToken);
            }
            catch (IOException error) when (error is not BadHttpRequestException)
            {
                throw new BadHttpRequestException(error.Message, StatusCodes.Status400BadRequest, error);
            }
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        // Kestrel allows no synchronous reading, and nothing here does it.
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
