using System.Globalization;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Data.Presence;
using Adam.Domain.CodeLists;

namespace Adam.Api.Reports.Sections;

/// <summary>The projects of the year by goals and targets of the Sustainable Development Goals.</summary>
internal sealed class GoalsSection(PresenceStore presence) : IReportSection
{
    private const int MostRows = 500;

    public async Task<IReadOnlyList<ReportBlock>> ReadAsync(
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var table = await presence.QueryPresenceAsync(
            new(
                [PresenceDimension.SdgTarget],
                new() { ActiveFrom = period.From, ActiveTo = period.Until },
                period.ComputedAt.Year
            ),
            ct
        );
        if (table.Cells.Count == 0)
            return [texts.Paragraph("Goals.none")];

        var from = $"/v1/presence?by=sdgTarget&{period.Active}&limit={MostRows}";
        return
        [
            ReportBlock.Table(
                texts["Goals.table"],
                [
                    new(texts["Column.target"]),
                    new(texts["Column.name"]),
                    new(texts["Column.projects"], IsNumber: true),
                    new(texts["Column.partners"], IsNumber: true),
                ],
                table
                    .Cells.Take(MostRows)
                    .Select((cell, index) => (Target: cell.Values[0], Cell: cell, Index: index))
                    .OrderBy(row => PlaceOf(row.Target))
                    .Select(row =>
                        (IReadOnlyList<IReadOnlyList<ReportRun>>)
                            [
                                [ReportRun.FromText(row.Target)],
                                [NameOf(row.Target, texts)],
                                [texts.Figure(row.Cell.Projects, from, At(row.Index, "projects"))],
                                [texts.Figure(row.Cell.Partners, from, At(row.Index, "partners"))],
                            ]
                    )
            ),
        ];
    }

    private static ReportRun NameOf(string target, ReportTexts texts) =>
        texts.Find($"Sdg.{target}") is { } name
            ? ReportRun.FromText(name)
            : ReportRun.Quote(CodeListCatalog.SdgTargets.Find(target)?.Name ?? "", CountryNames.English);

    /// <summary>
    /// Returns the place of a goal or target as the United Nations number them: a goal, its numbers, its letters.
    /// </summary>
    private static (int Goal, int Number, string Letter) PlaceOf(string target)
    {
        var parts = target.Split('.');
        var goal = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return parts.Length == 1 ? (goal, 0, "")
            : int.TryParse(parts[1], CultureInfo.InvariantCulture, out var number) ? (goal, number, "")
            : (goal, int.MaxValue, parts[1]);
    }

    private static string At(int index, string member) =>
        string.Create(CultureInfo.InvariantCulture, $"/items/{index}/{member}");
}
