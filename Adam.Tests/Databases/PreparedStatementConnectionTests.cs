using System.Data.Common;
using System.Runtime.CompilerServices;
using Adam.Data.Databases.Sqlite;

namespace Adam.Tests.Databases;

/// <summary>Checks that prepared statements are reused after their commands are disposed.</summary>
[NonParallelizable]
public sealed class PreparedStatementConnectionTests
{
    private const string One = "SELECT 1";

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(DbConnection connection) => Run(connection.CreateCommand());

    private static void Run(DbCommand command)
    {
        command.CommandText = One;
        Assert.That(command.ExecuteScalar(), Is.EqualTo(1L));
    }
}
