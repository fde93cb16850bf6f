using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Tables;
using Adam.Data.Databases;
using Adam.Data.Partners;
using Adam.Domain.Partners;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Partners;

internal sealed record ListPartnersRequest : TableListRequest
{
    /// <summary>States only, or organisations only.</summary>
    [QueryParam, Example("organisation")]
    public PartnerKind? Kind { get; init; }

    /// <summary>
    /// True for members of the partnership only; false for others only. They are members today, or on the day of
    /// <c>on</c>.
    /// </summary>
    [QueryParam, Example(true)]
    public bool? Member { get; init; }

    /// <summary>
    /// The members of the partnership on this day: a day of a membership, both ends included. With
    /// <c>member=false</c>, those that were none.
    /// </summary>
    [QueryParam, Example("2015-12-16")]
    public DateOnly? On { get; init; }

    /// <summary>
    /// True for partners that are owner, donor or implementer of a project that the caller sees; false for others only.
    /// </summary>
    [QueryParam, Example(true)]
    public bool? HasProjects { get; init; }

    /// <summary>
    /// Prefixes of words of the code, the name or another name. All must match, in any order. Case and accents are
    /// ignored.
    /// </summary>
    [QueryParam, MaxLength(200), Example("united nations")]
    public string? Q { get; init; }
}

internal sealed class ListPartners(PartnerStore partners, TimeProvider time)
    : Endpoint<ListPartnersRequest, ListResponse<PartnerResponse>>
{
    public override void Configure()
    {
        Get("/v1/partners");
        this.OffersListFormats();
        this.Documents(
            "List the partners",
            "Returns the States and organisations of the partnership, and those that an admin has added, in the "
                + "order in which they were added. With on, those that were members on that day.",
            answer: typeof(ListResponse<PartnerResponse>)
        );
    }

    public override async Task HandleAsync(ListPartnersRequest req, CancellationToken ct)
    {
        var words = Folding.Words(req.Q);
        var today = time.Today();
        var isMember = req.Member ?? (req.On is null ? null : true);
        var active = req.HasProjects is null ? null : await partners.WithProjectsAsync(ct);
        var found = (await partners.ListAsync(ct))
            .Where(partner =>
                (req.Kind is null || partner.Kind == req.Kind)
                && (isMember is null || partner.IsMemberOn(req.On ?? today) == isMember)
                && (active is null || active.Contains(partner.Code) == req.HasProjects)
                && Has(partner, words)
            )
            .ToList();

        // Partners are never removed, so an offset stays valid between pages.
        var skip = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, found.Count);
        var rest = found.Skip(skip).Select(partner => PartnerResponse.FromPartner(partner, today)).ToList();
        var list = new ListSource<PartnerResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<PartnerResponse>([.. rest.Take(limit)], rest.Count > limit ? [skip + limit] : null)
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = PartnerTable.All,
        };
        await Send.ListAsync(req, list, ct);
    }

    private static bool Has(Partner partner, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return true;

        var own = Folding.Words(partner.OtherNames.Append(partner.Name).Append(partner.Code));
        return words.All(word => own.Any(one => one.StartsWith(word, StringComparison.Ordinal)));
    }
}
