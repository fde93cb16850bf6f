namespace Adam.Api.Imports;

/// <summary>How far an import has come.</summary>
/// <param name="Writing">False while the file is read, true while its records are written.</param>
/// <param name="Done">Bytes of the file, or records.</param>
/// <param name="Total">Of the same.</param>
/// <param name="Records">How many records have been read so far.</param>
internal readonly record struct ImportProgress(bool Writing, long Done, long Total, int Records);
