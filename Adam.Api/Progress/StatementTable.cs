using Adam.Api.Tables;

namespace Adam.Api.Progress;

/// <summary>Statements as a table, one row for each.</summary>
internal static class StatementTable
{
    public static readonly ListTable All = new(
        "statements",
        [
            TableColumn.Value("measure", 14),
            TableColumn.Value("type", 12),
            TableColumn.Value("partner", 10, "#org"),
            TableColumn.Date("asOf", "#date"),
            TableColumn.Value("stage", 20),
            TableColumn.Value("text", 60),
            TableColumn.List("projects", "projects", 38, TableCell.FromJson),
            TableColumn.List("documents", "documents", 40, TableCell.FromJson),
            TableColumn.Value("writtenBy", 20),
            TableColumn.Instant("writtenAt"),
            TableColumn.Value("id", 38),
        ]
    );
}
