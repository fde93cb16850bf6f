using Adam.Data.Databases;
using Adam.Domain.Reports;

namespace Adam.Data.Reports.Notes;

internal static class ReportNoteSql
{
    public static readonly StatementSet Statements = new(nameof(ReportNoteSql));

    private static readonly SqlText Columns = $"n.Year, n.Section, n.Version, n.Markdown, n.UpdatedAt, n.UpdatedBy";

    /// <summary>Returns the notes of a year, in the order of their sections.</summary>
    public static readonly SqlQuery<NotesOfYear, ReportNoteRow> OfYear = new(
        Statements,
        $"SELECT {Columns} FROM ReportNote n WHERE n.Year = @Year ORDER BY n.Section"
    );

    /// <summary>Returns all notes.</summary>
    public static readonly SqlQuery<NoParameters, ReportNoteRow> All = new(
        Statements,
        $"SELECT {Columns} FROM ReportNote n ORDER BY n.Year, n.Section"
    );

    public static readonly SqlQuery<ReportNoteKey, ReportNoteRow> Find = new(
        Statements,
        $"SELECT {Columns} FROM ReportNote n WHERE n.Year = @Year AND n.Section = @Section"
    );

    public static readonly SqlChange<WrittenReportNote> Add = new(
        Statements,
        $"""
        INSERT INTO ReportNote (Year, Section, Version, Markdown, UpdatedAt, UpdatedBy)
        VALUES (@Year, @Section, @Version, @Markdown, @UpdatedAt, @UpdatedBy)
        """
    );

    public static readonly SqlChange<WrittenReportNote> Change = new(
        Statements,
        $"""
        UPDATE ReportNote
        SET Version = @Version, Markdown = @Markdown, UpdatedAt = @UpdatedAt, UpdatedBy = @UpdatedBy
        WHERE Year = @Year AND Section = @Section
        """
    );
}

internal sealed record NotesOfYear(int Year);

internal sealed record ReportNoteKey(int Year, byte Section);

internal sealed record WrittenReportNote(
    int Year,
    byte Section,
    int Version,
    string Markdown,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
);

internal sealed record ReportNoteRow
{
    public int Year { get; init; }
    public byte Section { get; init; }
    public int Version { get; init; }
    public string Markdown { get; init; } = "";
    public DateTimeOffset UpdatedAt { get; init; }
    public string UpdatedBy { get; init; } = "";

    public ReportNote ToNote() => new(Year, (ReportSection)Section, Markdown, Version, UpdatedAt, UpdatedBy);
}
