using System.Runtime.CompilerServices;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Json;
using Adam.Api.Imports.Formats.Ndjson;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Security;
using Adam.Data.Layers;
using Adam.Domain.Layers;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace Adam.Api.Layers;

/// <summary>An item of a file, validated, before it is written.</summary>
/// <param name="Number">The number of the item in the file, counted from 1.</param>
/// <param name="Line">The line or row on which it begins, counted from 1.</param>
/// <param name="Draft">
/// The content as <see cref="LayerItemContent.WriteDraft"/> writes it; null if there are errors.
/// </param>
internal sealed record StagedItem(
    int Number,
    string? Reference,
    int Line,
    string? Draft,
    IReadOnlyList<ValidationError> Errors,
    IReadOnlyList<ValidationError> Warnings
);

/// <summary>
/// Reads files of items: tables (CSV, XLSX), GeoJSON and one Feature a line (NDJSON). Only one item is in memory.
/// </summary>
/// <param name="sheet">The sheet of a workbook; null for the first visible one.</param>
internal sealed class ItemFile(LayerDraft layer, string contentType, string? sheet, Caller caller)
{
    public const string NdjsonType = "application/x-ndjson";

    /// <summary>The codes of errors for which a file as a whole is rejected.</summary>
    public static readonly IReadOnlyList<ErrorCode> Problems =
    [
        ErrorCodes.NotTable,
        ErrorCodes.NotWorkbook,
        ErrorCodes.NotJsonList,
        ErrorCodes.NotUnpacked,
        ErrorCodes.NotForm,
    ];

    private readonly string _type = MediaTypeHeaderValue.Parse(contentType).MediaType.Value!.ToLowerInvariant();

    /// <exception cref="UnreadableFileException">The file cannot be parsed to its end.</exception>
    public IAsyncEnumerable<StagedItem> ReadAsync(Stream file, CancellationToken ct) =>
        ImportFormats.ForContentType(_type)?.ForOneFile() is TableFormat table ? RowsAsync(table, file, ct)
        : _type == NdjsonType ? LinesAsync(file, ct)
        : ListAsync(file, ct);

    private async IAsyncEnumerable<StagedItem> RowsAsync(
        TableFormat table,
        Stream file,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var begin = file.Position;
        var columns = await SheetColumns.ReadAsync(
            ItemHeadings.ForLayer(layer),
            table.RowsAsync(file, sheet, caller, ct)
        );
        file.Position = begin;
        var (number, isHeading) = (0, true);
        await foreach (var row in table.RowsAsync(file, sheet, caller, ct))
        {
            if (row.IsEmpty)
                continue;
            if (isHeading)
                isHeading = false;
            else
                yield return Read(++number, row.Number, new TableItemFields(columns, row), []);
        }
    }

    private async IAsyncEnumerable<StagedItem> LinesAsync(Stream file, [EnumeratorCancellation] CancellationToken ct)
    {
        var (reader, number) = (new NdjsonLineReader(file), 0);
        while (await reader.ReadAsync(ct) is { } line)
        {
            if (line.IsTooLong)
                yield return new(
                    ++number,
                    null,
                    line.Number,
                    null,
                    [new("line", "The line is too long for an item.", ErrorCodes.TooLong)],
                    []
                );
            else if (!line.Utf8.Span.Trim(" \t\r"u8).IsEmpty)
                yield return Read(++number, line.Number, line.Utf8, JsonSource.Line);
        }
    }

    private async IAsyncEnumerable<StagedItem> ListAsync(Stream file, [EnumeratorCancellation] CancellationToken ct)
    {
        var (reader, number) = (new JsonListReader(file, "features", "items", "item"), 0);
        while (await reader.ReadAsync(ct) is { } item)
            yield return Read(++number, item.Line, item.Utf8, JsonSource.Item);
    }

    private StagedItem Read(int number, int line, ReadOnlyMemory<byte> utf8, JsonSource source)
    {
        var errors = new List<ValidationError>();
        using var document = JsonBody.Parse(utf8, errors, source);
        if (document is null)
            return new(number, null, line, null, errors, []);

        var body = JsonBody.Read<LayerItemBody>(document.RootElement, errors);
        return Read(number, line, JsonItemFields.Read(body, errors), errors);
    }

    private StagedItem Read(int number, int line, IItemFields fields, List<ValidationError> errors)
    {
        var reader = new LayerItemReader(layer, fields, errors);
        var draft = reader.Read();
        return new(
            number,
            draft.Reference.Length == 0 ? null : draft.Reference,
            line,
            errors.Count > 0 ? null : LayerItemContent.WriteDraft(draft),
            errors,
            reader.Warnings
        );
    }
}

/// <summary>The body is a file of items.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ItemFileAttribute()
    : MediaTypesAttribute([
        FeatureResponse.MediaType,
        Serialization.Json.MediaType,
        ItemFile.NdjsonType,
        .. ImportFormats.TableMediaTypes,
    ]);
