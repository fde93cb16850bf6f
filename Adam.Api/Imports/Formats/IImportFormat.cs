using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats;

/// <summary>
/// A file format that projects are imported from. Each format has its own folder and one line in
/// <see cref="ImportFormats"/>. No other code refers to it.
/// </summary>
internal interface IImportFormat
{
    /// <summary>
    /// Returns the format for one file. A format that remembers something of a file returns a new instance.
    /// </summary>
    IImportFormat ForOneFile() => this;

    /// <summary>The name on the command line: <c>iati</c>.</summary>
    string Name { get; }

    /// <summary>The content of a file, for help texts: <c>IATI activities, version 1.01 to 2.03</c>.</summary>
    string Description { get; }

    /// <summary>The media types of a request body in this format, the usual one first.</summary>
    IReadOnlyList<string> MediaTypes { get; }

    /// <summary>The extensions of file names, in lower case with their dot.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>The codes of errors for which a file as a whole is rejected. The contract lists them.</summary>
    IReadOnlyList<ErrorCode> Problems { get; }

    /// <summary>The noun for a record of the file in messages: <c>activity</c>.</summary>
    string RecordNoun { get; }

    /// <summary>The name of errors and warnings about a record as a whole: <c>iati-activity</c>.</summary>
    string RecordElement { get; }

    /// <summary>
    /// Returns the file's name of a member of <see cref="ProjectInput"/>, for the name of an error. It is called while
    /// another thread reads later records (<see cref="ReadAhead"/>), so it depends on nothing that they change.
    /// </summary>
    /// <param name="member">The path in camel case: <c>donors[0].amount</c>.</param>
    /// <param name="line">The line or row of the record.</param>
    string NameOf(string member, int line);

    /// <summary>Returns the name of an error within the whole file: <c>iati-activity[2]/title</c>.</summary>
    /// <param name="name">The name of the error within its record.</param>
    string NameInFile(StagedRecord record, string name);

    /// <summary>
    /// Reads the records of a file in their order. The memory used does not grow with the file. A record that the
    /// format cannot read has errors; the caller validates the other records by the rules of the register.
    /// </summary>
    /// <param name="file">The file. It is read once, from its current position.</param>
    /// <exception cref="UnreadableFileException">The rest of the file cannot be parsed.</exception>
    IAsyncEnumerable<ParsedRecord> ReadAsync(Stream file, ImportContext context, CancellationToken ct);

    /// <summary>
    /// True if the reference of a record is its IATI identifier. A project of the owner with this IATI identifier under
    /// another reference is then the same project.
    /// </summary>
    bool IsIdentifiedByIati { get; }

    /// <summary>True if the format compares sums of percentages itself, because other values belong to them.</summary>
    bool ValidatesPercentages { get; }

    /// <summary>
    /// Returns the stored project with the members that the format carries taken from the record. An item that both
    /// have keeps the details that the record leaves out. <see cref="RecordMerge"/> restores the members that the
    /// record does not state.
    /// </summary>
    ProjectDraft Merge(ProjectDraft stored, ProjectDraft read);
}

/// <summary>The context of an import: the same for all records of a file.</summary>
/// <param name="Partners">The partners of the register when the import began.</param>
internal sealed record ImportContext(PartnerDirectory Partners, Caller Caller, ImportOptions Options);
