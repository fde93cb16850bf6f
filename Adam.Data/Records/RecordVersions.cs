using Adam.Data.Audit.Recording;
using Adam.Data.Databases;

namespace Adam.Data.Records;

/// <summary>A version of a record that is no project.</summary>
/// <param name="Document">The record after the write, in JSON; null for a withdrawal.</param>
/// <param name="Before">The record of the version before, in JSON; null if none is kept.</param>
public sealed record RecordVersion(
    int Version,
    DateTimeOffset At,
    AuditAction Action,
    AuditAuthor Author,
    string? Document,
    string? Before
);

/// <summary>The versions of a record.</summary>
/// <param name="Next">The version after which to go on; null on the last page.</param>
/// <param name="Total">The number of versions that are kept.</param>
public sealed record RecordVersionPage(IReadOnlyList<RecordVersion> Items, int? Next, long Total);

/// <summary>Reads the versions of records that are no projects.</summary>
internal static class RecordVersions
{
    /// <summary>Returns the versions of a record in ascending order.</summary>
    /// <param name="recordId">The id of the record in its entries.</param>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public static async Task<RecordVersionPage> ReadAsync(
        Session session,
        AuditSubject subject,
        string recordId,
        int after,
        int take,
        CancellationToken ct
    )
    {
        // The version before the page shows what the first one of the page changed.
        var rows = await session.QueryAsync(
            RecordVersionSql.Page,
            new((byte)subject, recordId, Math.Max(0, after - 1), take + 2),
            ct
        );
        var items = new List<RecordVersion>();
        string? before = null;
        foreach (var row in rows)
        {
            if (row.Version > after && items.Count < take)
                items.Add(
                    new(
                        row.Version,
                        row.At,
                        (AuditAction)row.Action,
                        new(row.KeyId, row.KeyName, row.Partner, row.RequestId, Import: null),
                        row.Content,
                        before
                    )
                );
            before = row.Content ?? before;
        }

        var more = items.Count > 0 && rows[^1].Version > items[^1].Version;
        var total = await session.FirstAsync(RecordVersionSql.Count, new((byte)subject, recordId), ct);
        return new(items, more ? items[^1].Version : null, total);
    }
}

internal static class RecordVersionSql
{
    public static readonly StatementSet Statements = new(nameof(RecordVersionSql));

    /// <summary>Returns the versions of a record after one, in ascending order.</summary>
    public static readonly SqlQuery<VersionsOfRecord, RecordVersionRow> Page = new(
        Statements,
        dialect =>
            $"""
                SELECT a.At, a.Action, a.Version, a.KeyId, a.KeyName, a.Partner, a.RequestId, a.Content
                FROM AuditEntry a
                WHERE a.Subject = @Subject AND a.RecordId = @RecordId AND a.Version > @After
                ORDER BY a.AuditId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the number of versions of a record that are kept.</summary>
    public static readonly SqlQuery<VersionedRecord, long> Count = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM AuditEntry a
        WHERE a.Subject = @Subject AND a.RecordId = @RecordId
        """
    );
}

internal sealed record VersionedRecord(byte Subject, string RecordId);

internal sealed record VersionsOfRecord(byte Subject, string RecordId, int After, int Take);

internal sealed record RecordVersionRow
{
    public DateTimeOffset At { get; init; }
    public byte Action { get; init; }
    public int Version { get; init; }
    public string? KeyId { get; init; }
    public string? KeyName { get; init; }
    public string? Partner { get; init; }
    public string? RequestId { get; init; }
    public string? Content { get; init; }
}
