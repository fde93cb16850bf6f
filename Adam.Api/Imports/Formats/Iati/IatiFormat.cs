using Adam.Api.Errors;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>IATI XML, as <c>docs/iati.md</c> describes.</summary>
internal sealed class IatiFormat : IImportFormat
{
    /// <summary>The element from which each member is read.</summary>
    private static readonly Dictionary<string, string> Elements = new(StringComparer.Ordinal)
    {
        ["reference"] = "iati-identifier",
        ["owner"] = "reporting-org",
        ["language"] = "title",
        ["pillars"] = "sector",
        ["countries"] = "recipient-country",
        ["countryPercentages"] = "recipient-country",
        ["places"] = "location",
        ["donors"] = "participating-org",
        ["implementers"] = "participating-org",
        ["status"] = "activity-status",
        ["plannedStart"] = "activity-date",
        ["plannedEnd"] = "activity-date",
        ["actualStart"] = "activity-date",
        ["actualEnd"] = "activity-date",
        ["sectors"] = "sector",
        ["additionalSdgTargets"] = "tag",
        ["iatiIdentifier"] = "iati-identifier",
        ["relatedProjects"] = "related-activity",
    };

    public string Name => "iati";

    public string Description => "IATI activities, version 1.01 to 2.03";

    public IReadOnlyList<string> MediaTypes { get; } = ["application/xml", "text/xml"];

    public IReadOnlyList<string> Extensions { get; } = [".xml"];

    public IReadOnlyList<ErrorCode> Problems { get; } = [ErrorCodes.NotXml, ErrorCodes.XmlRefused, ErrorCodes.NotIati];

    public bool IsIdentifiedByIati => true;

    // Percentages of regions and of other vocabularies belong to the sums.
    public bool ValidatesPercentages => true;

    public string RecordNoun => "activity";

    public string RecordElement => "iati-activity";

    public string NameOf(string member, int line) => Elements.GetValueOrDefault(member.Split('.', '[')[0], member);

    public string NameInFile(StagedRecord record, string name) => $"{RecordElement}[{record.Number}]/{name}";

    // The file is local, so the synchronous XML parser is sufficient.
    public IAsyncEnumerable<ParsedRecord> ReadAsync(Stream file, ImportContext context, CancellationToken ct) =>
        Read(file, context).ToAsyncEnumerable();

    public ProjectDraft Merge(ProjectDraft stored, ProjectDraft read) => IatiMerge.Apply(stored, read);

    private static IEnumerable<ParsedRecord> Read(Stream file, ImportContext context)
    {
        var (mapping, number) = (new ActivityMapping(context), 0);
        using var reader = new ActivityReader(file);
        foreach (var activity in reader.Read())
            yield return mapping.Map(++number, activity);
    }
}
