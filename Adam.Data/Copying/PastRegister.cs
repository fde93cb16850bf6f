using Adam.Data.Databases.Sqlite;

namespace Adam.Data.Copying;

/// <summary>
/// A register of the past, in a temporary file, which is deleted when nobody uses it any more.
/// </summary>
/// <param name="restricted">The numbers of projects that are restricted in the copy.</param>
internal sealed class PastRegister(
    DateTimeOffset at,
    SqliteDatabase file,
    IReadOnlySet<long> restricted,
    DateTimeOffset copiedAt
)
{
    private readonly ReportStores _stores = ReportStores.ForDatabase(file, new StoppedClock(at));
    private int _uses = 1;

    public DateTimeOffset At => at;

    public DateTimeOffset CopiedAt => copiedAt;

    /// <summary>Returns true if all of the projects are restricted in the copy.</summary>
    public bool Restricts(IEnumerable<long> projects) => restricted.IsSupersetOf(projects);

    /// <summary>Opens it for a user, so that the file is not deleted.</summary>
    public OpenRegister Open()
    {
        Interlocked.Increment(ref _uses);
        return new(_stores, Release);
    }

    /// <summary>Removes a user. The last one deletes the file.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _uses) > 0)
            return;

        Delete(file);
    }

    /// <summary>Closes a file and deletes it.</summary>
    public static void Delete(SqliteDatabase file)
    {
        file.Dispose();
        // At the end of the program, the folder may have been deleted before.
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(file.Location + suffix))
                File.Delete(file.Location + suffix);
        }
    }
}
