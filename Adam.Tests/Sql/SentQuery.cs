using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Adam.Data.Databases;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Sql;

/// <summary>
/// A query with its parameters as Dapper and the type handlers create them for SQL Server. Nothing is sent.
/// </summary>
internal sealed record SentQuery(string Sql, IReadOnlyList<SqlParameter> Parameters)
{
    /// <summary>Returns every statement of the catalogue.</summary>
    public static IEnumerable<(string Name, SentQuery Query)> All(Database database) =>
        QueryCatalogue.All(database).Select(query => (query.Name, Of(query.Sql, query.Parameters)));

    public static SentQuery Of(string sql, object parameters)
    {
        using var connection = new UnsentConnection();
        connection.Execute(sql, parameters);
        return connection.Sent!;
    }

    private sealed class UnsentConnection : DbConnection
    {
        public SentQuery? Sent { get; set; }

        [AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override ConnectionState State => ConnectionState.Open;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close() { }

        public override void Open() { }

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
            throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => new UnsentCommand(this);
    }

    private sealed class UnsentCommand(UnsentConnection connection) : DbCommand
    {
        private readonly SqlCommand _command = new();

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection
        {
            get => connection;
            set => throw new NotSupportedException();
        }

        protected override DbParameterCollection DbParameterCollection => _command.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel() { }

        public override int ExecuteNonQuery()
        {
            connection.Sent = new(CommandText, [.. _command.Parameters.Cast<SqlParameter>()]);
            return 0;
        }

        public override object ExecuteScalar() => throw new NotSupportedException();

        public override void Prepare() { }

        protected override DbParameter CreateDbParameter() => _command.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
            throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _command.Dispose();
            base.Dispose(disposing);
        }
    }
}
