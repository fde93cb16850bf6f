using Adam.Data.Databases;

namespace Adam.Data.Audit.Refusals;

/// <summary>Requests that were refused for their key. Like refusals of a short time are one.</summary>
/// <param name="FirstAt">The instant of the first request.</param>
/// <param name="LastAt">The instant of the last request.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="Code">The code of the error.</param>
/// <param name="Detail">The reason, as the first request was told.</param>
/// <param name="KeyId">The public id of the key; null if it was not a known one.</param>
/// <param name="Route">The route, such as <c>/v1/projects/{id}</c>; empty if there is none.</param>
/// <param name="RequestId">The id of the first request.</param>
public sealed record RefusedRequest(
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    int Requests,
    int Status,
    string Code,
    string Detail,
    string? KeyId,
    string? KeyName,
    string? Partner,
    string? RemoteAddress,
    string Method,
    string Route,
    string RequestId
);

/// <summary>Stores the latest refusals.</summary>
public sealed class RefusalStore(Database database)
{
    /// <summary>The number of refusals that are kept. Older ones are removed.</summary>
    public const int Kept = 100_000;

    /// <summary>Adds refusals in the order of their first requests, and removes the oldest.</summary>
    public Task AddAsync(IReadOnlyList<RefusedRequest> refusals, CancellationToken ct, int kept = Kept) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                foreach (var refusal in refusals)
                    await session.ExecuteAsync(RefusalSql.Add, refusal, ct);
                return await session.ExecuteAsync(RefusalSql.RemoveOld, new(kept), ct);
            },
            ct
        );

    /// <summary>Returns the latest refusals, the last one first, each with its position.</summary>
    /// <param name="before">The position of the last one of the previous page; null for the first page.</param>
    public Task<IReadOnlyList<(long Position, RefusedRequest Refusal)>> ListAsync(
        long? before,
        int take,
        CancellationToken ct
    ) =>
        database.QueryOnceAsync<IReadOnlyList<(long, RefusedRequest)>>(
            async session =>
                [
                    .. (await session.QueryAsync(RefusalSql.List, new(before ?? long.MaxValue, take), ct)).Select(row =>
                        (row.RefusalId, row.ToRefusal())
                    ),
                ],
            ct
        );
}

internal static class RefusalSql
{
    public static readonly StatementSet Statements = new(nameof(RefusalSql));

    public static readonly SqlChange<RefusedRequest> Add = new(
        Statements,
        $"""
        INSERT INTO Refusal (
            FirstAt, LastAt, Requests, Status, Code, Detail, KeyId, KeyName, Partner, RemoteAddress, Method, Route,
            RequestId)
        VALUES (
            @FirstAt, @LastAt, @Requests, @Status, @Code, @Detail, @KeyId, @KeyName, @Partner, @RemoteAddress, @Method,
            @Route, @RequestId)
        """
    );

    public static readonly SqlChange<KeptRefusals> RemoveOld = new(
        Statements,
        $"DELETE FROM Refusal WHERE RefusalId <= (SELECT MAX(RefusalId) FROM Refusal) - @Kept"
    );

    public static readonly SqlQuery<PageOfRefusals, RefusalRow> List = new(
        Statements,
        dialect =>
            $"""
                SELECT RefusalId, FirstAt, LastAt, Requests, Status, Code, Detail, KeyId, KeyName, Partner,
                       RemoteAddress, Method, Route, RequestId
                FROM Refusal
                WHERE RefusalId < @Before
                ORDER BY RefusalId DESC
                {dialect.Page($"@Take")}
                """
    );
}

internal sealed record KeptRefusals(int Kept);

internal sealed record PageOfRefusals(long Before, int Take);

internal sealed record RefusalRow
{
    public long RefusalId { get; init; }
    public DateTimeOffset FirstAt { get; init; }
    public DateTimeOffset LastAt { get; init; }
    public int Requests { get; init; }
    public int Status { get; init; }
    public string Code { get; init; } = "";
    public string Detail { get; init; } = "";
    public string? KeyId { get; init; }
    public string? KeyName { get; init; }
    public string? Partner { get; init; }
    public string? RemoteAddress { get; init; }
    public string Method { get; init; } = "";
    public string Route { get; init; } = "";
    public string RequestId { get; init; } = "";

    public RefusedRequest ToRefusal() =>
        new(
            FirstAt,
            LastAt,
            Requests,
            Status,
            Code,
            Detail,
            KeyId,
            KeyName,
            Partner,
            RemoteAddress,
            Method,
            Route,
            RequestId
        );
}
