namespace Adam.Domain.Partners;

/// <summary>The 58 States and 23 organisations of the partnership. Every new register contains them.</summary>
public static class FoundingPartners
{
    public static IReadOnlyList<Partner> All { get; } =
    [
        .. CodeLists
            .CodeListCatalog.Rows("partners")
            .Select(row => new Partner(
                row["code"],
                Enum.Parse<PartnerKind>(row["kind"], ignoreCase: true),
                row["name"],
                Member: true,
                List(row["otherNames"]),
                List(row["identifiers"]),
                Contact: null,
                Version: 1
            )),
    ];

    private static string[] List(string values) => values.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
