namespace Adam.Api.Imports;

/// <summary>The progress of an import.</summary>
/// <param name="Writing">False while the file is read; true while its records are written.</param>
/// <param name="Done">Processed bytes of the file, or written records.</param>
/// <param name="Total">The total in the same unit.</param>
/// <param name="Records">The number of records read so far.</param>
internal readonly record struct ImportProgress(bool Writing, long Done, long Total, int Records);
