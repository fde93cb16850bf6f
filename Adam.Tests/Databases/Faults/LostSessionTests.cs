using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Adam.Data.Databases;
using Adam.Data.Databases.SqlServer;

namespace Adam.Tests.Databases.Faults;

/// <summary>
/// Runs a unit of work whose connection is already lost at its rollback. The driver then throws an exception of its
/// own, which must not hide the first.
/// </summary>
[NonParallelizable]
public sealed class LostSessionTests
{
    [Test]
    public async Task Unit_that_cannot_be_undone_any_more_runs_again()
    {
        var runs = 0;
        var unit = new SqlServerUnitOfWork<int>(
            "Server=db",
            _ => Task.FromResult(Lost()),
            _ => ++runs == 1 ? throw new LostException() : Task.FromResult(runs),
            writes: false
        );
        Assert.That(await unit.RunAsync(default), Is.EqualTo(2));
    }

    [Test]
    public void Fault_of_the_unit_itself_is_told_as_it_is()
    {
        var unit = new SqlServerUnitOfWork<int>(
            "Server=db",
            _ => Task.FromResult(Lost(isLost: false)),
            _ => throw new KeyNotFoundException("its own"),
            writes: false
        );
        Assert.That(() => unit.RunAsync(default), Throws.TypeOf<KeyNotFoundException>());
    }

    private static Session Lost(bool isLost = true)
    {
        var connection = new LostConnection(isLost ? ConnectionState.Closed : ConnectionState.Open);
        return new(SqlDialect.SqlServer, connection, new LostTransaction(connection));
    }

    private sealed class LostException : DbException;

    private sealed class LostTransaction(DbConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

        protected override DbConnection DbConnection => connection;

        public override void Commit() => throw new NotSupportedException();

        public override void Rollback() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
                throw new InvalidOperationException("Invalid operation. The connection is closed.");
        }
    }

    private sealed class LostConnection(ConnectionState state) : DbConnection
    {
        [AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override ConnectionState State => state;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close() { }

        public override void Open() => throw new NotSupportedException();

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
            throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
    }
}
