using System.Data;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Adam.Tests.Sql;

/// <summary>
/// A type of SQL Server, with the properties that decide which side of a comparison the server converts.
/// </summary>
/// <param name="Length">In characters or bytes; <see cref="Max"/> for (max), 0 if the type has no length.</param>
/// <param name="Scale">The number of decimal digits, of numbers and of seconds.</param>
internal sealed record SqlType(string Name, int Length = 0, int Scale = 0)
{
    public const int Max = -1;

    // In descending precedence. The server converts the later type to the earlier one:
    // https://learn.microsoft.com/sql/t-sql/data-types/data-type-precedence-transact-sql
    private static readonly List<string> Precedence =
    [
        "variant",
        "datetimeoffset",
        "datetime2",
        "datetime",
        "date",
        "float",
        "decimal",
        "bigint",
        "int",
        "smallint",
        "tinyint",
        "bit",
        "uniqueidentifier",
        "nvarchar",
        "nchar",
        "varchar",
        "char",
        "varbinary",
    ];

    /// <summary>
    /// Returns true if the server converts a column of this type when it is compared with the other type.
    /// </summary>
    public bool IsConvertedBeside(SqlType other) =>
        Rank(other) < Rank(this)
        || (Name == other.Name && (Scale != other.Scale || (Length != Max && other.Length == Max)));

    public SqlType HigherOf(SqlType other) => Rank(other) < Rank(this) ? other : this;

    public static SqlType Of(DataTypeReference declared)
    {
        var type = (SqlDataTypeReference)declared;
        var numbers = type
            .Parameters.Select(parameter =>
                parameter is MaxLiteral ? Max : int.Parse(parameter.Value, CultureInfo.InvariantCulture)
            )
            .ToList();
        return type.SqlDataTypeOption.ToString().ToLowerInvariant() switch
        {
            "decimal" => new("decimal", 0, numbers[1]),
            "datetime2" => new("datetime2", 0, numbers is [var scale] ? scale : 7),
            var name => new(name, numbers is [var length] ? length : 0),
        };
    }

    /// <summary>Returns the type that the driver sends for a parameter.</summary>
    public static SqlType Of(SqlParameter parameter) =>
        parameter.SqlDbType switch
        {
            SqlDbType.DateTime2 => new("datetime2", 0, parameter.Scale == 0 ? 7 : parameter.Scale),
            SqlDbType.NVarChar or SqlDbType.VarChar or SqlDbType.VarBinary => new(
                parameter.SqlDbType.ToString().ToLowerInvariant(),
                parameter.Size
            ),
            var type => new(type.ToString().ToLowerInvariant(), 0, parameter.Scale),
        };

    public override string ToString() =>
        Name
        + (Length, Scale) switch
        {
            (Max, _) => "(max)",
            (0, 0) => "",
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"({Scale})"),
            _ => string.Create(CultureInfo.InvariantCulture, $"({Length})"),
        };

    private static int Rank(SqlType type) =>
        Precedence.IndexOf(type.Name) is var rank and >= 0
            ? rank
            : throw new ArgumentException($"{type.Name} is not in the precedence list.", nameof(type));
}
