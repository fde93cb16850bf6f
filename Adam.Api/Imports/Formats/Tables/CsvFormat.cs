using System.Runtime.CompilerServices;
using System.Text;
using Adam.Api.Errors;
using Adam.Api.Tables;
using Sylvan.Data.Csv;
using UtfUnknown;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// Comma-separated values (RFC 4180), also with semicolons, tabs or vertical bars. The text is UTF-8, UTF-16 with a
/// byte order mark, or a code page that its bytes show (Windows-1252, Windows-1251 and others).
/// </summary>
internal sealed class CsvFormat : TableFormat
{
    /// <summary>The largest row in characters. The largest project that the rules allow is smaller.</summary>
    private const int LongestRow = 4 << 20;

    /// <summary>The beginning of the file that shows its delimiter.</summary>
    private const int SampleSize = 1 << 16;

    private Encoding? _encoding;
    private bool _isGuess;

    static CsvFormat() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public override string Name => "csv";

    public override string Description => "a table of projects, as text with separators";

    public override IReadOnlyList<string> MediaTypes { get; } = ["text/csv", "text/tab-separated-values"];

    public override IReadOnlyList<string> Extensions { get; } = [".csv", ".tsv"];

    public override IReadOnlyList<ErrorCode> Problems { get; } = [ErrorCodes.NotTable];

    protected override IEnumerable<ValidationError> FileWarnings =>
        _isGuess
            ?
            [
                new(
                    RecordElement,
                    $"The file is no UTF-8; it is read as {_encoding!.WebName}. Save it as UTF-8 if letters are wrong.",
                    ErrorCodes.UnreadableText
                ),
            ]
            : [];

    public override IImportFormat ForOneFile() => new CsvFormat();

    protected override async IAsyncEnumerable<SheetRow> ReadRowsAsync(
        Stream file,
        ImportContext context,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var begin = file.Position;
        if (_encoding is null)
        {
            (_encoding, _isGuess) = await EncodingOfAsync(file, ct);
            file.Position = begin;
        }

        using var text = new StreamReader(file, _encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var sample = new char[SampleSize];
        var length = await text.ReadBlockAsync(sample, ct);
        var (delimiter, isStated) = CsvDelimiter.Find(sample.AsSpan(0, length), HeadingsOf(context));
        text.DiscardBufferedData();
        file.Position = begin;
        using var again = new StreamReader(file, _encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var number = 0;
        if (isStated)
        {
            await again.ReadLineAsync(ct);
            number++;
        }

        var options = new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            // No line is a comment: hashtags of HXL and some references begin with #.
            Comment = '\uffff',
            BufferSize = 1 << 16,
            MaxBufferSize = LongestRow,
            OwnsReader = false,
        };
        await using var reader = await OpenAsync(again, options, number, ct);
        while (reader is not null && await NextAsync(reader, number, ct))
        {
            number++;
            if (reader.RowFieldCount > TableLayout.MostColumns)
                throw Unreadable($"The row has more than {TableLayout.MostColumns:N0} columns.", number);
            var cells = new SheetCell[reader.RowFieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = SheetCell.FromText(FormulaText.Restore(reader.GetString(i)));
            yield return new(number, cells);
        }
    }

    /// <summary>Opens the reader; null if the file is empty.</summary>
    private static async Task<CsvDataReader?> OpenAsync(
        TextReader text,
        CsvDataReaderOptions options,
        int number,
        CancellationToken ct
    )
    {
        if (text.Peek() < 0)
            return null;
        try
        {
            return await CsvDataReader.CreateAsync(text, options, ct);
        }
        catch (Exception error) when (error is CsvFormatException or CsvRecordTooLargeException)
        {
            throw Unreadable(error, number + 1);
        }
    }

    private static async Task<bool> NextAsync(CsvDataReader reader, int number, CancellationToken ct)
    {
        try
        {
            return await reader.ReadAsync(ct);
        }
        catch (Exception error) when (error is CsvFormatException or CsvRecordTooLargeException)
        {
            throw Unreadable(error, number + 1);
        }
    }

    private static UnreadableFileException Unreadable(Exception error, int row) =>
        Unreadable(
            error is CsvRecordTooLargeException
                ? $"The row has more than {LongestRow:N0} characters. Is a quotation mark missing?"
                : "The quotation marks of the row do not match.",
            row
        );

    private static UnreadableFileException Unreadable(string reason, int row) =>
        new(ErrorCodes.NotTable, reason, row, 1);

    /// <summary>Returns the encoding of a file, and true if it is a guess from its bytes.</summary>
    private static async Task<(Encoding Encoding, bool IsGuess)> EncodingOfAsync(Stream file, CancellationToken ct)
    {
        var (begin, buffer) = (file.Position, new byte[1 << 16]);
        var (decoder, isUtf8, isFirst) = (new UTF8Encoding(false, true).GetDecoder(), true, true);
        var characters = new char[buffer.Length + 1];
        while (await file.ReadAsync(buffer, ct) is var count and > 0)
        {
            // A byte order mark of UTF-16 is read by the StreamReader.
            if (isFirst && buffer.AsSpan(0, count) is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
                return (Encoding.UTF8, false);
            isFirst = false;
            try
            {
                decoder.GetChars(buffer.AsSpan(0, count), characters, flush: false);
            }
            catch (DecoderFallbackException)
            {
                isUtf8 = false;
                break;
            }
        }

        if (isUtf8)
            return (Encoding.UTF8, false);
        file.Position = begin;
        var guess = CharsetDetector.DetectFromStream(file, 1 << 20).Detected;
        return (guess is { Encoding: { } found, Confidence: > 0.5f } ? found : Encoding.GetEncoding(1252), true);
    }
}
