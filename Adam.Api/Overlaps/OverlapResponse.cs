using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Api.Overlaps;

/// <summary>Two projects across partners that share a country, a pillar and at least one day.</summary>
/// <param name="Id">The two projects' ids in ordinal order, joined by an underscore; null with a draft.</param>
/// <param name="FoundAt">Since when both records have been as they are in what decides the overlap; null with a draft.</param>
/// <param name="Projects">The two, in the order of their start, then of their id.</param>
internal sealed record OverlapResponse(string? Id, DateTimeOffset? FoundAt, SharedResponse Shared, IReadOnlyList<OverlapProjectResponse> Projects)
{
    public static OverlapResponse Of(Overlap overlap) => new(
        overlap.Id?.ToString(), overlap.FoundAt, new(overlap.Shared.Countries, overlap.Shared.Pillars, overlap.Shared.From, overlap.Shared.To, overlap.Shared.Days),
        [OverlapProjectResponse.Of(overlap.Earlier), OverlapProjectResponse.Of(overlap.Later)]);
}

/// <summary>What two projects share.</summary>
/// <param name="Countries">Recipient countries, ISO 3166-1 alpha-2.</param>
/// <param name="From">The first shared day.</param>
/// <param name="To">The last shared day, included; null where both ends are open.</param>
/// <param name="Days">The number of shared days, both ends included; null where both ends are open. For ranking, an open end counts as five years after its start or the other's, whichever is later.</param>
internal sealed record SharedResponse(IReadOnlyList<string> Countries, IReadOnlyList<Pillar> Pillars, DateOnly From, DateOnly? To, int? Days);

/// <summary>One of the two projects.</summary>
/// <param name="Id">Null for a draft.</param>
/// <param name="Donors">Who pays: the partner's code, or the name outside the partnership.</param>
internal sealed record OverlapProjectResponse(Guid? Id, string Reference, string Owner, string Title, IReadOnlyList<string> Donors, PeriodDocument Period)
{
    public static OverlapProjectResponse Of(OverlapSide side) => new(side.Id, side.Reference, side.Owner, side.Title, side.Donors, PeriodDocument.Of(side.Period));
}

/// <summary>The overlaps of one project.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Items">The strongest five: those that share most days.</param>
internal sealed record OverlapsResponse(long Count, IReadOnlyList<OverlapResponse> Items)
{
    public const int Strongest = 5;

    public static OverlapsResponse Of(OverlapsOfProject found) => new(found.Count, [.. found.Strongest.Select(OverlapResponse.Of)]);
}
