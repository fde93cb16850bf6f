using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Adam.Tests.Sql;

/// <summary>The parsed <c>db/sqlserver/schema.sql</c>.</summary>
internal static class DeclaredSchema
{
    public static IReadOnlyList<CreateTableStatement> Tables { get; } =
        Tsql.Find<CreateTableStatement>(Tsql.Parse(Repository.Read("db", "sqlserver", "schema.sql")));

    public static IReadOnlyList<CreateIndexStatement> Indexes { get; } =
        Tsql.Find<CreateIndexStatement>(Tsql.Parse(Repository.Read("db", "sqlserver", "schema.sql")));

    /// <summary>The types of all columns, by table and column. A computed column is a CAST.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, SqlType>> Types { get; } =
        Tables.ToDictionary(
            table => table.SchemaObjectName.BaseIdentifier.Value,
            table =>
                (IReadOnlyDictionary<string, SqlType>)
                    table.Definition.ColumnDefinitions.ToDictionary(
                        column => column.ColumnIdentifier.Value,
                        column => SqlType.Of(column.DataType ?? ((CastCall)column.ComputedColumnExpression).DataType),
                        StringComparer.OrdinalIgnoreCase
                    ),
            StringComparer.OrdinalIgnoreCase
        );
}
