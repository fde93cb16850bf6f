namespace Adam.Domain.Partners;

/// <summary>
/// The 58 States and 23 organisations of the partnership. Every new register contains them. The day of joining is known
/// for one of them: the 12th Policy Consultative Group meeting endorsed the Eurasian Group on its last day.
/// </summary>
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
                [MembershipOf(row["code"])],
                List(row["otherNames"]),
                List(row["identifiers"]),
                Contact: null,
                Version: 1
            )),
    ];

    /// <summary>
    /// Returns the memberships of a partner of a register from before memberships had dates, as the migration gives
    /// them.
    /// </summary>
    public static IReadOnlyList<Membership> MembershipsOf(string code, bool isMember) =>
        isMember ? [MembershipOf(code)] : [];

    private static Membership MembershipOf(string code) =>
        code == "EAG" ? new(new(2015, 12, 16), null, "PCG-12") : Membership.SinceBeforeRecords;

    private static string[] List(string values) => values.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
