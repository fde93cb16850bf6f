using Adam.Data.Databases.Sqlite;

namespace Adam.Api.Errors;

/// <summary>
/// Describes faults of the SQLite file and of temporary files to clients, which learn no paths of the server.
/// </summary>
internal static class FileFaultProblem
{
    /// <summary>Returns the problem that an exception states about a file; null if it states none.</summary>
    public static ProblemException? FromException(Exception error) =>
        error is TemporaryFileException ? Create(ErrorCodes.FileNotKept, error.Message)
        : RegisterFileFaults.FromException(error) is { } fault ? Create(fault)
        : null;

    public static ProblemException Create(RegisterFileFault fault)
    {
        var (code, detail) = fault switch
        {
            RegisterFileFault.Moved => (
                ErrorCodes.RegisterMoved,
                "The file of the register was moved, replaced or deleted while it was served. Nothing was changed. The "
                    + "operator must stop the program, put the file back or restore a backup, and start it."
            ),
            RegisterFileFault.Full => (
                ErrorCodes.DiskFull,
                "The disk of the register is full. Nothing was changed. The operator must make room; nothing need be "
                    + "started anew."
            ),
            RegisterFileFault.Damaged => (
                ErrorCodes.RegisterDamaged,
                "The file of the register is damaged. The operator must stop the program and restore a backup; the "
                    + "command verify lists the damage."
            ),
            RegisterFileFault.Unusable => (
                ErrorCodes.RegisterUnusable,
                "The file of the register cannot be read or written: its disk fails, or the program may not open it. "
                    + "The operator finds the reason in the log."
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
        return Create(code, detail);
    }

    private static ProblemException Create(ErrorCode code, string detail) =>
        new(code, detail) { Headers = { ["Retry-After"] = "30" } };
}
