using System.Text;

namespace Adam.Data.Databases;

/// <summary>
/// A text of a row in UTF-8, for responses that send it unchanged. A string would be converted from UTF-8, in which
/// SQLite stores it, and back. Select it with <see cref="SqlDialect.Utf8"/>.
/// </summary>
public readonly record struct Utf8Text(ReadOnlyMemory<byte> Bytes)
{
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
}
