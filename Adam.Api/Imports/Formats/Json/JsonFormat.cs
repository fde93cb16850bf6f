using System.Globalization;
using System.Runtime.CompilerServices;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats.Json;

/// <summary>
/// JSON: a list of projects, or a page of <c>GET /v1/projects</c>. An item means the same as a line of NDJSON.
/// </summary>
internal sealed class JsonFormat : IImportFormat
{
    public string Name => "json";

    public string Description => "a JSON list of projects, or a page of the register";

    public IReadOnlyList<string> MediaTypes { get; } = [Serialization.Json.MediaType];

    public IReadOnlyList<string> Extensions { get; } = [".json"];

    public IReadOnlyList<ErrorCode> Problems { get; } = [ErrorCodes.NotJsonList];

    public string RecordNoun => "project";

    public string RecordElement => JsonSource.Item.Name;

    public bool IsIdentifiedByIati => false;

    public bool ValidatesPercentages => false;

    // An item has the member names of the JSON form.
    public string NameOf(string member, int line) => member;

    // The number of the item counts from 1, and an index of JSON from 0.
    public string NameInFile(StagedRecord record, string name)
    {
        var item = string.Create(CultureInfo.InvariantCulture, $"[{record.Number - 1}]");
        return name == RecordElement ? item : $"{item}.{name}";
    }

    public async IAsyncEnumerable<ParsedRecord> ReadAsync(
        Stream file,
        ImportContext context,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var mapping = new JsonProjectMapping(context, JsonSource.Item);
        var (items, number) = (new JsonListReader(file), 0);
        while (await items.ReadAsync(ct) is { } item)
            yield return mapping.Map(++number, item);
    }

    public ProjectDraft Merge(ProjectDraft stored, ProjectDraft read) => read;
}
