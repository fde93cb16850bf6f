namespace Adam.Data.Backups;

/// <summary>
/// A backup could not be made or restored. The message is a sentence for the operator with the file and the correction.
/// </summary>
public sealed class BackupRejectedException(string message) : Exception(message);
