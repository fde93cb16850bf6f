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
}
