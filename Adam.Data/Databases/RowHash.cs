using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Data.Databases;

/// <summary>
/// The number of rows of a table and a hash of their values. It does not depend on the order of rows, because the
/// databases sort text differently.
/// </summary>
internal sealed class RowHash
{
    private readonly ulong[] _sum = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
    private byte[] _row = new byte[1_024];
    private int _length;

    public long Rows { get; private set; }

    /// <param name="row">Values as returned by <see cref="Column.Read"/>.</param>
    public void Add(object?[] row)
    {
        _length = 0;
        foreach (var value in row)
            Write(value);

        // The sum of hashes changes if a row is missing, is duplicated or differs in one bit.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_row.AsSpan(0, _length), hash);
        for (var part = 0; part < _sum.Length; part++)
            _sum[part] = unchecked(
                _sum[part] + BinaryPrimitives.ReadUInt64LittleEndian(hash[(part * sizeof(ulong))..])
            );
        Rows++;
    }

    public bool Equals(RowHash other) => Rows == other.Rows && _sum.AsSpan().SequenceEqual(other._sum);

    // The length precedes each value (-1 for NULL), so that different rows never have the same bytes.
    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                Write(-1, 0);
                break;
            case long number:
                BinaryPrimitives.WriteInt64LittleEndian(Write(sizeof(long), sizeof(long)), number);
                break;
            case string text:
                Encoding.Unicode.GetBytes(text, Write(text.Length, text.Length * sizeof(char)));
                break;
            case DateTime instant:
                BinaryPrimitives.WriteInt64LittleEndian(Write(sizeof(long), sizeof(long)), instant.Ticks);
                break;
            case Guid id:
                id.TryWriteBytes(Write(16, 16));
                break;
            case byte[] bytes:
                bytes.CopyTo(Write(bytes.Length, bytes.Length));
                break;
            case decimal amount:
                // Whole ten-thousandths, so that 1.5 and 1.5000 are equal.
                var tenThousandths = AmountUnit.ToTenThousandths(amount);
                BinaryPrimitives.WriteInt64LittleEndian(Write(sizeof(long), sizeof(long)), tenThousandths);
                break;
            default:
                throw new ArgumentException($"No row holds a {value.GetType()}.", nameof(value));
        }
    }

    private Span<byte> Write(int length, int bytes)
    {
        if (_length + sizeof(int) + bytes > _row.Length)
            Array.Resize(ref _row, Math.Max(2 * _row.Length, _length + sizeof(int) + bytes));
        BinaryPrimitives.WriteInt32LittleEndian(_row.AsSpan(_length), length);
        _length += sizeof(int) + bytes;
        return _row.AsSpan(_length - bytes, bytes);
    }
}
