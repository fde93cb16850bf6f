using Adam.Api.Requests;

namespace Adam.Api.Imports;

/// <summary>A file that cannot be read to its end: nothing of it goes into the register.</summary>
/// <param name="line">Where it stops making sense, counted from 1; 0 when no place can be told.</param>
internal sealed class UnreadableFile(ErrorCode code, string reason, int line = 0, int column = 0) : Exception(reason)
{
    public ErrorCode Code { get; } = code;

    public int Line { get; } = line;

    public int Column { get; } = column;
}
