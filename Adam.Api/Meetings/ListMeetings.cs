using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Tables;
using Adam.Data.Meetings;
using Adam.Data.Recommendations;
using Adam.Domain.Meetings;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using FastEndpoints;

namespace Adam.Api.Meetings;

internal sealed record ListMeetingsRequest : TableListRequest, IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>Kinds of meetings.</summary>
    [QueryParam, Example("expert-working-group")]
    public IReadOnlyList<MeetingKind> Kind { get; init; } = [];

    /// <summary>States of meetings.</summary>
    [QueryParam, Example("held")]
    public IReadOnlyList<MeetingStatus> Status { get; init; } = [];

    /// <summary>Pillars of the Vienna Declaration: meetings about one of them.</summary>
    [QueryParam, Example("financial-flows")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>Countries in which the meeting is held.</summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("KZ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>Partners that host or attend the meeting: code, name or identifier.</summary>
    [QueryParam, MaxLength(MaxValues), Example("CARICC")]
    public IReadOnlyList<string> Partner { get; init; } = [];

    /// <summary>Meetings that are not over before this day. One that has only a year counts from January on.</summary>
    [QueryParam, Example("2015-01-01")]
    public DateOnly? From { get; init; }

    /// <summary>Meetings that do not begin after this day. One that has only a year counts until December.</summary>
    [QueryParam, Example("2015-12-31")]
    public DateOnly? Until { get; init; }
}

internal sealed class ListMeetings(MeetingRegister register)
    : Endpoint<ListMeetingsRequest, ListResponse<MeetingResponse>>
{
    public override void Configure()
    {
        Get("/v1/meetings");
        this.OffersListFormats(ListFormatScope.Meetings);
        this.Documents(
            "List meetings",
            "Returns the meetings that match the filters, in the order in which they were recorded. Withdrawn ones are "
                + "left out. Values of one name are alternatives (OR); all names must match (AND). format=ics returns "
                + "them as a calendar.",
            answer: typeof(ListResponse<MeetingResponse>)
        );
    }

    public override async Task HandleAsync(ListMeetingsRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var partners = PartnersOf(req, new(others.Partners));
        req.BindingErrors.ThrowIfAny();
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var found = others.Meetings.Where(stored => Passes(req, partners, stored)).ToList();
        var rest = found.Where(stored => stored.MeetingId > after).ToList();
        var list = new ListSource<MeetingResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<MeetingResponse>(
                        [.. rest.Take(limit).Select(ToResponse)],
                        rest.Count > limit ? [rest[limit - 1].MeetingId] : null
                    )
                ),
            StreamAsync = _ => rest.Select(ToResponse).ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = MeetingTable.All,
            ToResponse = (rows, next, total, _) =>
                new ListResponse<MeetingResponse>(
                    rows,
                    next,
                    total,
                    Warnings: req.BindingWarnings.Count == 0 ? null : req.BindingWarnings
                ),
        };
        await Send.ListAsync(req, list, ct);

        MeetingResponse ToResponse(StoredMeeting stored) => MeetingResponse.FromMeeting(stored.Meeting, others);
    }

    private static bool Passes(ListMeetingsRequest req, IReadOnlyList<string> partners, StoredMeeting stored)
    {
        var draft = stored.Meeting.Draft;
        return stored.IsActive
            && (req.Kind.Count == 0 || req.Kind.Contains(draft.Kind))
            && (req.Status.Count == 0 || req.Status.Contains(draft.Status))
            && (req.Pillar.Count == 0 || req.Pillar.Any(draft.Pillars.Contains))
            && (req.Country.Count == 0 || (draft.Country is { } country && req.Country.Contains(country)))
            && (
                req.Partner.Count == 0
                || draft.Hosts.Concat(draft.Participants).Any(one => one.Partner is { } code && partners.Contains(code))
            )
            && (req.From is not { } from || (draft.End ?? new DateOnly(draft.Year, 12, 31)) >= from)
            && (req.Until is not { } until || (draft.Start ?? new DateOnly(draft.Year, 1, 1)) <= until);
    }

    private static IReadOnlyList<string> PartnersOf(ListMeetingsRequest req, PartnerDirectory directory)
    {
        var reading = new BodyErrors(req.BindingErrors);
        return [.. req.Partner.Select(name => reading.Partner("partner", name, directory)).OfType<string>()];
    }
}
