using Adam.Data.Projects;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps;

/// <summary>A condition of a filter by which the report can be walked, since an index has the pairs that pass it side by side.</summary>
/// <param name="Walks">A pair that the filter leaves is met on one of them at least.</param>
internal sealed record ReportLead(string Name, IReadOnlyList<ReportWalk> Walks)
{
    public const string ByCountry = "country";
    public const string ByOwner = "owner";
    public const string ByDonor = "donor";
    public const string ByOne = "one";
    public const string ByOther = "other";
    public const string ByKind = "kind";
    public const string ByVerdict = "verdict";
    public const string ByChange = "change";

    /// <summary>More walks than this cost more than the pairs they leave out.</summary>
    private const int MostWalks = 12;

    private static readonly VerdictFilter[] Decided = [VerdictFilter.Duplicate, VerdictFilter.Complementary, VerdictFilter.CoFunded, VerdictFilter.Unrelated];

    /// <summary>Those of a filter, the one first that usually leaves the fewest pairs; none when it has no such condition.</summary>
    public static IReadOnlyList<ReportLead> Of(OverlapFilter filter)
    {
        var countries = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        ReportLead[] leads =
        [
            new(ByKind, filter.Kinds is [OverlapKind.Declared] ? [new ReportWalk.Declared()] : []),
            new(ByVerdict, filter.Verdicts.Contains(VerdictFilter.None) ? [] : [.. filter.Verdicts.Distinct().SelectMany(Of)]),
            new(ByOne, filter.Between is { } one ? [Payer(one.One, PairFacet.Against(one.Other))] : []),
            new(ByOther, filter.Between is { } other ? [Payer(other.Other, PairFacet.Against(other.One))] : []),
            new(ByCountry, [.. countries.Select(country => new ReportWalk.Facet(PairFacet.Country, country, filter.Pillars.Count == 0 ? null : CellBits.Of(filter.Pillars)))]),
            new(ByDonor, [.. filter.Either.Donors.Select(donor => Payer(donor, PairFacet.Donates))]),
            new(ByOwner, [.. filter.Either.Owners.Select(owner => Payer(owner, PairFacet.Owns))]),
            new(ByChange, filter.UpdatedSince is { } since ? [new ReportWalk.Changed(since)] : []),
        ];
        return [.. leads.Where(lead => lead.Walks.Count is > 0 and <= MostWalks)];
    }

    /// <summary>Whether of all pairs few are met on it, however many there are.</summary>
    public bool IsRare => Name is ByKind or ByVerdict or ByOne or ByOther;

    /// <summary>Whether it has pairs in the order of their scores.</summary>
    public bool IsByScore => Walks is not [ReportWalk.Changed];

    /// <summary>Whether facets tell all that is asked of either project.</summary>
    public static bool Settles(ProjectFilter either) => (either.Owners.Count, either.Donors.Count) switch
    {
        ( > 0, 0) => (either with { Owners = [] }).IsEmpty,
        (0, > 0) => (either with { Donors = [] }).IsEmpty,
        _ => false,
    };

    private static ReportWalk Payer(string payer, long bit) => new ReportWalk.Facet(PairFacet.Payer, payer, bit);

    private static IEnumerable<ReportWalk> Of(VerdictFilter verdict) =>
        verdict == VerdictFilter.Stale ? Decided.Select(decided => new ReportWalk.Verdict(decided, IsStale: true)) : [new ReportWalk.Verdict(verdict, IsStale: false)];
}

/// <summary>Pairs that lie side by side in an index.</summary>
internal abstract record ReportWalk
{
    /// <summary>Those with a value of a <see cref="PairFacet"/>, by score.</summary>
    /// <param name="Bits">One of these is among the pair's; null: of no consequence.</param>
    public sealed record Facet(string Name, string Value, long? Bits) : ReportWalk;

    /// <summary>Those that were decided in one way, by score.</summary>
    public sealed record Verdict(VerdictFilter Decided, bool IsStale) : ReportWalk;

    /// <summary>Those that are declared, by score.</summary>
    public sealed record Declared : ReportWalk;

    /// <summary>Those that changed at an instant or later, by the instant.</summary>
    public sealed record Changed(DateTimeOffset Since) : ReportWalk;
}
