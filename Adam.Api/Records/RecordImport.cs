using System.Text.Json;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Data.Records;

namespace Adam.Api.Records;

/// <summary>A record of a file.</summary>
/// <param name="Number">The number of the record in the file, counted from 1.</param>
/// <param name="Line">The line or row on which it begins, counted from 1.</param>
/// <param name="Members">The members that the file states; null if they cannot be read.</param>
/// <param name="IsWhole">
/// True if a stated member replaces the recorded one as a whole; false if members within it are stated alone, as by the
/// columns of a table.
/// </param>
/// <param name="NameOf">Returns the name of a member in errors: <c>D17 pillars</c>.</param>
/// <param name="Errors">The errors of the form.</param>
internal sealed record RecordRow(
    int Number,
    int Line,
    JsonElement? Members,
    bool IsWhole,
    Func<string, string> NameOf,
    IReadOnlyList<ValidationError> Errors
);

/// <summary>The outcome of a record of a file.</summary>
/// <param name="Reference">Its reference; null if it has none.</param>
/// <param name="Change">The effect on the register; null if the record is rejected.</param>
/// <param name="Errors">All reasons for which it is rejected.</param>
internal sealed record ImportedRecord(
    int Number,
    int Line,
    string? Reference,
    RecordChange? Change,
    IReadOnlyList<ValidationError> Errors
);

/// <summary>The import of files into the records of one kind.</summary>
internal interface IRecordImports
{
    /// <summary>The words and error codes of the kind.</summary>
    RecordKind Kind { get; }

    /// <summary>The list of the kind as a table.</summary>
    ListTable Table { get; }

    /// <summary>The columns that are read. The table has them, and further ones that are computed.</summary>
    IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>
    /// Writes the records of a file over those under the same references, in one transaction. A member that the file
    /// does not state stays as it is.
    /// </summary>
    /// <param name="rows">Reads the file from its beginning. It is read again if others wrote meanwhile.</param>
    /// <param name="dryRun">True to write nothing.</param>
    /// <param name="atomic">True to write nothing if a record is rejected.</param>
    /// <returns>The records of the file, in its order.</returns>
    /// <exception cref="ProblemException">
    /// The register takes no more, or others changed the same records during each attempt. Nothing was written.
    /// </exception>
    Task<IReadOnlyList<ImportedRecord>> ImportAsync(
        Func<IAsyncEnumerable<RecordRow>> rows,
        bool dryRun,
        bool atomic,
        Caller caller,
        CancellationToken ct
    );
}
