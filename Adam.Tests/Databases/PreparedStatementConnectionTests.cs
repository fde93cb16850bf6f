using System.Data.Common;
using System.Runtime.CompilerServices;
using Adam.Data.Databases.Sqlite;
using SQLitePCL;

namespace Adam.Tests.Databases;

/// <summary>Checks that prepared statements are reused after their commands are disposed.</summary>
[NonParallelizable]
public sealed class PreparedStatementConnectionTests
{
    private const string One = "SELECT 1";

    // SQLITE_STMTSTATUS_REPREPARE and SQLITE_STMTSTATUS_RUN.
    private const int Plans = 5;
    private const int Runs = 6;

    [Test]
    public void Statement_is_given_back_by_whoever_disposes_of_its_command_and_by_no_finalizer()
    {
        using var connection = new PreparedStatementConnection("Data Source=:memory:");
        connection.Open();
        var statement = connection.Take(One);
        connection.Return(statement);

        using (var command = ((DbConnection)connection).CreateCommand())
            Run(command);
        Assert.That(connection.Take(One), Is.SameAs(statement));
        connection.Return(statement);

        Forget(connection);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var another = connection.Take(One);
        Assert.That(
            another,
            Is.Not.SameAs(statement),
            "a finalizer runs on another thread and must not return the statement"
        );
    }

    /// <summary>Dapper writes the names of the members of a list into the text after their parameters.</summary>
    [Test]
    public void Parameters_stay_with_their_command_when_its_text_changes()
    {
        using var connection = new PreparedStatementConnection("Data Source=:memory:");
        connection.Open();
        for (var time = 0; time < 2; time++)
        {
            using (var command = ((DbConnection)connection).CreateCommand())
            {
                command.CommandText = "SELECT @First";
                AddParameter(command, "First", 20 + time);
                AddParameter(command, "@Second", 1);
                command.CommandText = "SELECT @First + @Second";
                Assert.That(command.ExecuteScalar(), Is.EqualTo(21L + time));
            }

            using var other = ((DbConnection)connection).CreateCommand();
            other.CommandText = "SELECT @First";
            Assert.That(other.Parameters, Is.Empty, "the statement was returned without them");
            AddParameter(other, "First", 7);
            Assert.That(other.ExecuteScalar(), Is.EqualTo(7L));
        }
    }

    [Test]
    public void Statement_of_a_cancelled_request_is_not_begun()
    {
        using var connection = new PreparedStatementConnection("Data Source=:memory:");
        connection.Open();
        using var command = ((DbConnection)connection).CreateCommand();
        command.CommandText = One;
        Assert.That(
            async () => await command.ExecuteReaderAsync(new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public void Full_cache_keeps_the_statements_that_were_used_last()
    {
        using var connection = new PreparedStatementConnection("Data Source=:memory:");
        connection.Open();
        var statements = Enumerable
            .Range(0, PreparedStatementConnection.Most)
            .Select(number => connection.Take($"SELECT {number}"))
            .ToList();
        statements.ForEach(connection.Return);
        connection.Return(connection.Take("SELECT 0"));
        connection.Return(connection.Take("SELECT 'another'"));

        Assert.That(connection.Take("SELECT 0"), Is.SameAs(statements[0]));
        Assert.That(connection.Take("SELECT 2"), Is.SameAs(statements[2]));
        Assert.That(connection.Take("SELECT 1"), Is.Not.SameAs(statements[1]), "it was not used for the longest time");
    }

    /// <summary>
    /// A list excludes restricted projects by a partial index, whose condition a parameter could meet.
    /// </summary>
    [Test]
    public void Statement_is_planned_once_for_all_values_of_its_parameters()
    {
        using var connection = new PreparedStatementConnection("Data Source=:memory:");
        connection.Open();
        connection.Handle!.enable_sqlite3_next_stmt(true);
        connection.RunOnce("CREATE TABLE Project (IsRestricted INTEGER, OwnerId INTEGER)");
        connection.RunOnce("CREATE INDEX IX_Project_Restricted ON Project (OwnerId) WHERE IsRestricted = 1");
        var command = connection.Take("SELECT OwnerId FROM Project WHERE IsRestricted = @IsRestricted");
        for (var value = 0; value < 10; value++)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("@IsRestricted", value % 2);
            Assert.That(command.ExecuteScalar(), Is.Null);
        }

        var statement = raw.sqlite3_next_stmt(connection.Handle, null);
        Assert.That(raw.sqlite3_stmt_status(statement, Runs, 0), Is.EqualTo(10));
        Assert.That(raw.sqlite3_stmt_status(statement, Plans, 0), Is.Zero);
        command.Dispose();
    }

    private static void AddParameter(DbCommand command, string name, long value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(DbConnection connection) => Run(connection.CreateCommand());

    private static void Run(DbCommand command)
    {
        command.CommandText = One;
        Assert.That(command.ExecuteScalar(), Is.EqualTo(1L));
    }
}
