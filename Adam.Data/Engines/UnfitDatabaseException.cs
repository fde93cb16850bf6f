namespace Adam.Data.Engines;

/// <summary>
/// The database does not meet the requirements of this program. Nothing was changed. The message tells the operator the
/// cure.
/// </summary>
public sealed class UnfitDatabaseException(string message) : Exception(message);
