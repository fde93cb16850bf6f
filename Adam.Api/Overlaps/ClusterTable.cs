using System.Text.Json;
using Adam.Api.Tables;

namespace Adam.Api.Overlaps;

/// <summary>Clusters of overlaps as a table: one row for each cluster, with its projects in columns of lists.</summary>
internal static class ClusterTable
{
    public static readonly ListTable All = new(
        "clusters",
        [
            TableColumn.Value("score", 8),
            TableColumn.Value("projectCount", 12),
            TableColumn.Value("overlapCount", 12),
            Projects("owners", 16, "owner"),
            Projects("references", 30, "reference"),
            Projects("titles", 60, "title"),
            Projects("ids", 40, "id"),
            TableColumn.List("overlaps", "overlaps", 40, pair => TableCell.FromMember(pair, "id")),
            TableColumn.List("kinds", "overlaps", 20, pair => TableCell.FromMember(pair, "kind")),
            TableColumn.List("scores", "overlaps", 14, pair => TableCell.FromMember(pair, "score")),
            TableColumn.Value("whole", 8),
        ]
    );

    private static TableColumn Projects(string name, int width, string member) =>
        TableColumn.List(name, "projects", width, (JsonElement project) => TableCell.FromMember(project, member));
}
