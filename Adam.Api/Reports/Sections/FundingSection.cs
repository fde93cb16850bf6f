using System.Globalization;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Api.Reports.Sections;

/// <summary>Until when the projects of the year are paid for, and those that go on beyond it.</summary>
internal sealed class FundingSection(ProjectStore projects, PartnerStore partners) : IReportSection
{
    /// <summary>The most projects that are listed: those that end first.</summary>
    private const int MostProjects = 50;

    /// <summary>The last day that requests can state: every known last day of money is before it.</summary>
    private static readonly DateOnly LastDay = new(2100, 12, 31);

    public async Task<IReadOnlyList<ReportBlock>> ReadAsync(
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var ofYear = new ProjectFilter { ActiveFrom = period.From, ActiveTo = period.Until };
        var beyond = ofYear with { OutlivesFunding = true };
        var counted = await projects.CountAsync(beyond, ct);
        var blocks = new List<ReportBlock>
        {
            texts.Paragraph(
                "Funding.counts",
                await StatedAsync(ofYear, LastDay, period, texts, ct),
                await StatedAsync(ofYear, period.Until.AddDays(1), period, texts, ct),
                ReportRun.FromText(texts.Day(period.Until)),
                texts.Figure(counted, $"/v1/projects?outlivesFunding=true&{period.Active}&count=true", "/total")
            ),
        };
        if (counted == 0)
            return blocks;

        var named = (await partners.ListAsync(ct)).ToDictionary(partner => partner.Code, StringComparer.Ordinal);
        var listed = await projects.ListAsync(beyond, ProjectSort.End, null, MostProjects, ct);
        blocks.Add(
            ReportBlock.Table(
                texts["Funding.table"],
                [
                    new(texts["Column.owner"]),
                    new(texts["Column.reference"]),
                    new(texts["Column.title"]),
                    new(texts["Column.fundedUntil"]),
                    new(texts["Column.end"]),
                    new(texts["Column.donors"]),
                ],
                listed.Select(one => Row(ProjectJson.Read(one.Document), named, texts))
            )
        );
        if (counted > listed.Count)
            blocks.Add(ReportBlock.Paragraph(ReportRun.FromText(texts["More", counted - listed.Count])));
        return blocks;
    }

    private async Task<ReportRun> StatedAsync(
        ProjectFilter ofYear,
        DateOnly before,
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    ) =>
        texts.Figure(
            await projects.CountAsync(ofYear with { FundedUntilBefore = before }, ct),
            $"/v1/projects?fundedUntilBefore={ReportPeriod.Text(before)}&{period.Active}&count=true",
            "/total"
        );

    private static IReadOnlyList<IReadOnlyList<ReportRun>> Row(
        Project project,
        IReadOnlyDictionary<string, Partner> partners,
        ReportTexts texts
    )
    {
        var draft = project.Draft;
        return
        [
            [ReportRun.FromText(NameOf(project.Owner))],
            [ReportRun.Quote(draft.Reference)],
            [ReportRun.Quote(draft.Title, draft.Language)],
            [ReportRun.FromText(draft.FundedUntil is { } until ? texts.ShortDay(until) : "")],
            [ReportRun.FromText(draft.Period.End is { } end ? texts.ShortDay(end) : texts["Open"])],
            [
                .. draft
                    .Donors.Select((donor, index) => (Donor: donor, Index: index, Name: NameOfDonor(donor)))
                    .OrderBy(one => one.Name, texts.Names)
                    .SelectMany((one, place) => Donor(one.Donor, one.Index, one.Name, place)),
            ],
        ];

        IEnumerable<ReportRun> Donor(Donor donor, int index, string name, int place)
        {
            yield return ReportRun.Quote((place > 0 ? "; " : "") + name);
            if (donor is not { Amount: { } amount, Currency: { } currency })
                yield break;

            yield return ReportRun.FromText($", {currency}\u00a0");
            var at = string.Create(CultureInfo.InvariantCulture, $"/donors/{index}/amount");
            yield return texts.Figure(amount, $"/v1/projects/{project.Id}", at);
        }

        string NameOfDonor(Donor donor) => donor.Partner is { } code ? NameOf(code) : donor.Name ?? "";

        string NameOf(string code) => partners.TryGetValue(code, out var partner) ? texts.Partner(partner) : code;
    }
}
