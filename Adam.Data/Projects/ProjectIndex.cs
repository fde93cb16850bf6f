using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Adam.Data.Databases;
using Adam.Domain.Geography;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>Values derived from a project that several tables store or several queries compare.</summary>
internal static class ProjectIndex
{
    private static readonly JsonNamingPolicy Kebab = JsonNamingPolicy.KebabCaseLower;

    public static string CodeOf<T>(T value)
        where T : struct, Enum => Kebab.ConvertName(value.ToString());

    public static int StartDay(Period period) => period.Start?.DayNumber ?? Database.UnknownStartDay;

    public static int EndDay(Period period) => period.End?.DayNumber ?? Database.OpenDay;

    /// <summary>
    /// Returns the last day of <see cref="Period.IsActive"/>. A finished project without an end has its first day.
    /// </summary>
    public static int LastActiveDay(Period period) =>
        period.EndBasis == EndBasis.Unknown ? StartDay(period) : EndDay(period);

    /// <summary>Returns the day at which an open end counts as reached.</summary>
    public static int OpenEndDay(Period period) =>
        period.Start?.AddYears(Period.YearsOfOpenEnd).DayNumber ?? Database.OpenDay;

    /// <summary>Returns the SHA-256 of the donors' keys, sorted ordinally, each on a line.</summary>
    public static string DonorSetKey(IEnumerable<string> donors) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join('\n', donors.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                )
            )
        );

    public static string DonorSetKey(ProjectDraft draft) =>
        DonorSetKey(draft.Donors.Select(donor => ((IParticipant)donor).Key));

    /// <summary>Returns the positions of the places that have coordinates.</summary>
    public static IEnumerable<Coordinates> Positions(ProjectDraft draft) =>
        from place in draft.Places
        where place is { Latitude: not null, Longitude: not null }
        select Coordinates.FromDegrees(place.Latitude!.Value, place.Longitude!.Value);
}
