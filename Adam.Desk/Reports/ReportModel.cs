using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;

namespace Adam.Desk.Reports;

/// <summary>The report of a year with the notes of its editors and its frozen editions.</summary>
/// <param name="Notes">The notes by section. A section without a note has none.</param>
/// <param name="Freezing">The form that freezes an edition.</param>
public sealed record ReportModel(
    Report Report,
    IReadOnlyDictionary<string, ReportNote> Notes,
    IReadOnlyList<ReportEdition> Editions,
    FormState Freezing
)
{
    /// <summary>The field with the id of a form: its <c>Idempotency-Key</c>.</summary>
    public const string FormId = "form";

    /// <summary>The note that was not accepted, as it was entered; null if none was.</summary>
    public RefusedNote? Refused { get; init; }

    /// <summary>Returns the address of the API of a report.</summary>
    public static string Address(int year) => FormattableString.Invariant($"/v1/reports/{year}");

    /// <summary>Returns the address of the API of the report in the language of the page, with its filters.</summary>
    public static string AddressOf(DeskContext desk, int year) =>
        desk.Filters.ApiAddress($"{Address(year)}?lang={desk.Words.Language}");

    /// <summary>True if the person may freeze an edition.</summary>
    public static bool MayFreeze(DeskContext desk) => desk.Me!.May.Contains("administer");

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, int year) =>
        Show(desk, await ReadAsync(desk, api, year));

    public static View Show(DeskContext desk, ReportModel model) =>
        View.Create<ReportPage, ReportModel>(model.Report.Title, "measures", model);

    public static async Task<ReportModel> ReadAsync(DeskContext desk, DeskApi api, int year)
    {
        var report = await api.GetAsync<Report>(AddressOf(desk, year));
        var notes = await api.GetAsync<Page<ReportNote>>($"{Address(year)}/notes");
        var editions = await api.GetAsync<Page<ReportEdition>>($"{Address(year)}/editions");
        return new(
            report,
            notes.Items.ToDictionary(note => note.Section),
            editions.Items,
            new(new Fields([("until", desk.Filters["until"] ?? "")]).With(FormId, Guid.NewGuid().ToString()), [])
        );
    }
}

/// <summary>A note that was not accepted.</summary>
/// <param name="Markdown">The text that the person has entered.</param>
/// <param name="Reason">Why it was not accepted, in English.</param>
/// <param name="IsConflict">True if somebody else has written the note meanwhile.</param>
public sealed record RefusedNote(string Section, string Markdown, string Reason, bool IsConflict);
