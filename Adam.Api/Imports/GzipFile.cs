using System.Buffers.Binary;
using System.IO.Compression;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;

namespace Adam.Api.Imports;

/// <summary>Unpacks files that are compressed with gzip (RFC 1952), which show it by their first two bytes.</summary>
internal static class GzipFile
{
    public const string Extension = ".gz";

    /// <summary>
    /// Returns the unpacked file, rewound to its beginning, and closes the packed one; the file itself if it is not
    /// compressed.
    /// </summary>
    /// <param name="most">The most bytes that the unpacked file can have.</param>
    /// <exception cref="UnreadableFileException">The file is damaged.</exception>
    /// <exception cref="ProblemException">The unpacked file is too large.</exception>
    public static async Task<Stream> UnpackAsync(Stream file, long most, CancellationToken ct)
    {
        if (!await IsGzipAsync(file, ct))
            return file;

        await using (file)
        {
            await using var packed = new GZipStream(file, CompressionMode.Decompress);
            var unpacked = TemporaryFile.Create();
            try
            {
                await CopyAsync(packed, unpacked, most, ct);
                // The stream verifies the checksum if it gets there, and is silent about a file that is cut before it.
                if (await StatedSizeAsync(file, ct) != unchecked((uint)unpacked.Length))
                    throw Damaged();
                if (await IsGzipAsync(unpacked, ct))
                    throw new UnreadableFileException(
                        ErrorCodes.NotUnpacked,
                        "The file is compressed with gzip twice. Unpack it once, and send it again. Clients that "
                            + "compress by themselves take the file without compression."
                    );
                return unpacked;
            }
            catch
            {
                await unpacked.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Returns true if the file begins as gzip does, and rewinds it.</summary>
    public static async Task<bool> IsGzipAsync(Stream file, CancellationToken ct)
    {
        var start = new byte[2];
        var count = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        file.Position = 0;
        return count == 2 && start is [0x1F, 0x8B];
    }

    private static async Task CopyAsync(GZipStream packed, FileStream unpacked, long most, CancellationToken ct)
    {
        var buffer = new byte[1 << 16];
        while (await ReadAsync(packed, buffer, ct) is var count and > 0)
        {
            if (unpacked.Position + count > most)
                throw RequestBodyReader.TooLarge(most);
            await TemporaryFile.WriteAsync(unpacked, buffer.AsMemory(0, count), ct);
        }

        await TemporaryFile.RewindAsync(unpacked, ct);
    }

    private static async Task<int> ReadAsync(GZipStream packed, byte[] buffer, CancellationToken ct)
    {
        try
        {
            return await packed.ReadAsync(buffer, ct);
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }
    }

    /// <summary>Returns the size of the unpacked file modulo 2³², which is its last field (RFC 1952).</summary>
    private static async Task<uint> StatedSizeAsync(Stream file, CancellationToken ct)
    {
        var size = new byte[sizeof(uint)];
        if (file.Length < size.Length)
            throw Damaged();
        file.Seek(-size.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(size, ct);
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    private static UnreadableFileException Damaged() =>
        new(
            ErrorCodes.NotUnpacked,
            "The file begins as gzip, and is damaged, cut, or joined from several files. Compress the whole again, or "
                + "send it without compression."
        );
}
