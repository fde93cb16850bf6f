using System.Data.Common;

namespace Adam.Data.Databases;

/// <summary>
/// What the stores must know about the database product. What is not here, both products speak: each query is written once.
/// </summary>
public abstract class Database
{
    /// <summary>The day number of an open end in the derived tables: 9999-12-31.</summary>
    public static readonly int OpenDay = DateOnly.MaxValue.DayNumber;

    /// <summary>The name in configuration, and of the folder in <c>db/</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Where the data is, for people: a file's path, or server and database; never a secret.</summary>
    public abstract string Location { get; }

    /// <summary>The SQL that this database writes in a way of its own.</summary>
    internal abstract SqlDialect Dialect { get; }

    /// <summary>
    /// Runs what fills tables anew, in the session. SQLite makes their indexes afterwards, each from all rows in order: an index that is kept up meanwhile by rows in no order costs the writing of a page a row,
    /// once it has outgrown the memory for pages. SQL Server keeps them up: it has more memory, and the service may not make indexes.
    /// </summary>
    /// <param name="tables">The tables, which nothing but <paramref name="fill"/> may use meanwhile, and by their primary keys alone.</param>
    public abstract Task BulkLoadAsync(
        Session session,
        IReadOnlyList<string> tables,
        Func<Task> fill,
        CancellationToken ct
    );

    /// <summary>Whether a unique index refused the statement.</summary>
    public abstract bool IsDuplicateKey(DbException error);

    /// <summary>Adds many rows to a table as they are, with their identities, in the quickest way that the product has.</summary>
    /// <param name="session">One that this engine has opened for writing.</param>
    /// <param name="rows">Values as <see cref="Column.Read"/> gives them.</param>
    internal abstract Task AddAsync(
        Session session,
        RegisterTable table,
        IReadOnlyList<object?[]> rows,
        CancellationToken ct
    );

    /// <summary>Asks one question: one statement sees the register as it stood at one moment by itself, and needs no transaction.</summary>
    /// <param name="question">May run several times, where the database fails in passing; only the last run counts.</param>
    /// <exception cref="RegisterUnavailableException">The database is out of reach.</exception>
    public abstract Task<T> QueryOnceAsync<T>(Func<Session, Task<T>> question, CancellationToken ct);

    /// <summary>Reads. All statements see the register as it stood at one moment.</summary>
    /// <inheritdoc cref="QueryOnceAsync{T}"/>
    public abstract Task<T> InReadTransactionAsync<T>(Func<Session, Task<T>> question, CancellationToken ct);

    /// <summary>
    /// Writes: one at a time in the whole register, whichever process or server asks, so that two partners who post at the same moment still meet. What answers is committed, what throws is undone.
    /// </summary>
    /// <param name="change">May run several times, where the database fails in passing; only the last run counts, and what it keeps outside the session must not be of a run before.</param>
    /// <exception cref="RegisterBusyException">Others held the register for too long.</exception>
    /// <exception cref="RegisterUnavailableException">The database is out of reach. Nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">The database went away during the commit: whether the change was made is not known.</exception>
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

    /// <summary>Opens a session for one question; its faults are the caller's.</summary>
    internal abstract Task<Session> QueryOnceAsync(CancellationToken ct);

    /// <summary>Opens a session that reads; its faults are the caller's.</summary>
    internal abstract Task<Session> InReadTransactionAsync(CancellationToken ct);

    /// <summary>Opens the session that writes, and waits for those who write; its faults are the caller's.</summary>
    /// <exception cref="RegisterBusyException">Others held the register for too long.</exception>
    internal abstract Task<Session> InWriteTransactionAsync(CancellationToken ct);
}

/// <summary>The register could not be written because others held it for too long. Nothing was changed; the caller may try again.</summary>
public sealed class RegisterBusyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The database is out of reach, or answers too slowly. Nothing was changed; the caller may try again.</summary>
public sealed class RegisterUnavailableException(Exception inner) : Exception(inner.Message, inner);

/// <summary>The database went away while a change was being committed, and did not come back in time to be asked: the whole change was made or none of it.</summary>
public sealed class CommitUnknownException(Exception inner) : Exception(inner.Message, inner);
