using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adam.Benchmarks.Overlaps;

/// <summary>Finds all pairs by evaluating the definition for every two projects.</summary>
internal static class DefinedPairs
{
    public static void Run<TPairs>(SqliteConnection register, ref TPairs pairs)
        where TPairs : struct, IPairs
    {
        var projects = register
            .Query<ProjectRow>(PairRebuildSql.Projects.Sql(SqlDialect.Sqlite))
            .Select(row => (row.ProjectId, Activity: Of(ProjectJson.Read(row.Document))))
            .OrderBy(project => project.Activity.Period.Start)
            .ThenBy(project => project.ProjectId)
            .ToList();
        for (var i = 0; i < projects.Count; i++)
        {
            for (var j = i + 1; j < projects.Count; j++)
            {
                if (OverlapDefinition.Evaluate(projects[i].Activity, projects[j].Activity) is { } shared)
                    pairs.Add(projects[i].ProjectId, projects[j].ProjectId, shared.RankDays);
            }
        }
    }

    private static ProjectScope Of(Domain.Projects.Project project) =>
        ProjectScope.FromDraft(null, project.Owner, project.Draft);
}
