using System.Runtime.CompilerServices;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Json;
using Adam.Api.Imports.Formats.Ndjson;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Security;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace Adam.Api.Records.Files;

/// <summary>Reads files of records: tables (CSV, XLSX), JSON lists and one record a line (NDJSON).</summary>
/// <param name="sheet">The sheet of a workbook; null for the first visible one.</param>
internal sealed class RecordFile(IRecordImports records, string contentType, string? sheet, Caller caller)
{
    public const string NdjsonType = "application/x-ndjson";

    private readonly string _type = MediaTypeHeaderValue.Parse(contentType).MediaType.Value!.ToLowerInvariant();

    /// <summary>Reads the file from its beginning.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be parsed to its end.</exception>
    public IAsyncEnumerable<RecordRow> ReadAsync(Stream file, CancellationToken ct)
    {
        file.Position = 0;
        return ImportFormats.ForContentType(_type)?.ForOneFile() is TableFormat table ? RowsAsync(table, file, ct)
            : _type == NdjsonType ? LinesAsync(file, ct)
            : ListAsync(file, ct);
    }

    private async IAsyncEnumerable<RecordRow> RowsAsync(
        TableFormat table,
        Stream file,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var columns = await RecordSheet.ReadAsync(records, table.RowsAsync(file, sheet, caller, ct));
        file.Position = 0;
        var (number, isHeading) = (0, true);
        await foreach (var row in table.RowsAsync(file, sheet, caller, ct))
        {
            if (row.IsEmpty)
                continue;
            if (isHeading)
                isHeading = false;
            else
                yield return columns.ToRecord(++number, row);
        }
    }

    private async IAsyncEnumerable<RecordRow> LinesAsync(Stream file, [EnumeratorCancellation] CancellationToken ct)
    {
        var (reader, number) = (new NdjsonLineReader(file), 0);
        while (await reader.ReadAsync(ct) is { } line)
        {
            if (line.IsTooLong)
                yield return FromErrors(
                    ++number,
                    line.Number,
                    [new("line", $"The line is too long for a {records.Kind.Name}.", ErrorCodes.TooLong)]
                );
            else if (!line.Utf8.Span.Trim(" \t\r"u8).IsEmpty)
                yield return Parse(++number, line.Number, line.Utf8, JsonSource.Line);
        }
    }

    private async IAsyncEnumerable<RecordRow> ListAsync(Stream file, [EnumeratorCancellation] CancellationToken ct)
    {
        var noun = records.Kind.Name;
        var (reader, number) = (new JsonListReader(file, "items", $"{noun}s", noun), 0);
        while (await reader.ReadAsync(ct) is { } item)
            yield return Parse(++number, item.Line, item.Utf8, JsonSource.Item);
    }

    private static RecordRow Parse(int number, int line, ReadOnlyMemory<byte> utf8, JsonSource source)
    {
        var errors = new List<ValidationError>();
        using var document = JsonBody.Parse(utf8, errors, source);
        return document is null
            ? FromErrors(number, line, errors)
            : new(number, line, document.RootElement.Clone(), IsWhole: true, name => name, []);
    }

    private static RecordRow FromErrors(int number, int line, IReadOnlyList<ValidationError> errors) =>
        new(number, line, null, IsWhole: true, name => name, errors);
}

/// <summary>The body is a file of records.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RecordFileAttribute()
    : MediaTypesAttribute([Serialization.Json.MediaType, RecordFile.NdjsonType, .. ImportFormats.TableMediaTypes]);
