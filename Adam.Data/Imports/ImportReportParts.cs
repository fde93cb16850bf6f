using System.IO.Compression;
using Adam.Data.Databases;

namespace Adam.Data.Imports;

/// <summary>The kinds of parts of a report.</summary>
/// <remarks>The register stores the numbers. Never renumber one.</remarks>
public enum ImportReportKind
{
    /// <summary>The report without its items, as JSON.</summary>
    Head = 1,

    /// <summary>The items, one JSON object a line.</summary>
    Items = 2,

    /// <summary>The rejected rows of a table, as CSV.</summary>
    RejectedRows = 3,
}

/// <summary>The parts of a report, compressed with gzip, from temporary files.</summary>
public sealed class ImportReportParts
{
    /// <summary>The maximum number of bytes of a compressed report. A larger one is not kept.</summary>
    public const int MostBytes = 32 << 20;

    private const int BytesOfPart = 1 << 20;

    private readonly List<(ImportReportKind Kind, Stream Packed)> _files = [];

    /// <summary>The number of bytes of all files.</summary>
    public long Size => _files.Sum(file => file.Packed.Length);

    /// <summary>Compresses what the caller writes to a seekable file, which the caller disposes of.</summary>
    public async Task AddAsync(ImportReportKind kind, Stream file, Func<Stream, Task> write)
    {
        await using (var packing = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            await write(packing);
        _files.Add((kind, file));
    }

    internal async Task WriteAsync(Session session, long importId, CancellationToken ct)
    {
        // A job that was ended by a kill while it stored its report stores it again.
        await session.ExecuteAsync(ImportLogSql.RemoveReport, new(importId), ct);
        var buffer = new byte[BytesOfPart];
        foreach (var (kind, packed) in _files)
        {
            packed.Position = 0;
            for (
                var part = 0;
                await packed.ReadAtLeastAsync(buffer, buffer.Length, false, ct) is var count and > 0;
                part++
            )
                await session.ExecuteAsync(ImportLogSql.AddPart, new(importId, (byte)kind, part, buffer[..count]), ct);
        }
    }
}

/// <summary>Reads the reports of imports.</summary>
public sealed class ImportReports(Database database)
{
    /// <summary>
    /// Copies a part of a report, unpacked, to a stream. Returns false if the report has no such part, or none.
    /// </summary>
    /// <param name="packed">An empty temporary file.</param>
    public async Task<bool> CopyAsync(
        KeptImport import,
        ImportReportKind kind,
        Stream packed,
        Stream to,
        CancellationToken ct
    )
    {
        var part = 0;
        while (await PartAsync(import, kind, part, ct) is { } content)
        {
            await packed.WriteAsync(content, ct);
            part++;
        }

        if (part == 0)
            return false;

        packed.Position = 0;
        await using var unpacked = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        await unpacked.CopyToAsync(to, ct);
        return true;
    }

    private Task<byte[]?> PartAsync(KeptImport import, ImportReportKind kind, int part, CancellationToken ct) =>
        database.QueryOnceAsync(
            session => session.FirstAsync(ImportLogSql.Part, new(import.ImportId, (byte)kind, part), ct),
            ct
        );
}
