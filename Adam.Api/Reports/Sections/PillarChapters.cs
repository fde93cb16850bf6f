using System.Globalization;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Api.Serialization;
using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Data.Partners;
using Adam.Data.Presence;
using Adam.Data.Progress;
using Adam.Data.Progress.Findings;
using Adam.Data.Projects;
using Adam.Data.Recommendations;
using Adam.Domain.Gaps;
using Adam.Domain.Measures;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;
using Adam.Domain.Recommendations;

namespace Adam.Api.Reports.Sections;

/// <summary>The chapters of the pillars: recommendations, measures with their coverage, and projects.</summary>
internal sealed class PillarChapters(
    MeetingRegister register,
    MeasureStore measures,
    ProgressStore progress,
    PartnerStore partners,
    FindingStore findings,
    GapStore gaps,
    ProjectStore projects,
    PresenceStore presence
)
{
    /// <summary>The most rows of a table, which is also the most of a page of the API.</summary>
    private const int MostRows = 500;

    /// <summary>The most measures that one request names.</summary>
    private const int MostNamed = 50;

    private static readonly ProjectStatus[] Counted =
    [
        ProjectStatus.Pipeline,
        ProjectStatus.Implementation,
        ProjectStatus.Finalisation,
        ProjectStatus.Closed,
        ProjectStatus.Suspended,
    ];

    private static readonly string CountedText = string.Concat(
        Counted.Select(status => $"&status={Json.NameOf(status)}")
    );

    /// <summary>Returns the blocks of each chapter, without its heading and the editor's note.</summary>
    public async Task<IReadOnlyDictionary<Pillar, IReadOnlyList<ReportBlock>>> ReadAsync(
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        // One evaluation of all criteria for each of the two days serves the four chapters.
        var active = (await measures.ListAsync(ct)).Where(stored => stored.IsActive).ToList();
        var stated = await progress.ReadAsync(active, period.Until, ct);
        var now = stated.SelectMany(one => one.Cells).ToList();
        var before = await gaps.ListAsync(new() { AsOf = period.Before }, ct);
        var records = await register.ReadAsync(ct);
        var words = new ProgressWords(texts, await partners.ListAsync(ct));
        var chapters = new Dictionary<Pillar, IReadOnlyList<ReportBlock>>();
        foreach (var pillar in Enum.GetValues<Pillar>())
            chapters.Add(
                pillar,
                [
                    ReportBlock.Heading(3, texts["Recommendations"]),
                    .. Recommendations(pillar, records, stated, words, period, texts),
                    ReportBlock.Heading(3, texts["Measures"]),
                    .. Measures(pillar, now, before, records, period, texts),
                    .. Statements(pillar, stated, words, period, texts),
                    .. await FindingsAsync(pillar, stated, period, texts, ct),
                    ReportBlock.Heading(3, texts["Projects"]),
                    .. await ProjectsAsync(pillar, period, texts, ct),
                ]
            );
        return chapters;
    }

    private static IEnumerable<ReportBlock> Recommendations(
        Pillar pillar,
        MeetingSnapshot records,
        IReadOnlyList<MeasureProgress> progress,
        ProgressWords words,
        ReportPeriod period,
        ReportTexts texts
    )
    {
        var states = records.StatesOn(period.Until);
        var made = records
            .Recommendations.Where(stored => stored.IsActive)
            .Select(stored => stored.Recommendation.Draft)
            .Where(draft => draft.Pillars.Contains(pillar) && states.IsMade(draft))
            .ToList();
        yield return texts.Paragraph(
            "Recommendations.counts",
            ReportRun.FromText(texts.Day(period.Until)),
            Figure(RecommendationState.Endorsed),
            Figure(RecommendationState.Pending),
            Figure(RecommendationState.NotEndorsed)
        );
        var ofYear = PartnershipSection
            .MeetingsOf(records, period)
            .Select(meeting => RecommendationDraft.KeyOf(meeting.Reference))
            .ToHashSet(StringComparer.Ordinal);
        var shown = made.Where(draft =>
                ofYear.Contains(RecommendationDraft.KeyOf(draft.MadeAt))
                || states.StateOf(draft) == RecommendationState.Pending
            )
            .ToList();
        if (shown.Count == 0)
            yield break;

        yield return ReportBlock.Table(
            texts["Recommendations.table"],
            [
                new(texts["Column.reference"]),
                new(texts["Column.text"]),
                new(texts["Column.state"]),
                new(texts["Column.stated"]),
                new(texts["Column.assessed"]),
                new(texts["Column.found"]),
            ],
            shown.Take(MostRows).Select(Row)
        );
        if (shown.Count > MostRows)
            yield return ReportBlock.Paragraph(ReportRun.FromText(texts["More", shown.Count - MostRows]));

        ReportRun Figure(RecommendationState state) =>
            texts.Figure(
                made.Count(draft => states.StateOf(draft) == state),
                $"/v1/recommendations?pillar={Json.NameOf(pillar)}&state={Json.NameOf(state)}"
                    + $"&on={ReportPeriod.Text(period.Until)}&count=true",
                "/total"
            );

        IReadOnlyList<IReadOnlyList<ReportRun>> Row(RecommendationDraft draft)
        {
            var text = draft.Translations.FirstOrDefault(one => one.Language == texts.Language);
            var own = MeasuresOf(draft, progress);
            return
            [
                [ReportRun.Quote(draft.Reference)],
                [ReportRun.Quote(text?.Text ?? draft.Text, text?.Language ?? draft.Language)],
                [ReportRun.FromText(texts[$"State.{Json.NameOf(states.StateOf(draft))}"])],
                words.Stated(own),
                words.Assessed(own),
                own.Count == 0 ? [ReportRun.FromText(texts["Found.none"])] : Found(own, period, texts),
            ];
        }
    }

    /// <summary>Returns the measures that name a recommendation.</summary>
    private static IReadOnlyList<MeasureProgress> MeasuresOf(
        RecommendationDraft draft,
        IReadOnlyList<MeasureProgress> progress
    )
    {
        var key = RecommendationDraft.KeyOf(draft.Reference);
        return
        [
            .. progress
                .Where(one =>
                    one.Measure.Measure.Draft.Recommendations.Any(named => RecommendationDraft.KeyOf(named) == key)
                )
                .Take(MostNamed),
        ];
    }

    /// <summary>Returns how many cells of some measures are covered.</summary>
    private static IReadOnlyList<ReportRun> Found(
        IReadOnlyList<MeasureProgress> measures,
        ReportPeriod period,
        ReportTexts texts
    )
    {
        var cells = measures.SelectMany(measure => measure.Cells).ToList();
        var from =
            $"/v1/gaps/summary?by=measure&asOf={ReportPeriod.Text(period.Until)}"
            + string.Concat(
                measures.Select(one => $"&measure={Uri.EscapeDataString(one.Measure.Measure.Draft.Reference)}")
            );
        return texts
            .Paragraph(
                "Found.of",
                texts.Figure(cells.Count(IsCovered), from, "/totals/covered"),
                texts.Figure(cells.Count, from, "/totals/cells")
            )
            .Runs!;
    }

    /// <summary>
    /// Returns the table of the measures about which somebody has said something: stated, assessed and found, which
    /// are never mixed.
    /// </summary>
    private static IEnumerable<ReportBlock> Statements(
        Pillar pillar,
        IReadOnlyList<MeasureProgress> progress,
        ProgressWords words,
        ReportPeriod period,
        ReportTexts texts
    )
    {
        var spoken = progress
            .Where(one => one.Measure.Measure.Draft.Pillars.Contains(pillar))
            .Where(one => one.Stated.Count > 0 || one.Assessed is not null)
            .Take(MostRows)
            .ToList();
        if (spoken.Count > 0)
            yield return ReportBlock.Table(
                texts["Statements.table"],
                [
                    new(texts["Column.measure"]),
                    new(texts["Column.stated"]),
                    new(texts["Column.assessed"]),
                    new(texts["Column.found"]),
                ],
                spoken.Select(one =>
                    (IReadOnlyList<IReadOnlyList<ReportRun>>)
                        [
                            [ReportRun.Quote(one.Measure.Measure.Draft.Reference)],
                            words.Stated([one]),
                            words.Assessed([one]),
                            Found([one], period, texts),
                        ]
                )
            );
    }

    /// <summary>
    /// Returns the table of what partners answered to questions, as it stood. It is evidence beside the three columns
    /// of progress.
    /// </summary>
    private async Task<IReadOnlyList<ReportBlock>> FindingsAsync(
        Pillar pillar,
        IReadOnlyList<MeasureProgress> progress,
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var rows = new List<IReadOnlyList<IReadOnlyList<ReportRun>>>();
        foreach (var one in progress.Where(one => one.Findings.Count > 0))
        {
            if (!one.Measure.Measure.Draft.Pillars.Contains(pillar))
                continue;

            // The list is only added to, and the places of findings in it are those of the request of their figures.
            var listed = (await findings.ListAsync(one.Measure, ct))
                .Select(stored => stored.Finding)
                .Where(finding => finding.AsOf <= period.Until)
                .ToList();
            rows.AddRange(one.Findings.Select(shown => Row(shown, listed.FindIndex(other => other.Id == shown.Id))));
        }

        if (rows.Count == 0)
            return [];

        var table = ReportBlock.Table(
            texts["Findings.table"],
            [
                new(texts["Column.measure"]),
                new(texts["Column.question"]),
                new(texts["Column.answers"]),
                new(texts["Column.responses"]),
                new(texts["Column.says"]),
            ],
            rows.Take(MostRows)
        );
        return rows.Count <= MostRows
            ? [table]
            : [table, ReportBlock.Paragraph(ReportRun.FromText(texts["More", rows.Count - MostRows]))];

        IReadOnlyList<IReadOnlyList<ReportRun>> Row(FindingDocument finding, int index)
        {
            return
            [
                [ReportRun.Quote(finding.Measure)],
                [Said(finding.Label, finding.Question)],
                Answers(),
                texts
                    .Paragraph(
                        "Findings.responses",
                        Figure(finding.Responses, "responses"),
                        Figure(finding.Asked, "asked"),
                        texts.Rate(finding.Rate, From(), At(index, "rate")),
                        ReportRun.FromText(texts.Day(finding.AsOf))
                    )
                    .Runs!,
                [ReportRun.Quote(finding.Text)],
            ];

            string From() =>
                $"/v1/measures/{Uri.EscapeDataString(finding.Measure)}/findings?"
                + $"until={ReportPeriod.Text(period.Until)}&limit={MostRows}";

            ReportRun Figure(decimal value, string member) => texts.Figure(value, From(), At(index, member));

            IReadOnlyList<ReportRun> Answers()
            {
                var parts = finding
                    .Choices.Select(
                        (choice, place) =>
                            (Said(choice.Label, choice.Name), Figure(choice.Count, $"choices/{place}/count"))
                    )
                    .ToList();
                if (finding is { Least: { } least, Median: { } median, Most: { } most })
                {
                    parts.Add((ReportRun.FromText(texts["Findings.least"]), Figure(least, "least")));
                    parts.Add((ReportRun.FromText(texts["Findings.median"]), Figure(median, "median")));
                    parts.Add((ReportRun.FromText(texts["Findings.most"]), Figure(most, "most")));
                }
                else if (parts.Count == 0)
                    parts.Add((ReportRun.FromText(texts["Findings.values"]), Figure(finding.Values, "values")));
                foreach (
                    var (member, count) in new[]
                    {
                        ("unknown", finding.Unknown),
                        ("notApplicable", finding.NotApplicable),
                        ("unanswered", finding.Unanswered),
                    }
                )
                {
                    if (count > 0)
                        parts.Add((ReportRun.FromText(texts[$"Findings.{member}"]), Figure(count, member)));
                }

                return
                [
                    .. parts.SelectMany(
                        (part, place) =>
                            (IEnumerable<ReportRun>)
                                [
                                    .. place > 0 ? [ReportRun.FromText("; ")] : Array.Empty<ReportRun>(),
                                    part.Item1,
                                    ReportRun.FromText(": "),
                                    part.Item2,
                                ]
                    ),
                ];
            }
        }

        ReportRun Said(IReadOnlyList<LocalText> label, string name)
        {
            var said = label.FirstOrDefault(one => one.Language == texts.Language);
            if (said is null && label is [var first, ..])
                said = first;
            return ReportRun.Quote(said?.Text ?? name, said?.Language);
        }
    }

    private static IEnumerable<ReportBlock> Measures(
        Pillar pillar,
        IReadOnlyList<Gap> allNow,
        IReadOnlyList<Gap> allBefore,
        MeetingSnapshot records,
        ReportPeriod period,
        ReportTexts texts
    )
    {
        var now = allNow.Where(gap => gap.Pillars.Contains(pillar)).ToList();
        var before = allBefore.Where(gap => gap.Pillars.Contains(pillar)).ToList();
        if (now.Count == 0)
        {
            yield return texts.Paragraph("Measures.none");
            yield break;
        }

        var (then, today) = (From(period.Before), From(period.Until));
        yield return texts.Paragraph(
            "Measures.change",
            ReportRun.FromText(texts.Day(period.Before)),
            texts.Figure(before.Count(IsCovered), then, "/totals/covered"),
            texts.Figure(before.Count, then, "/totals/cells"),
            ReportRun.FromText(texts.Day(period.Until)),
            texts.Figure(now.Count(IsCovered), today, "/totals/covered"),
            texts.Figure(now.Count, today, "/totals/cells")
        );
        if (now.Exists(gap => IsLater(gap.Measure!.Draft, records, period.Until)))
            yield return texts.Paragraph("Measures.later", ReportRun.FromText(texts.Day(period.Until)));
        var rows = now.GroupBy(gap => gap.Measure!.Draft.Reference, StringComparer.Ordinal)
            .OrderBy(measure => measure.Key, StringComparer.Ordinal)
            .ToList();
        yield return ReportBlock.Table(
            texts["Measures.table", texts.Day(period.Until)],
            [
                new(texts["Column.measure"]),
                new(texts["Column.cells"], IsNumber: true),
                new(texts["Column.covered"], IsNumber: true),
                new(texts["Column.planned"], IsNumber: true),
                new(texts["Column.ended"], IsNumber: true),
                new(texts["Column.gap"], IsNumber: true),
            ],
            rows.Take(MostRows).Select(Row)
        );
        if (rows.Count > MostRows)
            yield return ReportBlock.Paragraph(ReportRun.FromText(texts["More", rows.Count - MostRows]));

        var wasCovered = before.Where(IsCovered).Select(KeyOf).ToHashSet();
        foreach (
            var (title, cells) in new[]
            {
                ("Measures.closed", now.Where(gap => IsCovered(gap) && !wasCovered.Contains(KeyOf(gap)))),
                ("Measures.opened", now.Where(gap => !IsCovered(gap) && wasCovered.Contains(KeyOf(gap)))),
                ("Measures.open", now.Where(gap => !IsCovered(gap))),
            }
        )
        {
            var items = ItemsOf(cells, texts);
            if (items.Count == 0)
                continue;

            yield return ReportBlock.Heading(4, texts[title]);
            yield return ReportBlock.List(items);
        }

        string From(DateOnly day) =>
            $"/v1/gaps/summary?by=measure&pillar={Json.NameOf(pillar)}&asOf={ReportPeriod.Text(day)}&limit={MostRows}";

        IReadOnlyList<IReadOnlyList<ReportRun>> Row(IGrouping<string, Gap> measure, int index)
        {
            return
            [
                [ReportRun.Quote($"{measure.Key}: {measure.First().Measure!.Draft.Title}")],
                Figure(measure.Count(), "cells"),
                Figure(measure.Count(IsCovered), "covered"),
                Figure(measure.Count(gap => gap.Coverage.State == CoverageState.Planned), "planned"),
                Figure(measure.Count(gap => gap.Coverage.State == CoverageState.Ended), "ended"),
                Figure(measure.Count(gap => gap.Coverage.State == CoverageState.Gap), "gap"),
            ];

            IReadOnlyList<ReportRun> Figure(int value, string member) =>
                [texts.Figure(value, today, string.Create(CultureInfo.InvariantCulture, $"/items/{index}/{member}"))];
        }
    }

    /// <summary>Returns an item for each measure, with the countries of its cells.</summary>
    private static IReadOnlyList<ReportItem> ItemsOf(IEnumerable<Gap> cells, ReportTexts texts) =>
        [
            .. cells
                .GroupBy(gap => gap.Measure!.Draft.Reference, StringComparer.Ordinal)
                .OrderBy(measure => measure.Key, StringComparer.Ordinal)
                .Take(MostRows)
                .Select(measure => new ReportItem(
                    1,
                    [
                        ReportRun.Quote(measure.Key) with
                        {
                            Strong = true,
                        },
                        ReportRun.FromText(
                            ": "
                                + string.Join(
                                    ", ",
                                    measure
                                        .Select(gap =>
                                            gap.Country is { } country ? texts.Country(country) : texts["Cell.anywhere"]
                                        )
                                        .Order(texts.Names)
                                )
                        ),
                    ]
                )),
        ];

    private async Task<IReadOnlyList<ReportBlock>> ProjectsAsync(
        Pillar pillar,
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var filter = new ProjectFilter
        {
            Pillars = [pillar],
            ActiveFrom = period.From,
            ActiveTo = period.Until,
        };
        var table = await presence.QueryPresenceAsync(
            new([PresenceDimension.Country], filter, period.ComputedAt.Year),
            ct
        );
        var from = $"/v1/presence?by=country&pillar={Json.NameOf(pillar)}&{period.Active}&limit={MostRows}";
        var ofPillar = new ProjectFilter { Pillars = [pillar], Statuses = Counted };
        var (first, last) = (ReportPeriod.Text(period.From), ReportPeriod.Text(period.Until));
        var blocks = new List<ReportBlock>
        {
            texts.Paragraph(
                "Projects.counts",
                texts.Figure(table.Totals.Projects, from, "/totals/projects"),
                texts.Figure(table.Totals.Partners, from, "/totals/partners"),
                await CountAsync(
                    ofPillar with
                    {
                        StartsFrom = period.From,
                        StartsTo = period.Until,
                    },
                    $"startsFrom={first}&startsTo={last}"
                ),
                await CountAsync(
                    ofPillar with
                    {
                        EndsFrom = period.From,
                        EndsTo = period.Until,
                    },
                    $"endsFrom={first}&endsTo={last}"
                )
            ),
        };
        if (table.Totals.Amounts.Count > 0)
            blocks.Add(
                texts.ParagraphOf("Projects.amounts", ReportTexts.Amounts(AmountsOf(table.Totals.Amounts, from, texts)))
            );
        if (table.Cells.Count > 0)
            blocks.Add(
                ReportBlock.Table(
                    texts["Projects.table"],
                    [
                        new(texts["Column.country"]),
                        new(texts["Column.projects"], IsNumber: true),
                        new(texts["Column.partners"], IsNumber: true),
                    ],
                    table
                        .Cells.Take(MostRows)
                        .Select((cell, index) => (Name: texts.Country(cell.Values[0]), Cell: cell, Index: index))
                        .OrderBy(row => row.Name, texts.Names)
                        .Select(row =>
                            (IReadOnlyList<IReadOnlyList<ReportRun>>)
                                [
                                    [ReportRun.FromText(row.Name)],
                                    [texts.Figure(row.Cell.Projects, from, At(row.Index, "projects"))],
                                    [texts.Figure(row.Cell.Partners, from, At(row.Index, "partners"))],
                                ]
                        )
                )
            );
        return blocks;

        async Task<ReportRun> CountAsync(ProjectFilter counted, string days) =>
            texts.Figure(
                await projects.CountAsync(counted, ct),
                $"/v1/projects?pillar={Json.NameOf(pillar)}{CountedText}&{days}&count=true",
                "/total"
            );
    }

    /// <summary>Returns the amounts of the totals of a response as figures.</summary>
    internal static IEnumerable<(string Currency, ReportRun Figure)> AmountsOf(
        IEnumerable<CurrencyAmount> amounts,
        string from,
        ReportTexts texts
    ) =>
        amounts.Select(
            (amount, index) =>
                (
                    amount.Currency,
                    texts.Figure(
                        amount.Amount,
                        from,
                        string.Create(CultureInfo.InvariantCulture, $"/totals/amounts/{index}/amount")
                    )
                )
        );

    private static string At(int index, string member) =>
        string.Create(CultureInfo.InvariantCulture, $"/items/{index}/{member}");

    /// <summary>Returns true if a measure was decided after a day. Without a decision, its first day counts.</summary>
    private static bool IsLater(MeasureDraft measure, MeetingSnapshot records, DateOnly day) =>
        (measure.DecidedAt is { } at ? records.FindMeeting(at)?.Meeting.Draft.Start : measure.From) > day;

    private static bool IsCovered(Gap gap) => gap.Coverage.State == CoverageState.Covered;

    private static (string Measure, string? Country) KeyOf(Gap gap) => (gap.Measure!.Key, gap.Country);
}
