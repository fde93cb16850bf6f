using System.Globalization;
using Adam.Domain.Projects;

namespace Adam.Data.Changes.Recording;

/// <summary>
/// The values by which changes are filtered: those that the record had before the change and those that it has after
/// it, so that a record that leaves a filter is still reported once. Each value occurs once.
/// </summary>
/// <param name="Owners">Codes of partners.</param>
/// <param name="Donors">Keys of participants (<see cref="IParticipant.Key"/>).</param>
/// <param name="Countries">ISO 3166-1 alpha-2.</param>
public sealed record ChangeScope(
    IReadOnlyList<string> Owners,
    IReadOnlyList<string> Donors,
    IReadOnlyList<string> Countries,
    IReadOnlyList<Pillar> Pillars
)
{
    private const char ListSeparator = '|';
    private const char ItemSeparator = ',';

    /// <summary>Returns the scope of a project without a change.</summary>
    public static ChangeScope FromProject(Project project) =>
        new(
            [project.Owner],
            [.. project.Draft.Donors.Select(donor => ((IParticipant)donor).Key).Distinct(StringComparer.Ordinal)],
            project.Draft.Countries,
            project.Draft.Pillars
        );

    /// <summary>
    /// Returns the scope of a pair: the owners and donors of both projects, and the countries and pillars that both
    /// have.
    /// </summary>
    public static ChangeScope FromPair(Project one, Project other)
    {
        var (a, b) = (FromProject(one), FromProject(other));
        return a.Union(b) with
        {
            Countries = [.. a.Countries.Intersect(b.Countries, StringComparer.Ordinal)],
            Pillars = [.. a.Pillars.Intersect(b.Pillars)],
        };
    }

    /// <summary>Returns the values of both scopes.</summary>
    public ChangeScope Union(ChangeScope other) =>
        new(
            [.. Owners.Union(other.Owners, StringComparer.Ordinal)],
            [.. Donors.Union(other.Donors, StringComparer.Ordinal)],
            [.. Countries.Union(other.Countries, StringComparer.Ordinal)],
            [.. Pillars.Union(other.Pillars)]
        );

    /// <summary>
    /// Returns the stored form: lists separated by vertical bars, with items separated by commas. Items are
    /// percent-encoded.
    /// </summary>
    internal string Write() =>
        string.Join(
            ListSeparator,
            new[] { Owners, Donors, Countries, [.. Pillars.Select(NumberOf)] }.Select(items =>
                string.Join(ItemSeparator, items.Select(Uri.EscapeDataString))
            )
        );

    /// <exception cref="FormatException">The text was not written by <see cref="Write"/>.</exception>
    internal static ChangeScope Read(string text)
    {
        var lists = text.Split(ListSeparator);
        return lists.Length == 4
            ? new(Items(lists[0]), Items(lists[1]), Items(lists[2]), [.. Items(lists[3]).Select(PillarOf)])
            : throw new FormatException($"{text} is no scope of a change.");
    }

    private static IReadOnlyList<string> Items(string list) =>
        list.Length == 0 ? [] : [.. list.Split(ItemSeparator).Select(Uri.UnescapeDataString)];

    private static string NumberOf(Pillar pillar) => ((int)pillar).ToString(CultureInfo.InvariantCulture);

    private static Pillar PillarOf(string number) => (Pillar)int.Parse(number, CultureInfo.InvariantCulture);
}
