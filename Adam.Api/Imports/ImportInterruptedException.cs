using Adam.Data.Databases;
using Adam.Data.Imports;
using Adam.Domain.Text;

namespace Adam.Api.Imports;

/// <summary>
/// An import ended early: the database failed, the program stopped, or the client disconnected. Committed batches are
/// complete, and the same file can be imported again.
/// </summary>
internal sealed class ImportInterruptedException(string message, Exception inner) : Exception(message, inner)
{
    /// <param name="written">The number of committed records.</param>
    /// <param name="of">The number of records of the file.</param>
    public static ImportInterruptedException While(int written, int of, Exception inner)
    {
        var again =
            inner is CommitUnknownException
                ? "Whether what was being written then stands there too is not known; send the file again: what is "
                    + "there already is passed over."
            : written == 0 ? "Send the file again."
            : "Send the file again: what is there already is passed over.";
        return new(
            written == 0 && inner is not CommitUnknownException
                ? $"The import stopped before anything was written: nothing of {Counted.Noun(of, "record")} that "
                    + $"the file could give is in the register. {again}"
                : $"The import stopped after {written} of {of} records, which stand in the register, each whole. "
                    + $"{again}",
            inner
        );
    }

    /// <summary>The process has not said for a minute that it lives, and the import has been ended.</summary>
    public static ImportInterruptedException Abandoned() =>
        new(
            "The server did not say for a minute that it works on the import, so it was ended. Records that were "
                + "written stand in the register, each whole. Send the file again: what is there already is passed "
                + "over.",
            new ImportLeaseLostException()
        );

    public static ImportInterruptedException WhileReading(Exception inner) =>
        new("The import stopped while the file was read. Nothing was imported. Send the file again.", inner);

    /// <summary>The disk has no space for the temporary files.</summary>
    public static ImportInterruptedException NoRoom(IOException inner) =>
        new(
            "The file does not fit into the server's folder for temporary files, which takes twice its size. Nothing "
                + "was imported. Make room there, or name another folder (TMPDIR).",
            inner
        );

    /// <summary>The folder for temporary files is gone, or the program may not write to it.</summary>
    public static ImportInterruptedException NoFolder(Exception inner) =>
        new(
            "The server cannot write to its folder for temporary files. Nothing was imported. Its operator finds the "
                + "reason in the log, and can name another folder (TMPDIR).",
            inner
        );
}
