using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Data.Partners;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;

namespace Adam.Api.Reports.Sections;

/// <summary>The members by name, and the groups of countries.</summary>
internal sealed class AnnexSection(PartnerStore partners) : IReportSection
{
    public async Task<IReadOnlyList<ReportBlock>> ReadAsync(
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var members = (await partners.ListAsync(ct)).Where(partner => partner.IsMemberOn(period.Until)).ToList();
        return
        [
            ReportBlock.Heading(3, texts["Annex.states", texts.Day(period.Until)]),
            Names(PartnerKind.Country),
            ReportBlock.Heading(3, texts["Annex.organisations", texts.Day(period.Until)]),
            Names(PartnerKind.Organisation),
            ReportBlock.Table(
                texts["Annex.regions"],
                [new(texts["Column.region"]), new(texts["Column.countries"])],
                Region.All.Select(region =>
                    (IReadOnlyList<IReadOnlyList<ReportRun>>)
                        [
                            [ReportRun.FromText(texts[$"Region.{region.Code}"])],
                            [
                                ReportRun.FromText(
                                    string.Join(", ", region.Countries.Select(texts.Country).Order(texts.Names))
                                ),
                            ],
                        ]
                )
            ),
        ];

        ReportBlock Names(PartnerKind kind)
        {
            var names = members
                .Where(partner => partner.Kind == kind)
                .Select(texts.Partner)
                .Order(texts.Names)
                .ToList();
            return ReportBlock.Paragraph(
                ReportRun.FromText(names.Count == 0 ? texts["None"] : string.Join("; ", names))
            );
        }
    }
}
