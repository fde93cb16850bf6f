namespace Adam.Api.Imports.Formats.Json;

/// <summary>The text of one project in a file.</summary>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Column">The column in which it begins, counted in bytes from 1.</param>
/// <param name="Utf8">The bytes, valid until the next text is read; empty if too long.</param>
/// <param name="IsTooLong">True if it has more than <see cref="Longest"/> bytes.</param>
/// <param name="IsLast">True if the file ends in this text, so that it may be cut.</param>
internal readonly record struct JsonProjectText(
    int Line,
    int Column,
    ReadOnlyMemory<byte> Utf8,
    bool IsTooLong = false,
    bool IsLast = false
)
{
    /// <summary>
    /// The longest text in bytes, 4 MiB. The largest project that the rules allow takes about 1.5 MiB as the register
    /// writes it.
    /// </summary>
    public const int Longest = 4 << 20;
}
