using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Data.Databases;

namespace Adam.Data.Audit.Recording;

/// <summary>A version of a project to be added to the chain.</summary>
/// <param name="Content">The whole document, or the members that changed; null if the document did not change.</param>
/// <param name="IsPatch">True if the content consists of the members that changed.</param>
internal sealed record NewProjectVersion(
    AuditAction Action,
    long ProjectId,
    int Version,
    string? Content,
    bool IsPatch = false
);

/// <summary>
/// Adds entries to the chain in the transaction of the write. The register has one writer at a time, so the last entry
/// that a write reads is the one that its own entry follows, and the numbers have no gaps.
/// </summary>
internal static class AuditRecorder
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Adds versions of projects. Their documents are stored already.</summary>
    /// <param name="session">The session of the write, which the caller commits.</param>
    /// <param name="versions">The versions, in the order of their entries.</param>
    public static async Task AddAsync(
        Session session,
        IReadOnlyList<NewProjectVersion> versions,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var last = await LastAsync(session, ct);
        var rows = new List<object[]>(versions.Count);
        foreach (var version in versions)
        {
            var row = Row(last.AuditId + 1, at, AuditSubject.Project, version.Action, by) with
            {
                ProjectId = version.ProjectId,
                Version = version.Version,
                IsPatch = (byte)(version.IsPatch ? 1 : 0),
                Content = version.Content,
            };
            last = new() { AuditId = row.AuditId, Hash = AuditHash.Compute(last.Hash, row) };
            var form = version switch
            {
                { Content: null } => AuditRecorderSql.FormNone,
                { IsPatch: true } => AuditRecorderSql.FormPatch,
                _ => AuditRecorderSql.FormWhole,
            };
            rows.Add([
                row.AuditId,
                (int)row.Action,
                version.ProjectId,
                version.Version,
                form,
                // The statement takes a whole document from the table of projects, so that it is not sent again.
                version.IsPatch
                    ? version.Content!
                    : "",
                last.Hash,
            ]);
        }

        foreach (var batch in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(
                AuditRecorderSql.AddProjects,
                new(at, by.KeyId, by.Name, by.Partner, by.RequestId, by.ImportId, batch),
                ct
            );
    }

    /// <summary>Adds a version of a record that is no project.</summary>
    /// <param name="recordId">The id or code of the record, as the API names it.</param>
    /// <param name="content">The whole record after the write, without secrets; null if it is removed.</param>
    public static async Task AddAsync(
        Session session,
        AuditSubject subject,
        AuditAction action,
        string recordId,
        int? version,
        object? content,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var last = await LastAsync(session, ct);
        var row = Row(last.AuditId + 1, at, subject, action, by) with
        {
            RecordId = recordId,
            Version = version,
            Content = content is null ? null : ToContent(content),
        };
        await AddAsync(session, last, row, ct);
    }

    /// <summary>Adds an entry after the last one, with its hash. Returns it as the new last one.</summary>
    public static async Task<AuditEnd> AddAsync(Session session, AuditEnd last, AuditRow row, CancellationToken ct)
    {
        row = row with { Hash = AuditHash.Compute(last.Hash, row) };
        await session.ExecuteAsync(AuditRecorderSql.Add, row, ct);
        return new() { AuditId = row.AuditId, Hash = row.Hash };
    }

    /// <summary>Returns true if a record that is no project has an entry.</summary>
    public static async Task<bool> HasAsync(
        Session session,
        AuditSubject subject,
        string recordId,
        CancellationToken ct
    ) => await session.FirstAsync(AuditRecorderSql.Has, new((byte)subject, recordId), ct) > 0;

    /// <summary>Returns a record as its entries contain it.</summary>
    public static string ToContent(object record) => JsonSerializer.Serialize(record, record.GetType(), Options);

    private static AuditRow Row(long id, DateTimeOffset at, AuditSubject subject, AuditAction action, Actor by) =>
        new()
        {
            AuditId = id,
            At = at,
            Subject = (byte)subject,
            Action = (byte)action,
            KeyId = by.KeyId,
            KeyName = by.Name,
            Partner = by.Partner,
            RequestId = by.RequestId,
            ImportId = by.ImportId,
        };

    /// <summary>Returns the last entry; number 0 if there is none.</summary>
    public static async Task<AuditEnd> LastAsync(Session session, CancellationToken ct) =>
        await session.FirstAsync(AuditRecorderSql.Last, ct) ?? new() { Hash = AuditHash.Start };
}
