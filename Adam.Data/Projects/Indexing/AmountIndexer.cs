using Adam.Data.Databases;
using Adam.Domain.Projects;

namespace Adam.Data.Projects.Indexing;

/// <summary>
/// Maintains ProjectAmount, the sum of the amounts of a project's donors by currency, and ProjectDonorAmount, the
/// amount of each donor.
/// </summary>
internal sealed class AmountIndexer(Database database) : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["ProjectAmount", "ProjectDonorAmount"];

    public int Version => 2;

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        if (changes.KnownIds.Count > 0)
        {
            var projects = JsonRowSet.FromIds(changes.KnownIds);
            await session.ExecuteAsync(AmountIndexerSql.Remove, new(projects), ct);
            await session.ExecuteAsync(AmountIndexerSql.RemoveOfDonors, new(projects), ct);
        }

        var rows = changes.Present.SelectMany(one =>
            AmountsOf(one.Project.Draft).Select(amount => (object[])[one.ProjectId, .. amount])
        );
        foreach (var amounts in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(AmountIndexerSql.Add, new(amounts), ct);

        var rowsOfDonors = changes.Present.SelectMany(one =>
            DonorAmountsOf(one.Project.Draft).Select(amount => (object[])[one.ProjectId, .. amount])
        );
        foreach (var amounts in JsonRowSet.SerializeInBatches(rowsOfDonors))
            await session.ExecuteAsync(AmountIndexerSql.AddOfDonors, new(amounts), ct);
    }

    public Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    ) =>
        database.BulkLoadAsync(
            session,
            Tables,
            async () =>
            {
                await session.ExecuteAsync(AmountIndexerSql.Clear, ct);
                await session.ExecuteAsync(AmountIndexerSql.ClearOfDonors, ct);
                await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
                    await ApplyAsync(session, changes, ct);
            },
            ct
        );

    /// <summary>Returns each currency with the sum of the donors' amounts in ten-thousandths.</summary>
    public static IEnumerable<object[]> AmountsOf(ProjectDraft draft) =>
        draft
            .Donors.Where(donor => donor.Amount is not null)
            .GroupBy(donor => donor.Currency!, StringComparer.Ordinal)
            .Select(currency =>
                new object[] { currency.Key, AmountUnit.ToTenThousandths(currency.Sum(donor => donor.Amount!.Value)) }
            );

    /// <summary>
    /// Returns the key and the currency of each donor, with the sum of its amounts in ten-thousandths.
    /// </summary>
    public static IEnumerable<object[]> DonorAmountsOf(ProjectDraft draft) =>
        draft
            .Donors.Where(donor => donor.Amount is not null)
            .GroupBy(donor => (((IParticipant)donor).Key, Currency: donor.Currency!))
            .Select(donor =>
                new object[]
                {
                    donor.Key.Key,
                    donor.Key.Currency,
                    AmountUnit.ToTenThousandths(donor.Sum(one => one.Amount!.Value)),
                }
            );
}
