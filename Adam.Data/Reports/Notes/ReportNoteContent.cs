using System.Globalization;
using System.Text.Json;
using Adam.Domain.Reports;

namespace Adam.Data.Reports.Notes;

/// <summary>A note as its audit entry contains it.</summary>
/// <param name="Section">The name of the section in kebab case.</param>
internal sealed record ReportNoteContent(int Year, string Section, string Markdown)
{
    public static ReportNoteContent FromNote(ReportNote note) => new(note.Year, NameOf(note.Section), note.Markdown);

    /// <summary>Reads the content of an audit entry.</summary>
    public static ReportNoteContent Parse(string content) =>
        JsonSerializer.Deserialize<ReportNoteContent>(content, JsonSerializerOptions.Web)!;

    /// <summary>Returns the id of a note in its audit entries: <c>2015/precursors</c>.</summary>
    public static string IdOf(int year, ReportSection section) =>
        string.Create(CultureInfo.InvariantCulture, $"{year}/{NameOf(section)}");

    private static string NameOf(ReportSection section) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(section.ToString());
}
