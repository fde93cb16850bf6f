using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Sections;
using Adam.Api.Reports.Texts;
using Adam.Api.Reports.Writers;
using Adam.Api.Serialization;
using Adam.Data.Databases;
using Adam.Data.Reports;
using Adam.Domain.Projects;
using Adam.Domain.Reports;

namespace Adam.Api.Reports;

/// <summary>Computes yearly reports.</summary>
internal sealed class ReportBuilder(
    ReportNoteStore notes,
    IntroductionSection introduction,
    PartnershipSection partnership,
    FundingSection funding,
    PillarChapters pillars,
    DuplicationSection duplication,
    LayersSection layers,
    GoalsSection goals,
    AnnexSection annex,
    TimeProvider time
)
{
    /// <summary>
    /// Returns the report of a year. It is the same for all readers: that of one who sees no restricted project.
    /// </summary>
    /// <param name="until">The last day that counts, in the year.</param>
    public async Task<Report> BuildAsync(int year, DateOnly until, ReportLanguage language, CancellationToken ct)
    {
        // Until the end of this method, nothing reads a restricted project, whoever asks.
        ReaderScope.Set(ReaderScope.Nobody);
        var texts = new ReportTexts(language);
        var period = new ReportPeriod(year, until, time.Instant());
        var written = (await notes.ListAsync(year, ct)).ToDictionary(note => note.Section);
        var chapters = await pillars.ReadAsync(period, texts, ct);
        return new(
            year,
            until,
            language,
            period.ComputedAt,
            texts["Title", year.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            [
                .. Chapter(ReportSection.Introduction, await introduction.ReadAsync(period, texts, ct)),
                .. Chapter(ReportSection.Partnership, await partnership.ReadAsync(period, texts, ct)),
                .. Chapter(ReportSection.Funding, await funding.ReadAsync(period, texts, ct)),
                .. Enum.GetValues<Pillar>().SelectMany(pillar => Chapter((ReportSection)(int)pillar, chapters[pillar])),
                .. Chapter(ReportSection.Duplication, await duplication.ReadAsync(period, texts, ct)),
                .. Chapter(ReportSection.Layers, await layers.ReadAsync(period, texts, ct)),
                .. Chapter(ReportSection.Goals, await goals.ReadAsync(period, texts, ct)),
                .. Chapter(ReportSection.Annex, await annex.ReadAsync(period, texts, ct)),
            ]
        );

        IEnumerable<ReportBlock> Chapter(ReportSection section, IReadOnlyList<ReportBlock> blocks) =>
            [
                ReportBlock.Heading(2, TitleOf(section, texts), Json.NameOf(section)) with
                {
                    NewPage = IsPillar(section) || section == ReportSection.Annex,
                },
                .. written.TryGetValue(section, out var note) ? NoteBlocks.FromMarkdown(note.Markdown) : [],
                .. blocks,
            ];
    }

    /// <summary>Returns the files of an edition: the report in all forms and languages.</summary>
    /// <inheritdoc cref="BuildAsync" path="/param"/>
    public async Task<IReadOnlyList<NewReportFile>> FreezeAsync(int year, DateOnly until, CancellationToken ct)
    {
        var files = new List<NewReportFile>();
        foreach (var language in Enum.GetValues<ReportLanguage>())
        {
            var report = await BuildAsync(year, until, language, ct);
            files.AddRange(
                ReportFormat.All.Select(format => new NewReportFile(
                    Json.NameOf(language),
                    format.Name,
                    format.Write(report)
                ))
            );
        }

        return files;
    }

    /// <summary>Returns the heading of a section.</summary>
    public static string TitleOf(ReportSection section, ReportTexts texts) =>
        texts[IsPillar(section) ? $"Pillar.{(int)section}" : section.ToString()];

    private static bool IsPillar(ReportSection section) => Enum.IsDefined((Pillar)(int)section);
}
