using Adam.Data.Databases;
using Dapper;

namespace Adam.Tests;

/// <summary>Sends SQL of the tests, because a session accepts only the statements of the catalogue.</summary>
internal static class TestSql
{
    public static async Task<IReadOnlyList<T>> QueryAsync<T>(
        this Session session,
        string sql,
        object? parameters,
        CancellationToken ct
    ) => (await session.Connection.QueryAsync<T>(Command(session, sql, parameters, ct))).AsList();

    public static Task<T?> FirstAsync<T>(this Session session, string sql, object? parameters, CancellationToken ct) =>
        session.Connection.QueryFirstOrDefaultAsync<T>(Command(session, sql, parameters, ct));

    public static Task<int> ExecuteAsync(this Session session, string sql, object? parameters, CancellationToken ct) =>
        session.Connection.ExecuteAsync(Command(session, sql, parameters, ct));

    private static CommandDefinition Command(Session session, string sql, object? parameters, CancellationToken ct) =>
        new(sql, parameters, session.Transaction, cancellationToken: ct);
}
