using Adam.Api.Security;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats;

/// <summary>
/// A file format that projects are imported from. A format has a folder of its own and one line in
/// <see cref="ImportFormats"/>; nothing else knows it.
/// </summary>
internal interface IImportFormat
{
    /// <summary>The name on the command line: <c>iati</c>.</summary>
    string Name { get; }

    /// <summary>What a file holds, for help texts: <c>IATI activities, version 1.01 to 2.03</c>.</summary>
    string Description { get; }

    /// <summary>The media types of a request body in this format, the usual one first.</summary>
    IReadOnlyList<string> MediaTypes { get; }

    /// <summary>The extensions of file names, in lower case with their dot.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>What a record of the file is called in messages: <c>activity</c>.</summary>
    string RecordNoun { get; }

    /// <summary>The name of errors and warnings about a record as a whole: <c>iati-activity</c>.</summary>
    string RecordElement { get; }

    /// <summary>Returns what the file calls a member of <see cref="ProjectInput"/>, for the name of an error.</summary>
    /// <param name="member">The path in camel case: <c>donors[0].amount</c>.</param>
    string NameOf(string member);

    /// <summary>Returns the name of an error within the whole file: <c>iati-activity[2]/title</c>.</summary>
    /// <param name="name">The name of the error within its record.</param>
    string NameInFile(StagedRecord record, string name);

    /// <summary>
    /// Reads the records of a file in their order, in memory that does not grow with the file. A record that cannot be
    /// taken comes with its errors; the runner validates the others by the rules of the register.
    /// </summary>
    /// <param name="file">The file, which is read once from its current position.</param>
    /// <exception cref="UnreadableFileException">The file as a whole cannot be read any further.</exception>
    IAsyncEnumerable<ParsedRecord> ReadAsync(Stream file, ImportContext context, CancellationToken ct);

    /// <summary>Returns what a stored project becomes when a record for it is imported.</summary>
    /// <param name="read">The validated draft of the record. Its reference is the stored one, case aside.</param>
    /// <returns>The draft to store. Members that the format cannot carry must be those of the stored one.</returns>
    ProjectDraft Merge(ProjectDraft stored, ProjectDraft read);
}

/// <summary>Who imports, and how; the same for all records of a file.</summary>
/// <param name="Partners">The partners of the register when the import began.</param>
internal sealed record ImportContext(PartnerDirectory Partners, Caller Caller, ImportOptions Options);
