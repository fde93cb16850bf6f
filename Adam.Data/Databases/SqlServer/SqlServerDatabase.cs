using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Adam.Data.Monitoring;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Adam.Data.Databases.SqlServer;

/// <summary>The register in SQL Server 2022 or later, or Azure SQL. Several servers of the API can share it.</summary>
public sealed class SqlServerDatabase : Database
{
    private const int DuplicateInIndex = 2601;
    private const int DuplicateInConstraint = 2627;
    private const int LockTimeoutMilliseconds = 30_000;

    /// <summary>
    /// The number of writers of this process that ask for the lock of the register. One has it, and the next one is
    /// there when it ends. The others wait in the process, where partners have their turns.
    /// </summary>
    private const int MostAsking = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(LockTimeoutMilliseconds);

    private readonly WriterTurns _turns = new(MostAsking);

    public SqlServerDatabase(string connectionString)
    {
        TypeHandlers.Register();
        EntraAuthentication.Register();
        var settings = new SqlConnectionStringBuilder(connectionString);
        // After an error, the pool would reject connections for up to a minute. Units of work pause by themselves.
        if (!settings.ShouldSerialize("Pool Blocking Period"))
            settings.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;
        // The driver would retry after ten seconds, which a unit of work could not control.
        if (!settings.ShouldSerialize("Connect Retry Count"))
            settings.ConnectRetryCount = 0;
        ConnectionString = settings.ConnectionString;
        Location = $"{settings.DataSource}, database {settings.InitialCatalog}";
    }

    public override string Name => "sqlserver";

    public override string Location { get; }

    internal string ConnectionString { get; }

    internal override SqlDialect Dialect => SqlDialect.SqlServer;

    // Several servers share the register, and none knows who waits in another one.
    internal override bool MayBeAwaited => true;

    internal override bool IsAwaited => false; // Only the server knows.

    public override Task BulkLoadAsync(
        Session session,
        IReadOnlyList<string> tables,
        Func<Task> fill,
        CancellationToken ct
    ) => fill();

    public override bool IsDuplicateKey(DbException error) =>
        error is SqlException { Number: DuplicateInIndex or DuplicateInConstraint };

    internal override long? ReadCommitVersion() => null;

    internal override async Task AddAsync(
        Session session,
        RegisterTable table,
        IReadOnlyList<object?[]> rows,
        CancellationToken ct
    )
    {
        using var data = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var column in table.Columns)
            data.Columns.Add(column.Name, TypeOf(column.Kind));
        foreach (var row in rows)
            data.Rows.Add(row);

        // Keeps identity values and checks constraints. Without CheckConstraints a bulk copy checks neither foreign
        // keys nor CHECKs, and SQL Server no longer trusts them.
        using var bulk = new SqlBulkCopy(
            (SqlConnection)session.Connection,
            SqlBulkCopyOptions.KeepIdentity | SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.KeepNulls,
            (SqlTransaction)session.Transaction!
        )
        {
            DestinationTableName = table.Name,
            BulkCopyTimeout = 0,
        };
        foreach (var column in table.Columns)
            bulk.ColumnMappings.Add(column.Name, column.Name);
        await bulk.WriteToServerAsync(data, ct);
    }

    public override Task<T> QueryOnceAsync<T>(Func<Session, Task<T>> question, CancellationToken ct) =>
        EndInTimeAsync(new SqlServerUnitOfWork<T>(ConnectionString, QueryOnceAsync, question, writes: false), ct);

    public override Task<T> InReadTransactionAsync<T>(Func<Session, Task<T>> question, CancellationToken ct) =>
        EndInTimeAsync(
            new SqlServerUnitOfWork<T>(ConnectionString, InReadTransactionAsync, question, writes: false),
            ct
        );

    public override Task<Session> OpenSnapshotAsync(Func<Session, Task> first, CancellationToken ct) =>
        new SqlServerUnitOfWork<Session>(
            ConnectionString,
            InReadTransactionAsync,
            async session =>
            {
                await first(session);
                return session;
            },
            writes: false,
            keepsSession: true
        ).RunAsync(ct);

    /// <exception cref="ReadTooLongException">A statement takes longer than it may.</exception>
    private static async Task<T> EndInTimeAsync<T>(SqlServerUnitOfWork<T> read, CancellationToken ct)
    {
        try
        {
            return await read.RunAsync(ct);
        }
        catch (RegisterUnavailableException error)
            when (ReadLimit.Current is not null
                && error.InnerException is SqlException { Number: TransientFaults.Timeout }
            )
        {
            throw new ReadTooLongException(error.InnerException);
        }
    }

    public override Task<T> InWriteTransactionAsync<T>(Func<Session, Task<T>> change, CancellationToken ct) =>
        InTurnAsync(change, isLong: true, int.MaxValue, ct);

    /// <inheritdoc/>
    /// <remarks>Each write has its own transaction, because the lock of the register belongs to it.</remarks>
    public override Task<T> InGroupedWriteAsync<T>(Func<Session, Task<T>> change, CancellationToken ct) =>
        InTurnAsync(change, isLong: false, MostWaiting, ct);

    private async Task<T> InTurnAsync<T>(
        Func<Session, Task<T>> change,
        bool isLong,
        int mostWaiting,
        CancellationToken ct
    )
    {
        if (!await _turns.WaitAsync(isLong, LongestWait, ct, mostWaiting))
            throw new RegisterBusyException("Others have been writing for 30 seconds.");

        try
        {
            var work = new SqlServerUnitOfWork<T>(ConnectionString, InWriteTransactionAsync, change, writes: true);
            return await work.RunAsync(ct);
        }
        finally
        {
            _turns.Release();
            RaiseWritten();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// An application lock of a connection that does nothing else. The server releases it when the connection ends.
    /// </remarks>
    public override async Task<RegisterLock?> TryLockAsync(string name, CancellationToken ct)
    {
        // Without a pool, disposing of the connection ends it.
        var settings = new SqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        var connection = new SqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            var parameters = new DynamicParameters(
                new
                {
                    Resource = name,
                    LockMode = "Exclusive",
                    LockOwner = "Session",
                    LockTimeout = 0,
                }
            );
            if (await ApplicationLockAsync(connection, null, parameters, ct) >= 0)
                return new ApplicationLock(connection);

            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal override async Task<Session> QueryOnceAsync(CancellationToken ct)
    {
        var connection = new SqlConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return new Session(Dialect, connection, null).WithReadLimit().WithReader();
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal override async Task<Session> InReadTransactionAsync(CancellationToken ct)
    {
        var connection = new SqlConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.Snapshot, ct);
            return new Session(Dialect, connection, transaction).WithReadLimit().WithReader();
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal override async Task<Session> InWriteTransactionAsync(CancellationToken ct)
    {
        var connection = new SqlConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            var transaction = (SqlTransaction)await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            var parameters = new DynamicParameters(
                new
                {
                    Resource = "adam:register",
                    LockMode = "Exclusive",
                    LockOwner = "Transaction",
                    LockTimeout = LockTimeoutMilliseconds,
                }
            );
            var began = Stopwatch.GetTimestamp();
            var result = await ApplicationLockAsync(connection, transaction, parameters, ct);
            Telemetry.WritersWait.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            if (result < 0)
                throw new RegisterBusyException("Others have been writing for 30 seconds.");

            return new(Dialect, connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Requests an application lock. The result is negative if it was not granted.</summary>
    private static async Task<int> ApplicationLockAsync(
        SqlConnection connection,
        SqlTransaction? transaction,
        DynamicParameters parameters,
        CancellationToken ct
    )
    {
        parameters.Add("result", dbType: DbType.Int32, direction: ParameterDirection.ReturnValue);
        await connection.ExecuteAsync(
            new CommandDefinition(
                "sp_getapplock",
                parameters,
                transaction,
                commandTimeout: 60,
                CommandType.StoredProcedure,
                cancellationToken: ct
            )
        );
        return parameters.Get<int>("result");
    }

    private static Type TypeOf(ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Text => typeof(string),
            ColumnKind.Whole => typeof(long),
            ColumnKind.Id => typeof(Guid),
            ColumnKind.Instant => typeof(DateTime),
            ColumnKind.Bytes => typeof(byte[]),
            ColumnKind.Amount => typeof(decimal),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    private sealed class ApplicationLock(SqlConnection connection) : RegisterLock
    {
        public override async Task<bool> IsHeldAsync(CancellationToken ct)
        {
            try
            {
                await connection.ExecuteScalarAsync<int>(new CommandDefinition("SELECT 1", cancellationToken: ct));
                return true;
            }
            catch (Exception error) when (error is DbException or InvalidOperationException or IOException)
            {
                return false;
            }
        }

        public override ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
