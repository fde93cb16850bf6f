namespace Adam.Data.Databases;

/// <summary>
/// The database does not meet the requirements of this program. Nothing was changed. The message tells the operator the
/// cure.
/// </summary>
public sealed class UnsupportedDatabaseException(string message) : Exception(message);
