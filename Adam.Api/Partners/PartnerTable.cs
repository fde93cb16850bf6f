using Adam.Api.Tables;

namespace Adam.Api.Partners;

/// <summary>Partners as a table, one row for each partner.</summary>
internal static class PartnerTable
{
    public static readonly ListTable All = new(
        "partners",
        [
            TableColumn.Value("code", 12, "#org+code"),
            TableColumn.Value("kind", 14, "#org+type"),
            TableColumn.Value("name", 50, "#org+name"),
            TableColumn.Value("member", 10),
            Membership("memberFrom", "from", 14, "earlier"),
            Membership("memberUntil", "until", 14, "open"),
            Membership("endorsedAt", "endorsedAt", 14, "unknown"),
            TableColumn.List("otherNames", "otherNames", 50, TableCell.FromJson),
            TableColumn.List("identifiers", "identifiers", 30, TableCell.FromJson),
            TableColumn.Value("contact", 30, "#contact+email"),
            TableColumn.Value("version", 8),
        ]
    );

    // The columns have as many values as there are memberships, so that the values of one share a position.
    private static TableColumn Membership(string name, string member, int width, string missing) =>
        TableColumn.List(
            name,
            "memberships",
            width,
            membership =>
                TableCell.FromMember(membership, member) is { Type: not CellType.Empty } cell
                    ? cell
                    : TableCell.FromText(missing)
        );
}
