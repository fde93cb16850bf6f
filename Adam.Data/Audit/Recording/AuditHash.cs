using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Adam.Data.Databases;

namespace Adam.Data.Audit.Recording;

/// <summary>
/// The hash of an entry: SHA-256 over the hash of the entry before it and every value of its own, so that no entry can
/// be altered, removed or inserted without all later hashes.
/// </summary>
/// <remarks>docs/audit.md states the bytes. They never change, because stored hashes would no longer match.</remarks>
internal static class AuditHash
{
    /// <summary>The hash before the first entry.</summary>
    public static readonly string Start = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Returns the hash of an entry, as 64 lower-case hexadecimal digits.</summary>
    /// <param name="previous">The hash of the entry before it.</param>
    public static string Compute(string previous, AuditRow row)
    {
        var bytes = new ArrayBufferWriter<byte>(512 + (row.Content?.Length ?? 0));
        Convert.FromHexString(previous, bytes.GetSpan(SHA256.HashSizeInBytes), out _, out var written);
        bytes.Advance(written);
        Write(bytes, row.AuditId);
        Write(bytes, row.At.ToMicros());
        Write(bytes, row.Subject);
        Write(bytes, row.Action);
        Write(bytes, row.ProjectId);
        Write(bytes, row.RecordId);
        Write(bytes, row.Version);
        Write(bytes, row.KeyId);
        Write(bytes, row.KeyName);
        Write(bytes, row.Partner);
        Write(bytes, row.RequestId);
        Write(bytes, row.ImportId);
        Write(bytes, row.IsPatch);
        Write(bytes, row.Content);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    /// <summary>Writes the length of the value in bytes, and the value; the length −1 alone for null.</summary>
    private static void Write(ArrayBufferWriter<byte> bytes, long? value)
    {
        if (value is not { } number)
        {
            WriteLength(bytes, -1);
            return;
        }

        WriteLength(bytes, sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    /// <inheritdoc cref="Write(ArrayBufferWriter{byte}, long?)"/>
    private static void Write(ArrayBufferWriter<byte> bytes, string? value)
    {
        if (value is null)
        {
            WriteLength(bytes, -1);
            return;
        }

        WriteLength(bytes, Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, bytes);
    }

    private static void WriteLength(ArrayBufferWriter<byte> bytes, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(sizeof(int)), length);
        bytes.Advance(sizeof(int));
    }
}
