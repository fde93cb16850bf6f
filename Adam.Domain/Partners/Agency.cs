using Adam.Domain.Text;

namespace Adam.Domain.Partners;

/// <summary>
/// A government department or aid agency whose name in records identifies its partner. The list changes with a release.
/// Each name belongs to only one partner.
/// </summary>
/// <param name="Partner">The code of its partner.</param>
/// <param name="OtherNames">Other spellings, including its acronym if no other organisation uses it.</param>
public sealed record Agency(string Partner, string Name, IReadOnlyList<string> OtherNames)
{
    public static IReadOnlyList<Agency> All { get; } =
    [
        .. CodeLists
            .CodeListCatalog.Rows("agencies")
            .Select(row => new Agency(
                row["partner"],
                row["name"],
                row["otherNames"].Split('|', StringSplitOptions.RemoveEmptyEntries)
            )),
    ];

    private static readonly Dictionary<string, string> PartnerByKey = All.SelectMany(agency =>
            agency.OtherNames.Append(agency.Name).Select(name => (Key: Folding.Key(name), agency.Partner))
        )
        .DistinctBy(one => one.Key)
        .ToDictionary(one => one.Key, one => one.Partner, StringComparer.Ordinal);

    /// <summary>Returns the code of the partner whose agency has this name; null if no agency has it.</summary>
    public static string? PartnerOf(string name) => PartnerByKey.GetValueOrDefault(Folding.Key(name));
}
