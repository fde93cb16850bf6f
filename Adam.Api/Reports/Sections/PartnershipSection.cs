using System.Globalization;
using Adam.Api.Questionnaires;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Data.Recommendations;
using Adam.Domain.Meetings;
using Adam.Domain.Partners;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Reports.Sections;

/// <summary>
/// The members of the partnership, who joined, the meetings of the year, and responses to questionnaires.
/// </summary>
internal sealed class PartnershipSection(
    MeetingRegister register,
    QuestionnaireStore questionnaires,
    AskedQuestionnaires asked
) : IReportSection
{
    /// <summary>The most meetings that are listed.</summary>
    private const int MostMeetings = 200;

    public async Task<IReadOnlyList<ReportBlock>> ReadAsync(
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var snapshot = await register.ReadAsync(ct);
        return
        [
            texts.Paragraph(
                "Partnership.members",
                ReportRun.FromText(texts.Day(period.Until)),
                Members(snapshot, texts, period.Until, kind: null),
                Members(snapshot, texts, period.Until, PartnerKind.Country),
                Members(snapshot, texts, period.Until, PartnerKind.Organisation),
                Members(snapshot, texts, period.Before, kind: null)
            ),
            .. Joined(snapshot, period, texts),
            .. Meetings(snapshot, period, texts),
            .. await RatesAsync(period, texts, ct),
        ];
    }

    /// <summary>Returns the rates of responses of the questionnaires that asked in the year.</summary>
    private async Task<IReadOnlyList<ReportBlock>> RatesAsync(
        ReportPeriod period,
        ReportTexts texts,
        CancellationToken ct
    )
    {
        var asking = (await questionnaires.ListAsync(ct))
            .Where(stored =>
                stored.IsActive
                && stored.Questionnaire.Draft is { OpenedOn: { } opened, DueOn: { } due }
                && opened <= period.Until
                && due >= period.From
            )
            .ToDictionary(stored => stored.Questionnaire.Draft.Reference, StringComparer.Ordinal);
        var opened = await asked.ReadAsync(asking.Values, period.Until, ct);
        if (opened.Count == 0)
            return [];

        return
        [
            ReportBlock.Table(
                texts["Partnership.rates", texts.Day(period.Until)],
                [
                    new(texts["Column.questionnaire"]),
                    new(texts["Column.opened"]),
                    new(texts["Column.due"]),
                    new(texts["Column.asked"], IsNumber: true),
                    new(texts["Column.answered"], IsNumber: true),
                    new(texts["Column.inTime"], IsNumber: true),
                    new(texts["Column.rate"], IsNumber: true),
                ],
                opened.Select(Row)
            ),
        ];

        IReadOnlyList<IReadOnlyList<ReportRun>> Row(AskedQuestionnaire one)
        {
            // The report is for all readers, so it has what the rates tell those who may not know who is silent.
            var table = ResponseRates.Compute([one], RateDimension.Questionnaire, period.Until, seesNames: false);
            var titles = asking[one.Reference].Questionnaire.Draft.Title;
            var title = titles.FirstOrDefault(text => text.Language == texts.Language) ?? titles[0];
            var from =
                $"/v1/questionnaires/rates?questionnaire={Uri.EscapeDataString(one.Reference)}"
                + $"&on={ReportPeriod.Text(period.Until)}";
            IReadOnlyList<ReportRun>[] figures = table.Total is { Rate: { } rate } total
                ?
                [
                    [texts.Figure(total.Expected, from, "/totals/expected")],
                    [texts.Figure(total.Received, from, "/totals/received")],
                    [texts.Figure(total.ReceivedOnTime, from, "/totals/receivedOnTime")],
                    [texts.Rate(rate, from, "/totals/rate")],
                ]
                :
                [
                    [],
                    [ReportRun.FromText(texts["Rate.withheld"])],
                    [],
                    [],
                ];
            return
            [
                [ReportRun.Quote(title.Text, title.Language)],
                [ReportRun.FromText(texts.ShortDay(one.OpenedOn))],
                [ReportRun.FromText(texts.ShortDay(one.DueOn))],
                .. figures,
            ];
        }
    }

    private static ReportRun Members(MeetingSnapshot snapshot, ReportTexts texts, DateOnly on, PartnerKind? kind)
    {
        var ofKind = kind is { } only ? $"&kind={Json.NameOf(only)}" : "";
        var members = snapshot.Partners.Count(partner =>
            partner.IsMemberOn(on) && (kind ?? partner.Kind) == partner.Kind
        );
        return texts.Figure(members, $"/v1/partners?on={ReportPeriod.Text(on)}{ofKind}&count=true", "/total");
    }

    private static IEnumerable<ReportBlock> Joined(MeetingSnapshot snapshot, ReportPeriod period, ReportTexts texts)
    {
        var joined = snapshot
            .Partners.SelectMany(partner => partner.Memberships, (partner, membership) => (partner, membership))
            .Where(one => one.membership.From >= period.From && one.membership.From <= period.Until)
            .OrderBy(one => one.membership.From)
            .Select(one => new ReportItem(
                1,
                [
                    ReportRun.FromText(
                        one.membership.EndorsedAt is { } meeting
                            ? texts[
                                "Partnership.joinedAt",
                                texts.Partner(one.partner),
                                texts.Day(one.membership.From!.Value),
                                meeting
                            ]
                            : texts[
                                "Partnership.joinedItem",
                                texts.Partner(one.partner),
                                texts.Day(one.membership.From!.Value)
                            ]
                    ),
                ]
            ))
            .ToList();
        return joined.Count == 0 ? [] : [ReportBlock.Heading(3, texts["Partnership.joined"]), ReportBlock.List(joined)];
    }

    private static IEnumerable<ReportBlock> Meetings(MeetingSnapshot snapshot, ReportPeriod period, ReportTexts texts)
    {
        var held = MeetingsOf(snapshot, period);
        var query = $"from={ReportPeriod.Text(period.From)}&until={ReportPeriod.Text(period.Until)}&status=held";
        yield return texts.Paragraph(
            "Partnership.meetings",
            texts.Figure(held.Count, $"/v1/meetings?{query}&count=true", "/total")
        );
        if (held.Count > 0)
            yield return ReportBlock.Table(
                texts["Partnership.attendance"],
                [
                    new(texts["Column.meeting"]),
                    new(texts["Column.days"]),
                    new(texts["Column.place"]),
                    new(texts["Column.countries"], IsNumber: true),
                    new(texts["Column.organisations"], IsNumber: true),
                ],
                held.Take(MostMeetings).Select(meeting => Row(meeting, snapshot, texts))
            );
        if (held.Count > MostMeetings)
            yield return ReportBlock.Paragraph(ReportRun.FromText(texts["More", held.Count - MostMeetings]));
    }

    /// <summary>Returns the meetings that were held in the year, as the list of meetings selects them.</summary>
    public static IReadOnlyList<MeetingDraft> MeetingsOf(MeetingSnapshot snapshot, ReportPeriod period) =>
        [
            .. snapshot
                .Meetings.Where(stored => stored.IsActive)
                .Select(stored => stored.Meeting.Draft)
                .Where(draft =>
                    draft.Status == MeetingStatus.Held
                    && (draft.End ?? new(draft.Year, 12, 31)) >= period.From
                    && (draft.Start ?? new(draft.Year, 1, 1)) <= period.Until
                )
                .OrderBy(draft => draft.Start),
        ];

    private static IReadOnlyList<IReadOnlyList<ReportRun>> Row(
        MeetingDraft meeting,
        MeetingSnapshot snapshot,
        ReportTexts texts
    )
    {
        var from = $"/v1/meetings/{Uri.EscapeDataString(meeting.Reference)}";
        var attendance = MeetingAttendance.FromMeeting(meeting, snapshot.PartnersByCode);
        return
        [
            [ReportRun.Quote(meeting.Title)],
            [ReportRun.FromText(Days(meeting, texts))],
            [
                ReportRun.FromText(
                    string.Join(
                        ", ",
                        new[]
                        {
                            meeting.City,
                            meeting.Country is { } code ? texts.Country(code) : null,
                        }.OfType<string>()
                    )
                ),
            ],
            attendance is null ? [] : [texts.Figure(attendance.Countries, from, "/attendance/countries")],
            attendance is null ? [] : [texts.Figure(attendance.Organisations, from, "/attendance/organisations")],
        ];
    }

    private static string Days(MeetingDraft meeting, ReportTexts texts) =>
        meeting.Start is not { } start
            ? meeting.Year.ToString(CultureInfo.InvariantCulture)
            : texts.Days(start, meeting.End ?? start);
}
