using Adam.Api.Configuration;
using Adam.Api.Errors;

namespace Adam.Api.Http;

/// <summary>The disk space that the temporary files of all <see cref="ResponseBuffer"/> have together.</summary>
internal sealed class ResponseBufferSpace(Settings settings)
{
    private long _taken;

    /// <summary>The bytes that are taken at the moment.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Rejects a request that would probably need space that there is not.</summary>
    /// <exception cref="ProblemException">More than nine tenths of the space are taken.</exception>
    public void CheckFree()
    {
        var most = settings.MaxExportBytes;
        if (Taken <= most - most / 10)
            return;

        throw new ProblemException(
            ErrorCodes.NoRoomForExport,
            "Whole lists that other clients read slowly fill the disk space that this server has for them "
                + "(Adam:MaxExportBytes). Ask again later, or for a page with limit=."
        )
        {
            Headers = { ["Retry-After"] = "60" },
        };
    }

    /// <exception cref="ResponseBufferFullException">There is not so much space.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= settings.MaxExportBytes)
            return;

        Return(bytes);
        throw new ResponseBufferFullException(settings.MaxExportBytes);
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}

/// <summary>A client reads so slowly that its response does not fit into the space for such responses.</summary>
internal sealed class ResponseBufferFullException(long most)
    : Exception(
        $"Lists that clients read slowly need more than the {most} bytes of Adam:MaxExportBytes. Raise the setting, or "
            + "let the clients ask for pages with limit=."
    );
