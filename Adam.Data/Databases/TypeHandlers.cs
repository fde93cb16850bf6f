using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Databases;

/// <summary>
/// Dapper type handlers for SQLite, which stores ids and instants as text that sorts like the values. SQL Server has
/// native types.
/// </summary>
internal static class TypeHandlers
{
    private static readonly Lock Once = new();
    private static readonly IdHandler Ids = new();
    private static readonly InstantHandler Moments = new();
    private static readonly Utf8Handler Texts = new();
    private static bool _registered;

    public static void Register()
    {
        lock (Once)
        {
            if (_registered)
                return;

            // Dapper uses its own type map before handlers.
            SqlMapper.RemoveTypeMap(typeof(Guid));
            SqlMapper.RemoveTypeMap(typeof(Guid?));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(Ids);
            SqlMapper.AddTypeHandler(Moments);
            SqlMapper.AddTypeHandler(Texts);
            _registered = true;
        }
    }

    /// <summary>Adds a parameter with an id to a command that Dapper does not send.</summary>
    public static void AddId(DbCommand command, string name, Guid value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        Ids.SetValue(parameter, value);
        command.Parameters.Add(parameter);
    }

    /// <summary>Reads a column with an instant; null if it is null.</summary>
    public static DateTimeOffset? ReadInstant(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : Moments.Parse(row.GetValue(column));

    /// <summary>Reads a column that was selected with <see cref="SqlDialect.Utf8"/>.</summary>
    public static Utf8Text ReadUtf8(DbDataReader row, int column) => Texts.Parse(row.GetValue(column));

    private sealed class IdHandler : SqlMapper.TypeHandler<Guid>
    {
        public override Guid Parse(object value) =>
            value is Guid id ? id : Guid.Parse((string)value, CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, Guid value)
        {
            parameter.DbType = parameter is SqliteParameter ? DbType.String : DbType.Guid;
            parameter.Value = parameter is SqliteParameter ? value.ToString() : value;
        }
    }

    private sealed class Utf8Handler : SqlMapper.TypeHandler<Utf8Text>
    {
        public override Utf8Text Parse(object value) =>
            new(value is byte[] bytes ? bytes : Encoding.UTF8.GetBytes((string)value));

        public override void SetValue(IDbDataParameter parameter, Utf8Text value) =>
            throw new NotSupportedException("A text is written as a string.");
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            value is DateTime instant
                ? new(DateTime.SpecifyKind(instant, DateTimeKind.Utc))
                : Instants.Parse((string)value);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = parameter is SqliteParameter ? DbType.String : DbType.DateTime2;
            // The scale of the columns. With another scale SQL Server would convert each row.
            parameter.Scale = 6;
            parameter.Value = parameter is SqliteParameter ? Instants.Write(value.UtcDateTime) : value.UtcDateTime;
        }
    }
}
