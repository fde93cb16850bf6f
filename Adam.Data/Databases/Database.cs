using System.Data.Common;

namespace Adam.Data.Databases;

/// <summary>
/// The operations that differ between SQLite and SQL Server. All other data access is written once for both.
/// </summary>
public abstract class Database
{
    /// <summary>The day number of an open end in the derived tables: 9999-12-31.</summary>
    public static readonly int OpenDay = DateOnly.MaxValue.DayNumber;

    /// <summary>
    /// The day number of an unknown start in the derived tables: the day before every date, and the only negative one.
    /// </summary>
    public const int UnknownStartDay = -1;

    /// <summary>The first and the last year of the table CalendarYear. Other years are not reported.</summary>
    public const int FirstYear = 1970;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 2100;

    /// <summary>The name in the configuration and of the folder in <c>db/</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The location for messages: the path of a file, or server and database. It contains no secret.</summary>
    public abstract string Location { get; }

    /// <summary>
    /// Raised after each write transaction of this process, committed or not. A handler must not wait, because the next
    /// write waits for it.
    /// </summary>
    internal event Action? Written;

    /// <summary>The SQL text that differs in this database.</summary>
    internal abstract SqlDialect Dialect { get; }

    /// <summary>
    /// Runs a bulk load in the session. SQLite drops the indexes of the tables first and creates them afterwards, each
    /// from sorted rows. An index that is maintained during the load costs one page write for each row, once it exceeds
    /// the page cache. SQL Server maintains the indexes, because its cache is larger and the service may not create
    /// indexes.
    /// </summary>
    /// <param name="tables">
    /// The tables. During the load, only <paramref name="fill"/> may use them, and only by their primary keys.
    /// </param>
    public abstract Task BulkLoadAsync(
        Session session,
        IReadOnlyList<string> tables,
        Func<Task> fill,
        CancellationToken ct
    );

    /// <summary>
    /// True if another writer waits for the one that writes now, or if nobody knows, because other processes write too.
    /// A write that could be divided should then end.
    /// </summary>
    internal abstract bool MayBeAwaited { get; }

    /// <summary>True if another writer of this process is known to wait for the one that writes now.</summary>
    internal abstract bool IsAwaited { get; }

    /// <summary>Returns true if a unique index has rejected the statement.</summary>
    public abstract bool IsDuplicateKey(DbException error);

    /// <summary>
    /// Returns a number that differs after each commit to the register by any process; null if the database has none.
    /// It is cheaper than a query. Only two numbers from this object can be compared.
    /// </summary>
    internal abstract long? ReadCommitVersion();

    /// <summary>Inserts many rows with their identity values, in the fastest way of the database.</summary>
    /// <param name="session">A session that this database has opened for writing.</param>
    /// <param name="rows">Values as returned by <see cref="Column.Read"/>.</param>
    internal abstract Task AddAsync(
        Session session,
        RegisterTable table,
        IReadOnlyList<object?[]> rows,
        CancellationToken ct
    );

    /// <summary>Runs a query of one statement. A single statement reads a snapshot without a transaction.</summary>
    /// <param name="question">
    /// The query. It may run several times after transient errors; only the last run counts.
    /// </param>
    /// <exception cref="RegisterUnavailableException">The database cannot be reached.</exception>
    public abstract Task<T> QueryOnceAsync<T>(Func<Session, Task<T>> question, CancellationToken ct);

    /// <summary>Runs queries in one transaction. All statements read the same snapshot.</summary>
    /// <inheritdoc cref="QueryOnceAsync{T}"/>
    public abstract Task<T> InReadTransactionAsync<T>(Func<Session, Task<T>> question, CancellationToken ct);

    /// <summary>
    /// Opens a session that reads one snapshot until the caller disposes of it, for results that exceed the memory. On
    /// SQLite, the write-ahead log grows meanwhile, and on SQL Server the row versions: read without waiting for
    /// anybody.
    /// </summary>
    /// <param name="first">
    /// The first query, which takes the snapshot. It may run several times after transient errors, each time in a new
    /// session. Later queries of the session are not retried.
    /// </param>
    /// <exception cref="RegisterUnavailableException">The database cannot be reached.</exception>
    public abstract Task<Session> OpenSnapshotAsync(Func<Session, Task> first, CancellationToken ct);

    /// <summary>
    /// Runs a write in one transaction. The whole register has one writer at a time, in all processes and servers, so
    /// that two projects recorded at the same time still find each other as an overlap. The transaction commits if
    /// <paramref name="change"/> returns and rolls back if it throws.
    /// </summary>
    /// <param name="change">
    /// The write. It may run several times after transient errors; only the last run counts. It must not carry over
    /// state outside the session from an earlier run.
    /// </param>
    /// <exception cref="RegisterBusyException">Other writers held the register for too long.</exception>
    /// <exception cref="RegisterUnavailableException">The database cannot be reached. Nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">
    /// The connection was lost during the commit, and the outcome is unknown.
    /// </exception>
    public abstract Task<T> InWriteTransactionAsync<T>(Func<Session, Task<T>> change, CancellationToken ct);

    /// <inheritdoc cref="InWriteTransactionAsync{T}"/>
    public Task InWriteTransactionAsync(Func<Session, Task> change, CancellationToken ct) =>
        InWriteTransactionAsync(
            async session =>
            {
                await change(session);
                return true;
            },
            ct
        );

    /// <summary>
    /// Runs a short write as <see cref="InWriteTransactionAsync{T}"/> does. Short writes that wait at the same time may
    /// share one commit. Each is still stored whole or not at all, and ends after the commit. Partners have their turns
    /// one after the other, and the writes of one partner run in the order in which they came.
    /// </summary>
    /// <exception cref="TooManyWritesException">
    /// <see cref="MostWaitingOfPartner"/> writes of the partner wait already.
    /// </exception>
    /// <inheritdoc cref="InWriteTransactionAsync{T}"/>
    public abstract Task<T> InGroupedWriteAsync<T>(Func<Session, Task<T>> change, CancellationToken ct);

    /// <summary>
    /// Takes a lock that one server of the register holds at a time, without waiting. Returns null if another server
    /// holds it.
    /// </summary>
    public abstract Task<RegisterLock?> TryLockAsync(string name, CancellationToken ct);

    /// <summary>
    /// The maximum number of short writes of a partner that wait in one process. Those of the program itself have no
    /// maximum.
    /// </summary>
    internal const int MostWaitingOfPartner = 128;

    protected static int MostWaiting => WritingPartner.Current.Length == 0 ? int.MaxValue : MostWaitingOfPartner;

    protected void RaiseWritten() => Written?.Invoke();

    /// <summary>Opens a session for one query, without retries.</summary>
    internal abstract Task<Session> QueryOnceAsync(CancellationToken ct);

    /// <summary>Opens a session that reads one snapshot, without retries.</summary>
    internal abstract Task<Session> InReadTransactionAsync(CancellationToken ct);

    /// <summary>Opens the session that writes, without retries. It waits for other writers.</summary>
    /// <exception cref="RegisterBusyException">Other writers held the register for too long.</exception>
    internal abstract Task<Session> InWriteTransactionAsync(CancellationToken ct);
}

/// <summary>Other writers held the register for too long. Nothing was changed; the caller may try again.</summary>
public class RegisterBusyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// So many writes of the partner wait that no more can. Nothing was changed; the caller may try again.
/// </summary>
public sealed class TooManyWritesException(int most)
    : RegisterBusyException($"{most} writes of the partner wait already.");

/// <summary>
/// The database cannot be reached or responds too slowly. Nothing was changed; the caller may try again.
/// </summary>
public sealed class RegisterUnavailableException(Exception inner) : Exception(inner.Message, inner);

/// <summary>
/// The connection was lost during a commit, and its outcome could not be queried in time. Either the whole change was
/// made or none of it.
/// </summary>
public sealed class CommitUnknownException(Exception inner) : Exception(inner.Message, inner);
