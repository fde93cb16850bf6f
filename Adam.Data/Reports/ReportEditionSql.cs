using Adam.Data.Databases;

namespace Adam.Data.Reports;

internal static class ReportEditionSql
{
    public static readonly StatementSet Statements = new(nameof(ReportEditionSql));

    /// <summary>Returns the editions of a year, the first one first.</summary>
    public static readonly SqlQuery<EditionsOfYear, ReportEditionRow> OfYear = new(
        Statements,
        $"""
        SELECT e.ReportEditionId, e.Year, e.Number, e.UntilDay, e.Remark, e.CreatedAt, e.CreatedBy
        FROM ReportEdition e
        WHERE e.Year = @Year
        ORDER BY e.Number
        """
    );

    /// <summary>Returns the files of the editions of a year, without their content.</summary>
    public static readonly SqlQuery<EditionsOfYear, ReportEditionFileRow> FilesOfYear = new(
        Statements,
        $"""
        SELECT f.ReportEditionId, f.Language, f.Format, f.Length, f.Sha256
        FROM ReportEdition e
        INNER JOIN ReportEditionFile f ON f.ReportEditionId = e.ReportEditionId
        WHERE e.Year = @Year
        ORDER BY e.Number, f.Language, f.Format
        """
    );

    /// <summary>Returns the editions of all years, in the order in which they were frozen.</summary>
    public static readonly SqlQuery<NoParameters, ReportEditionRow> All = new(
        Statements,
        $"""
        SELECT e.ReportEditionId, e.Year, e.Number, e.UntilDay, e.Remark, e.CreatedAt, e.CreatedBy
        FROM ReportEdition e
        ORDER BY e.ReportEditionId
        """
    );

    /// <summary>Returns the files of an edition with their content.</summary>
    public static readonly SqlQuery<FilesOfEdition, ReportEditionContentRow> ContentsOf = new(
        Statements,
        $"""
        SELECT f.Language, f.Format, f.Length, f.Sha256, f.Content
        FROM ReportEditionFile f
        WHERE f.ReportEditionId = @ReportEditionId
        ORDER BY f.Language, f.Format
        """
    );

    public static readonly SqlQuery<ReportFileKey, byte[]> Content = new(
        Statements,
        $"""
        SELECT f.Content
        FROM ReportEdition e
        INNER JOIN ReportEditionFile f ON f.ReportEditionId = e.ReportEditionId
        WHERE e.Year = @Year AND e.Number = @Number AND f.Language = @Language AND f.Format = @Format
        """
    );

    public static readonly SqlChange<NewReportEdition> Add = new(
        Statements,
        $"""
        INSERT INTO ReportEdition (Year, Number, UntilDay, Remark, CreatedAt, CreatedBy)
        VALUES (@Year, @Number, @UntilDay, @Remark, @CreatedAt, @CreatedBy)
        """
    );

    public static readonly SqlChange<NewReportEditionFile> AddFile = new(
        Statements,
        $"""
        INSERT INTO ReportEditionFile (ReportEditionId, Language, Format, Length, Sha256, Content)
        SELECT e.ReportEditionId, @Language, @Format, @Length, @Sha256, @Content
        FROM ReportEdition e
        WHERE e.Year = @Year AND e.Number = @Number
        """
    );
}

internal sealed record EditionsOfYear(int Year);

internal sealed record FilesOfEdition(int ReportEditionId);

internal sealed record ReportFileKey(int Year, int Number, string Language, string Format);

internal sealed record NewReportEdition(
    int Year,
    int Number,
    int UntilDay,
    string? Remark,
    DateTimeOffset CreatedAt,
    string CreatedBy
);

internal sealed record NewReportEditionFile(
    int Year,
    int Number,
    string Language,
    string Format,
    int Length,
    string Sha256,
    byte[] Content
);

internal sealed record ReportEditionRow
{
    public int ReportEditionId { get; init; }
    public int Year { get; init; }
    public int Number { get; init; }
    public int UntilDay { get; init; }
    public string? Remark { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";

    public ReportEdition ToEdition(IEnumerable<ReportEditionFileRow> files) =>
        new(
            Year,
            Number,
            DateOnly.FromDayNumber(UntilDay),
            Remark,
            CreatedAt,
            CreatedBy,
            [.. files.Select(file => new ReportEditionFile(file.Language, file.Format, file.Length, file.Sha256))]
        );
}

internal record ReportEditionFileRow
{
    public int ReportEditionId { get; init; }
    public string Language { get; init; } = "";
    public string Format { get; init; } = "";
    public int Length { get; init; }
    public string Sha256 { get; init; } = "";
}

internal sealed record ReportEditionContentRow : ReportEditionFileRow
{
    public byte[] Content { get; init; } = [];
}
