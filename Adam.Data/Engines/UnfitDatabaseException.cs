namespace Adam.Data.Engines;

/// <summary>The database is not as this program needs it. Nothing was changed; the message is for the operator, and says what to do.</summary>
public sealed class UnfitDatabaseException(string message) : Exception(message);
