using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats;

/// <summary>A file that cannot be parsed to its end. None of its records is written.</summary>
/// <param name="line">The line of the error, counted from 1; 0 if unknown.</param>
internal sealed class UnreadableFileException(ErrorCode code, string reason, int line = 0, int column = 0)
    : Exception(reason)
{
    public ErrorCode Code { get; } = code;

    public int Line { get; } = line;

    public int Column { get; } = column;
}
