using Microsoft.Data.SqlClient;

namespace Adam.Data.Databases.SqlServer;

/// <summary>
/// Transient errors of SQL Server, after which the transaction is rolled back. The numbers are documented by Microsoft:
/// "Troubleshoot transient connection errors" of Azure SQL
/// (learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues), the default list of SqlClient's
/// SqlConfigurableRetryFactory, and, for snapshots, the errors 3000 to 3999 of the Database Engine.
/// </summary>
internal static class TransientFaults
{
    /// <summary>Command timeout. It is not retried, because the statement would probably exceed it again.</summary>
    public const int Timeout = -2;

    /// <summary>
    /// The severity from which an error closes the connection, regardless of its number. A broken connection has the
    /// number 0.
    /// </summary>
    private const byte Fatal = 20;

    private static readonly HashSet<int> Numbers =
    [
        // The transaction was chosen as a victim: out of locks, deadlock, lock timeout.
        1204,
        1205,
        1222,
        // The snapshot is no longer valid: an update conflict, a changed schema, a switch of the database in progress,
        // missing row versions. 3951 and 3952 are excluded, because a retry does not cure them: snapshots are disabled,
        // or mixed with other isolation levels.
        3956,
        3957,
        3958,
        3959,
        3960,
        3961,
        3966,
        // The connection could not be opened, was broken, or was closed during the handshake.
        20,
        64,
        121,
        233,
        997,
        10053,
        10054,
        10060,
        4221,
        // The database is being moved or started, or cannot be opened yet.
        4060,
        40143,
        40197,
        40540,
        40613,
        42108,
        42109,
        // The service is overloaded.
        10928,
        10929,
        40501,
        49918,
        49919,
        49920,
    ];

    /// <summary>Returns true if an error, or its cause, is transient or has ended the connection.</summary>
    public static bool Has(Exception error) => Any(error, one => Numbers.Contains(one.Number) || one.Class >= Fatal);

    /// <summary>
    /// Returns true if the error has ended the connection. The state of the connection may change only later.
    /// </summary>
    public static bool EndsConnection(Exception error) => Any(error, one => one.Class >= Fatal);

    private static bool Any(Exception error, Func<SqlError, bool> isOne) =>
        error switch
        {
            SqlException sql => sql.Errors.Cast<SqlError>().Any(isOne),
            AggregateException all => all.InnerExceptions.Any(one => Any(one, isOne)),
            { InnerException: { } cause } => Any(cause, isOne),
            _ => false,
        };
}
