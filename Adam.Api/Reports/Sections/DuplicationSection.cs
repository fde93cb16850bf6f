using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Api.Serialization;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;

namespace Adam.Api.Reports.Sections;

/// <summary>How many overlaps there are, and what has been decided about them.</summary>
internal sealed class DuplicationSection(OverlapSummaryStore overlaps) : IReportSection
{
    private const string All = "/v1/overlaps/summary?by=pillar";

    private static readonly VerdictFilter[] Verdicts =
    [
        VerdictFilter.Duplicate,
        VerdictFilter.Complementary,
        VerdictFilter.CoFunded,
        VerdictFilter.Unrelated,
    ];

    public async Task<IReadOnlyList<ReportBlock>> ReadAsync(
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var all = await overlaps.SummariseAsync(new(), [OverlapDimension.Pillar], ct);
        var decided = new List<(VerdictFilter Verdict, OverlapSummaryRow Totals)>();
        foreach (var verdict in Verdicts)
            decided.Add(
                (
                    verdict,
                    (
                        await overlaps.SummariseAsync(new() { Verdicts = [verdict] }, [OverlapDimension.Pillar], ct)
                    ).Totals
                )
            );
        var blocks = new List<ReportBlock>
        {
            texts.Paragraph(
                "Duplication.counts",
                texts.Figure(all.Totals.Overlaps, All, "/totals/overlaps"),
                texts.Figure(all.Totals.Undecided, All, "/totals/undecided")
            ),
            ReportBlock.Table(
                texts["Duplication.table"],
                [new(texts["Column.verdict"]), new(texts["Column.pairs"], IsNumber: true)],
                decided.Select(one =>
                    (IReadOnlyList<IReadOnlyList<ReportRun>>)
                        [
                            [ReportRun.FromText(texts[$"Verdict.{Json.NameOf(one.Verdict)}"])],
                            [texts.Figure(one.Totals.Overlaps, From(one.Verdict), "/totals/overlaps")],
                        ]
                )
            ),
        };
        var duplicates = decided[0].Totals;
        if (duplicates.Amounts.Count > 0)
            blocks.Add(
                texts.ParagraphOf(
                    "Duplication.amounts",
                    ReportTexts.Amounts(
                        PillarChapters.AmountsOf(duplicates.Amounts, From(VerdictFilter.Duplicate), texts)
                    )
                )
            );
        return blocks;
    }

    private static string From(VerdictFilter verdict) => $"{All}&verdict={Json.NameOf(verdict)}";
}
