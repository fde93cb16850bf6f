using System.Globalization;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Data.Projects;

/// <summary>
/// The facets by which projects are found: their names, which for filters equal those in the query string, and their
/// values in a project.
/// </summary>
internal static class Facet
{
    public const string All = "all";
    public const string Country = "country";
    public const string Pillar = "pillar";
    public const string Donor = "donor";
    public const string Implementer = "implementer";

    /// <summary>Any part: owner, donor or implementer.</summary>
    public const string Partner = "partner";

    public const string Owner = "owner";
    public const string Status = "status";
    public const string ActivityType = "activityType";
    public const string Place = "place";
    public const string Admin1 = "admin1";

    /// <summary>
    /// The reference and the IATI identifier, as <see cref="ProjectWriter.ReferenceKey"/>. Imports find projects by
    /// them, and declared links are resolved with them.
    /// </summary>
    public const string Identifier = "identifier";

    /// <summary>The identifiers of the records that a project declares as its parents.</summary>
    public const string Parent = "parent";

    /// <summary>The identifiers of the records that a project declares as its children.</summary>
    public const string Child = "child";

    /// <summary>Only restricted projects have a value.</summary>
    public const string Visibility = "visibility";

    /// <summary>The source of the end of the period.</summary>
    public const string EndBasis = "endBasis";

    public const string SdgTarget = "sdgTarget";

    /// <summary>The last day of the money, as <c>2016-03-31</c>, so that the order of texts is that of days.</summary>
    public const string FundedUntil = "fundedUntil";

    /// <summary>
    /// One of the two values below: the money of the project reaches its end or not, if its last day is known.
    /// </summary>
    public const string Funding = "funding";

    public const string OutlivedFunding = "outlived";
    public const string LastingFunding = "lasting";

    /// <summary>The length of the column Value, in UTF-16 code units.</summary>
    private const int LongestValue = 200;

    /// <summary>Increased when the values or days of facets change, but not for a new facet.</summary>
    private const int Revision = 2;

    private static readonly (string Name, Func<string, ProjectDraft, IEnumerable<string>> Values)[] Table =
    [
        (All, (_, _) => [""]),
        (Owner, (owner, _) => [owner]),
        (Status, (_, draft) => [ProjectIndex.CodeOf(draft.Status)]),
        (Country, (_, draft) => draft.Countries),
        (Pillar, (_, draft) => draft.Pillars.Select(ProjectIndex.CodeOf)),
        (ActivityType, (_, draft) => draft.ActivityTypes),
        (Place, (_, draft) => Names(draft.Places.Select(place => place.Name))),
        (Admin1, (_, draft) => Names(draft.Places.Select(place => place.Admin1))),
        (Donor, (_, draft) => Keys(draft.Donors)),
        (Implementer, (_, draft) => Keys(draft.Implementers)),
        (Identifier, (_, draft) => Identifiers(new[] { draft.Reference, draft.IatiIdentifier }.OfType<string>())),
        (Parent, (_, draft) => Links(draft, Relation.Parent)),
        (Child, (_, draft) => Links(draft, Relation.Child)),
        (
            Visibility,
            (_, draft) =>
                draft.Visibility == Domain.Projects.Visibility.Restricted ? [ProjectIndex.CodeOf(draft.Visibility)] : []
        ),
        (EndBasis, (_, draft) => [ProjectIndex.CodeOf(draft.Period.EndBasis)]),
        (SdgTarget, (_, draft) => draft.SdgTargets),
        (FundedUntil, (_, draft) => draft.FundedUntil is { } until ? [Day(until)] : []),
        (Funding, (_, draft) => draft.OutlivesFunding is { } outlives ? [FundingOf(outlives)] : []),
        (Partner, (owner, draft) => Keys(draft.Donors).Concat(Keys(draft.Implementers)).Append(owner)),
    ];

    /// <summary>The version of the stored facets: a facet that is added or removed changes it.</summary>
    public static int Version => Revision * 1_000 + Table.Length;

    /// <summary>Returns the facets of a project with their values, each pair once.</summary>
    public static IEnumerable<(string Facet, string Value)> FromDraft(string owner, ProjectDraft draft) =>
        Table.SelectMany(facet => facet.Values(owner, draft).Select(value => (facet.Name, value))).Distinct();

    /// <summary>Returns the value of <see cref="FundedUntil"/> for a day.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Returns the value of <see cref="Funding"/>.</summary>
    public static string FundingOf(bool outlives) => outlives ? OutlivedFunding : LastingFunding;

    private static IEnumerable<string> Links(ProjectDraft draft, Relation relation) =>
        Identifiers(
            draft.RelatedProjects.Where(related => related.Relation == relation).Select(related => related.Identifier)
        );

    private static IEnumerable<string> Identifiers(IEnumerable<string> identifiers) =>
        identifiers.Select(identifier => Folding.Cut(ProjectWriter.ReferenceKey(identifier), LongestValue));

    /// <summary>Returns the keys of the names that have letters or digits.</summary>
    private static IEnumerable<string> Names(IEnumerable<string?> names) =>
        names.Select(name => Folding.Key(name ?? "")).Where(key => key.Length > 0);

    private static IEnumerable<string> Keys(IEnumerable<IParticipant> participants) =>
        participants.Select(participant => participant.Key);
}
