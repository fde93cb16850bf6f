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
            TableColumn.List("otherNames", "otherNames", 50, TableCell.FromJson),
            TableColumn.List("identifiers", "identifiers", 30, TableCell.FromJson),
            TableColumn.Value("contact", 30, "#contact+email"),
            TableColumn.Value("version", 8),
        ]
    );
}
