namespace Adam.Data.Copying;

/// <summary>The progress of a copy.</summary>
/// <param name="Checking">True if all rows are written and the copy reads them again to verify them.</param>
/// <param name="Done">The number of processed rows, of all tables.</param>
/// <param name="Total">The number of rows to process.</param>
public readonly record struct CopyProgress(bool Checking, long Done, long Total);

/// <summary>A copied table.</summary>
/// <param name="Rows">The number of rows, equal in both registers.</param>
public sealed record CopiedTable(string Name, long Rows);

/// <summary>The register cannot be copied from this source, or to this target. Nothing was changed.</summary>
public sealed class CopyRejectedException(string message) : Exception(message);
