using System.Globalization;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Data.Layers;
using Adam.Domain.Keys;
using Adam.Domain.Layers;

namespace Adam.Api.Reports.Sections;

/// <summary>The items of the year in the layers of drug data, as a viewer reads their summaries.</summary>
internal sealed class LayersSection(LayerStore layers, LayerSummaryStore summaries) : IReportSection
{
    /// <summary>The most numbers of a layer that are listed.</summary>
    private const int MostMeasures = 100;

    public async Task<IReadOnlyList<ReportBlock>> ReadAsync(
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var (tables, byThrees) = (new List<ReportBlock>(), false);
        foreach (var layer in (await layers.ListAsync(ct)).Where(layer => layer.Computed is null))
        {
            // All readers read the report, so it has no layer that only some of them may read.
            var access = LayerAccess.ForReader(layer.Draft.Sensitivity, Role.Viewer, partner: "");
            if (!access.IsWhole && !access.SummaryByThrees)
                continue;

            var parts = await summaries.ReadAsync(layer.Draft, new([], period.Year, period.Year), access, ct);
            if (LayerSummary.Rows(layer.Draft, [], parts) is not [var year])
                continue;

            tables.AddRange(Table(layer, year, period, texts));
            byThrees |= access.SummaryByThrees;
        }

        if (tables.Count == 0)
            return [texts.Paragraph("Layers.none")];

        return
        [
            texts.Paragraph("Layers.counted"),
            .. byThrees
                ? [texts.Paragraph("Layers.threes", ReportRun.FromText($"{PublishedEvents.GroupSize}"))]
                : Enumerable.Empty<ReportBlock>(),
            .. tables,
        ];
    }

    private static IEnumerable<ReportBlock> Table(Layer layer, SummaryRow year, ReportPeriod period, ReportTexts texts)
    {
        var years = string.Create(CultureInfo.InvariantCulture, $"fromYear={period.Year}&untilYear={period.Year}");
        var from = $"/v1/layers/{layer.Id}/summary?{years}";
        var title = texts.LayerTitle(layer.Id, layer.Draft.Title);
        yield return ReportBlock.Heading(3, title);
        yield return texts.Paragraph("Layers.items", texts.Figure(year.Events, from, "/items/0/events"));
        var (hasSums, hasMeans) = (
            year.Measures.Any(one => one.Sum is not null),
            year.Measures.Any(one => one.Mean is not null)
        );
        if (year.Measures.Count > 0)
            yield return ReportBlock.Table(
                texts["Layers.table", title],
                [
                    new(texts["Column.number"]),
                    new(texts["Column.unit"]),
                    new(texts["Column.items"], IsNumber: true),
                    .. hasSums ? [new ReportColumn(texts["Column.sum"], IsNumber: true)] : Array.Empty<ReportColumn>(),
                    .. hasMeans
                        ? [new ReportColumn(texts["Column.mean"], IsNumber: true)]
                        : Array.Empty<ReportColumn>(),
                ],
                year.Measures.Take(MostMeasures).Select(Row)
            );
        if (year.Measures.Count > MostMeasures)
            yield return ReportBlock.Paragraph(ReportRun.FromText(texts["More", year.Measures.Count - MostMeasures]));

        IReadOnlyList<IReadOnlyList<ReportRun>> Row(SummaryMeasure measure, int index)
        {
            return
            [
                [ReportRun.Quote(NameOf(measure, texts))],
                [ReportRun.Quote(texts.LayerUnit(measure.Unit ?? ""))],
                [Figure(measure.Events, "events")],
                .. hasSums ? [OfNumber(measure.Sum, "sum")] : Array.Empty<IReadOnlyList<ReportRun>>(),
                .. hasMeans ? [OfNumber(measure.Mean, "mean")] : Array.Empty<IReadOnlyList<ReportRun>>(),
            ];

            IReadOnlyList<ReportRun> OfNumber(decimal? value, string member) =>
                value is { } number ? [Figure(number, member)] : [];

            ReportRun Figure(decimal value, string member) =>
                texts.Figure(
                    value,
                    from,
                    string.Create(CultureInfo.InvariantCulture, $"/items/0/measures/{index}/{member}")
                );
        }
    }

    /// <summary>Returns the name of a number with its codes: <c>heroin: quantity</c>.</summary>
    private static string NameOf(SummaryMeasure measure, ReportTexts texts) =>
        string.Join(
            ": ",
            new[]
            {
                string.Join(", ", measure.Codes.Values.Select(texts.LayerCode)),
                texts.LayerProperty(measure.Property),
            }.Where(part => part.Length > 0)
        );
}
