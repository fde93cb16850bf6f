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
                    .Select(
                        (cell, index) =>
                            (IReadOnlyList<IReadOnlyList<ReportRun>>)
                                [
                                    [ReportRun.FromText(cell.Values[0])],
                                    [
                                        ReportRun.Quote(
                                            CodeListCatalog.SdgTargets.Find(cell.Values[0])?.Name ?? "",
                                            CountryNames.English
                                        ),
                                    ],
                                    [texts.Figure(cell.Projects, from, At(index, "projects"))],
                                    [texts.Figure(cell.Partners, from, At(index, "partners"))],
                                ]
                    )
            ),
        ];
    }

    private static string At(int index, string member) =>
        string.Create(CultureInfo.InvariantCulture, $"/items/{index}/{member}");
}
