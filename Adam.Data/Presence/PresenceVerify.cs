using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Presence;

/// <summary>Compares the stored sums of presence with sums of all projects. It writes nothing.</summary>
public sealed class PresenceVerify(Database database, TimeProvider time)
{
    /// <returns>A sentence for each row that differs; empty if the tables are correct.</returns>
    public Task<IReadOnlyList<string>> RunAsync(CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<string>>(
            async session =>
            {
                session.DisableCommandTimeout();
                var sums = new PresenceSums();
                var documents = new ProjectDocuments(time.Instant());
                await foreach (var changes in documents.ReadAsync(session, "PresenceSum", null, ct))
                {
                    foreach (var (_, _, project) in changes.Present)
                        sums.Add(project.Owner, project.Draft);
                }

                return
                [
                    .. SumComparison.Differences(
                        "PresenceSum",
                        sums.Projects,
                        session.Read(PresenceSumSql.StoredProjects, ct).Select(row => (row.Key, row.Projects)),
                        key => $"{Describe(key.Dimensions, key.Cell)}{(key.Partner == "" ? "" : $", {key.Partner}")}"
                    ),
                    .. SumComparison.Differences(
                        "PresenceAmountSum",
                        sums.Amounts,
                        session.Read(PresenceSumSql.StoredAmounts, ct).Select(row => (row.Key, row.Numbers)),
                        key => $"{Describe(key.Dimensions, key.Cell)}, {key.Currency}, starts in {key.StartYear}"
                    ),
                ];
            },
            ct
        );

    private static string Describe(int dimensions, string cell)
    {
        var set = PresenceSet.All.FirstOrDefault(set =>
            set.Number == dimensions || (set.HasYears && set.NumberOfOpen == dimensions)
        );
        var values = cell.Replace(PresenceSums.Separator, ' ');
        if (set is null)
            return $"the unknown table {dimensions}, {values}";

        var names = string.Join(" and ", set.Dimensions);
        return names.Length == 0 ? "all projects" : $"{names} {values}";
    }
}
