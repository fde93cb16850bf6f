using System.Globalization;
using System.Runtime.CompilerServices;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats.Json;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats.Ndjson;

/// <summary>
/// NDJSON: one project a line, as <c>GET /v1/projects</c> returns it. A line that omits a member is
/// silent about it, and a member that is null or an empty list is emptied.
/// </summary>
internal sealed class NdjsonFormat : IImportFormat
{
    /// <summary>
    /// The maximum number of lines that contain no JSON object. With more, the file is rejected as another format.
    /// </summary>
    private const int MostUnreadable = 1_000;

    public string Name => "ndjson";

    public string Description => "projects as the register returns them, one JSON object a line";

    public IReadOnlyList<string> MediaTypes { get; } = ["application/x-ndjson"];

    public IReadOnlyList<string> Extensions { get; } = [".ndjson", ".jsonl"];

    public IReadOnlyList<ErrorCode> Problems { get; } = [ErrorCodes.NotNdjson];

    public string RecordNoun => "project";

    public string RecordElement => "line";

    // A line has the member names of the JSON form.
    public string NameOf(string member, int line) => member;

    public string NameInFile(StagedRecord record, string name)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{RecordElement}[{record.Line}]");
        return name == RecordElement ? line : $"{line}.{name}";
    }

    public async IAsyncEnumerable<ParsedRecord> ReadAsync(
        Stream file,
        ImportContext context,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var (mapping, lines) = (new JsonProjectMapping(context, JsonSource.Line), new NdjsonLineReader(file));
        var (number, unreadable) = (0, 0);
        while (await lines.ReadAsync(ct) is { } line)
        {
            if (!line.IsTooLong && IsBlank(line.Utf8.Span))
                continue;

            var record = mapping.Map(++number, new(line.Number, 1, line.Utf8, line.IsTooLong, line.IsLast));
            if (record.Input is null && ++unreadable > MostUnreadable)
            {
                var reason =
                    string.Create(CultureInfo.InvariantCulture, $"More than {MostUnreadable:N0} lines hold ")
                    + "no JSON object. NDJSON has one object a line, without line ends within it.";
                throw new UnreadableFileException(ErrorCodes.NotNdjson, reason, line.Number, 1);
            }

            yield return record;
        }
    }

    public bool IsIdentifiedByIati => false;

    public bool ValidatesPercentages => false;

    public ProjectDraft Merge(ProjectDraft stored, ProjectDraft read) => read;

    private static bool IsBlank(ReadOnlySpan<byte> line) =>
        (line.StartsWith(JsonBody.ByteOrderMark) ? line[JsonBody.ByteOrderMark.Length..] : line).IndexOfAnyExcept(
            " \t\r"u8
        ) < 0;
}
