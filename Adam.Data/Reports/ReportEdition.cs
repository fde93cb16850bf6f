namespace Adam.Data.Reports;

/// <summary>A report as it was frozen.</summary>
/// <param name="Number">Counted from 1 in each year.</param>
/// <param name="Until">The day of the figures.</param>
/// <param name="Remark">Why it was frozen; null if nobody has said so.</param>
/// <param name="CreatedBy">The name of the key that froze it.</param>
/// <param name="Files">Its forms, by language and format.</param>
public sealed record ReportEdition(
    int Year,
    int Number,
    DateOnly Until,
    string? Remark,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    IReadOnlyList<ReportEditionFile> Files
);

/// <summary>A form of an edition in a language.</summary>
/// <param name="Language"><c>en</c> or <c>ru</c>.</param>
/// <param name="Format"><c>json</c>, <c>html</c> or <c>docx</c>.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, in hexadecimal digits in lower case.</param>
public sealed record ReportEditionFile(string Language, string Format, int Length, string Sha256);

/// <summary>A file that is to be frozen.</summary>
public sealed record NewReportFile(string Language, string Format, byte[] Content);

/// <summary>A frozen file with its edition.</summary>
public sealed record FrozenReport(ReportEdition Edition, ReportEditionFile File, byte[] Content);
