using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Measures;

namespace Adam.Data.Audit;

/// <summary>A version of a measure.</summary>
/// <param name="Document">The measure after the write, in JSON; null for a withdrawal.</param>
/// <param name="Before">The measure of the version before, in JSON; null if none is kept.</param>
public sealed record MeasureVersion(
    int Version,
    DateTimeOffset At,
    AuditAction Action,
    AuditAuthor Author,
    string? Document,
    string? Before
);

/// <summary>The versions of a measure.</summary>
/// <param name="Next">The version after which to go on; null on the last page.</param>
/// <param name="Total">The number of versions that are kept.</param>
public sealed record MeasureVersionPage(IReadOnlyList<MeasureVersion> Items, int? Next, long Total);

/// <summary>Reads the versions of measures from the audit chain.</summary>
public sealed class MeasureHistory(Database database)
{
    /// <summary>Returns the versions of a measure in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<MeasureVersionPage> ReadAsync(StoredMeasure stored, int after, int take, CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
            {
                var key = stored.Measure.Key;
                // The version before the page shows what the first one of the page changed.
                var rows = await session.QueryAsync(
                    MeasureSql.Versions,
                    new(key, Math.Max(0, after - 1), take + 2),
                    ct
                );
                var items = new List<MeasureVersion>();
                string? before = null;
                foreach (var row in rows)
                {
                    if (row.Version > after && items.Count < take)
                        items.Add(ToVersion(row, before));
                    before = row.Content ?? before;
                }

                var more = items.Count > 0 && rows[^1].Version > items[^1].Version;
                var total = await session.FirstAsync(MeasureSql.CountVersions, new(key), ct);
                return new MeasureVersionPage(items, more ? items[^1].Version : null, total);
            },
            ct
        );

    private static MeasureVersion ToVersion(MeasureVersionRow row, string? before) =>
        new(
            row.Version,
            row.At,
            (AuditAction)row.Action,
            new(row.KeyId, row.KeyName, row.Partner, row.RequestId, Import: null),
            row.Content,
            before
        );
}
