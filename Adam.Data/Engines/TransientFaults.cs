using Microsoft.Data.SqlClient;

namespace Adam.Data.Engines;

/// <summary>
/// Errors of SQL Server that pass by themselves, and after which nothing of the transaction stands. The numbers are those that Microsoft documents: "Troubleshoot transient connection errors" of Azure SQL
/// (learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues), the default list of SqlClient's SqlConfigurableRetryFactory, and, for snapshots, the errors 3000 to 3999 of the Database Engine.
/// </summary>
internal static class TransientFaults
{
    /// <summary>A statement took too long. It is not run again: it would take too long again.</summary>
    public const int Timeout = -2;

    /// <summary>From this severity on the connection is gone, whatever the number; a line that is cut has none.</summary>
    private const byte Fatal = 20;

    private static readonly HashSet<int> Numbers =
    [
        // The transaction was chosen as the victim: of a deadlock, for want of locks, of a lock that was awaited too long.
        1204, 1205, 1222,
        // A snapshot that is no longer possible: another's change, a schema that changed, a switch of the database that is under way, row versions that are gone or were not kept.
        // Not 3951 and 3952, which no second run cures: the database does not allow snapshots, or the program mixes them with what is none.
        3956, 3957, 3958, 3959, 3960, 3961, 3966,
        // The connection: not made, cut, or closed while it was made.
        20, 64, 121, 233, 997, 10053, 10054, 10060, 4221,
        // The database is being moved, started, or cannot be opened yet.
        4060, 40143, 40197, 40540, 40613, 42108, 42109,
        // The service has too much to do.
        10928, 10929, 40501, 49918, 49919, 49920,
    ];

    /// <summary>Whether an error, or one that caused it, is among them or has ended the connection.</summary>
    public static bool Has(Exception error) => Any(error, one => Numbers.Contains(one.Number) || one.Class >= Fatal);

    /// <summary>Whether the connection is gone. Its own state may tell so a moment later than the error does.</summary>
    public static bool EndsConnection(Exception error) => Any(error, one => one.Class >= Fatal);

    private static bool Any(Exception error, Func<SqlError, bool> isOne) => error switch
    {
        SqlException sql => sql.Errors.Cast<SqlError>().Any(isOne),
        AggregateException all => all.InnerExceptions.Any(one => Any(one, isOne)),
        { InnerException: { } cause } => Any(cause, isOne),
        _ => false,
    };
}
