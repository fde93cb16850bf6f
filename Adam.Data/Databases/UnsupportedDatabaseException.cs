namespace Adam.Data.Databases;

/// <summary>
/// The database does not meet the requirements of this program. Nothing was changed. The message contains the remedy.
/// </summary>
public sealed class UnsupportedDatabaseException(string message) : Exception(message);
