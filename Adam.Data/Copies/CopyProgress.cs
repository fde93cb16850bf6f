namespace Adam.Data.Copies;

/// <summary>How far a copy has come.</summary>
/// <param name="Checking">Whether all is written, and what was written is being read again.</param>
/// <param name="Done">Rows, of all tables.</param>
/// <param name="Total">Rows that there are.</param>
public readonly record struct CopyProgress(bool Checking, long Done, long Total);

/// <summary>A table that was copied.</summary>
/// <param name="Rows">How many rows it has, in both registers.</param>
public sealed record CopiedTable(string Name, long Rows);

/// <summary>A register cannot be copied from there, or to there. Nothing was changed.</summary>
public sealed class CopyRefusedException(string message) : Exception(message);
