using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Engines;

/// <summary>How values stand in SQLite, which has no type for them: ids and instants as text that sorts as they do. SQL Server has types of its own.</summary>
internal static class TypeHandlers
{
    private static readonly Lock Once = new();
    private static bool _registered;

    public static void Register()
    {
        lock (Once)
        {
            if (_registered)
                return;

            // Dapper asks its own map before any handler.
            SqlMapper.RemoveTypeMap(typeof(Guid));
            SqlMapper.RemoveTypeMap(typeof(Guid?));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(new IdHandler());
            SqlMapper.AddTypeHandler(new InstantHandler());
            _registered = true;
        }
    }

    private sealed class IdHandler : SqlMapper.TypeHandler<Guid>
    {
        public override Guid Parse(object value) => value is Guid id ? id : Guid.Parse((string)value, CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, Guid value)
        {
            parameter.DbType = parameter is SqliteParameter ? DbType.String : DbType.Guid;
            parameter.Value = parameter is SqliteParameter ? value.ToString() : value;
        }
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value is DateTime instant
            ? new(DateTime.SpecifyKind(instant, DateTimeKind.Utc))
            : Instants.Parse((string)value);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = parameter is SqliteParameter ? DbType.String : DbType.DateTime2;
            // As the columns are declared: one of another scale would be converted, row by row.
            parameter.Scale = 6;
            parameter.Value = parameter is SqliteParameter ? Instants.Write(value.UtcDateTime) : value.UtcDateTime;
        }
    }
}
