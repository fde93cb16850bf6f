using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Adam.Data.Engines;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>The rows that are derived from a project, so that lists, presence, search and overlaps are answered from an index.</summary>
internal static class ProjectIndex
{
    private static readonly JsonNamingPolicy Kebab = JsonNamingPolicy.KebabCaseLower;

    public static string CodeOf<T>(T value) where T : struct, Enum => Kebab.ConvertName(value.ToString());

    /// <summary>Facet and value: what lists filter by.</summary>
    public static IEnumerable<object[]> Facets(string owner, ProjectDraft draft)
    {
        var donors = draft.Donors.Select(donor => ((IParticipant)donor).Key).ToList();
        var implementers = draft.Implementers.Select(implementer => ((IParticipant)implementer).Key).ToList();
        IEnumerable<(string Facet, string Value)> facets =
        [
            (Facet.All, ""),
            (Facet.Owner, owner),
            (Facet.Status, CodeOf(draft.Status)),
            .. draft.Countries.Select(country => (Facet.Country, country)),
            .. draft.Pillars.Select(pillar => (Facet.Pillar, CodeOf(pillar))),
            .. draft.ActivityTypes.Select(type => (Facet.ActivityType, type)),
            .. donors.Select(donor => (Facet.Donor, donor)),
            .. implementers.Select(implementer => (Facet.Implementer, implementer)),
            .. donors.Concat(implementers).Append(owner).Select(partner => (Facet.Partner, partner)),
        ];
        return facets.Distinct().Select(facet => new object[] { facet.Facet, facet.Value });
    }

    /// <summary>Key and name of those who take part without being partners.</summary>
    public static IEnumerable<object[]> Outsiders(ProjectDraft draft) =>
        draft.Donors.Concat<IParticipant>(draft.Implementers)
            .Where(participant => participant.Partner is null)
            .DistinctBy(participant => participant.Key)
            .Select(participant => new object[] { participant.Key, participant.Name! });

    /// <summary>Currency and the sum of what the donors give in it, in ten-thousandths.</summary>
    public static IEnumerable<object[]> Amounts(ProjectDraft draft) =>
        draft.Donors.Where(donor => donor.Amount is not null)
            .GroupBy(donor => donor.Currency!, StringComparer.Ordinal)
            .Select(currency => new object[] { currency.Key, (long)(currency.Sum(donor => donor.Amount!.Value) * 10_000) });

    /// <summary>Country, pillar, and the bits of the project's pillars and countries below them; none for a cancelled project.</summary>
    public static IEnumerable<object[]> Cells(ProjectDraft draft) => draft.Status == ProjectStatus.Cancelled
        ? []
        : from country in draft.Countries
          from pillar in draft.Pillars
          select new object[]
          {
              country, (int)pillar, CellBits.Of(draft.Pillars.Where(other => other < pillar)) | CellBits.Of(draft.Countries.Where(other => string.CompareOrdinal(other, country) < 0)),
          };

    public static int OpenEndDay(Period period) => period.Start.AddYears(Period.YearsOfOpenEnd).DayNumber;

    public static int EndDay(Period period) => period.End?.DayNumber ?? Engine.OpenDay;

    /// <summary>SHA-256 of the donors' keys, sorted by ordinal, one a line.</summary>
    public static string DonorSetKey(IEnumerable<string> donors) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', donors.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))));

    public static string DonorSetKey(ProjectDraft draft) => DonorSetKey(draft.Donors.Select(donor => ((IParticipant)donor).Key));

    /// <summary>Whether two versions of a project overlap with the same others in the same way.</summary>
    public static bool SameActivity(string owner, ProjectDraft draft, string otherOwner, ProjectDraft other) =>
        owner == otherOwner && DonorSetKey(draft) == DonorSetKey(other)
        && draft.Countries.ToHashSet().SetEquals(other.Countries) && draft.Pillars.ToHashSet().SetEquals(other.Pillars)
        && (draft.Period.Start, draft.Period.End) == (other.Period.Start, other.Period.End)
        && (draft.Status == ProjectStatus.Cancelled) == (other.Status == ProjectStatus.Cancelled);
}
