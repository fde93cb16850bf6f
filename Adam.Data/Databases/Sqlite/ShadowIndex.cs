using System.Globalization;
using System.Text.RegularExpressions;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// An index of a copy, and a table without row ids whose tree has the same form. CREATE INDEX and DROP write or free
/// all pages of a tree in one transaction. Rows of the table come and go in as many as one likes, and its tree becomes
/// that of the index, or the other way round, by a change of the schema.
/// </summary>
/// <param name="Name">The name of the index of the copy.</param>
/// <param name="Table">The copy.</param>
/// <param name="Sql">Its CREATE INDEX.</param>
/// <param name="Expressions">
/// The columns as the tree has them: those of the index, and then those of the table's primary key that it lacks.
/// </param>
/// <param name="KeyLength">The number of the first columns that identify a row of the table.</param>
internal sealed record ShadowIndex(
    string Name,
    string Table,
    string Sql,
    IReadOnlyList<(string Expression, string Type)> Expressions,
    int KeyLength
)
{
    private static readonly Regex Condition = new(
        @"\sWHERE\s.*$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        TimeSpan.FromSeconds(10)
    );

    /// <summary>The table that has the tree while it is filled or emptied.</summary>
    public string Rows => Name + "Rows";

    /// <summary>Its columns are nullable if they are not part of the key, as in an index.</summary>
    public string CreateRows =>
        $"CREATE TABLE {Rows} ({string.Join(", ", Expressions.Select((one, n) => $"{Column(n)} {one.Type}"))}, "
        + $"PRIMARY KEY ({Key})) STRICT, WITHOUT ROWID";

    /// <summary>Returns the rows of the tree in its order.</summary>
    public string Sorted =>
        $"SELECT {string.Join(", ", Expressions.Select(one => one.Expression))} FROM {Table}{Where} "
        + $"ORDER BY {string.Join(", ", Expressions.Take(KeyLength).Select(one => one.Expression))}";

    public string Add => $"INSERT INTO {Rows} VALUES ({string.Join(", ", Expressions.Select((_, n) => $"?{n + 1}"))})";

    /// <summary>Makes the tree of the table that of the index. The schema has no row of the index before.</summary>
    public string BecomeIndex =>
        $"UPDATE sqlite_master SET type = 'index', name = {SchemaEdit.Literal(Name)}, "
        + $"tbl_name = {SchemaEdit.Literal(Table)}, sql = {SchemaEdit.Literal(Sql)} "
        + $"WHERE type = 'table' AND name = {SchemaEdit.Literal(Rows)}";

    /// <summary>Makes the tree of the index that of the table, so that it can be emptied step by step.</summary>
    public string BecomeRows =>
        $"UPDATE sqlite_master SET type = 'table', name = {SchemaEdit.Literal(Rows)}, "
        + $"tbl_name = {SchemaEdit.Literal(Rows)}, sql = {SchemaEdit.Literal(CreateRows)} "
        + $"WHERE type = 'index' AND name = {SchemaEdit.Literal(Name)}";

    private string Key => string.Join(", ", Enumerable.Range(0, KeyLength).Select(Column));

    /// <summary>The condition of a partial index.</summary>
    private string Where => Condition.Match(Sql).Value;

    /// <summary>Reads an index of a table, for a copy of both.</summary>
    /// <param name="table">The table of the index.</param>
    /// <param name="prefix">Precedes the names in the copy; empty for an index that is one of a copy already.</param>
    /// <param name="sql">The CREATE INDEX of the index of the copy.</param>
    /// <exception cref="NotSupportedException">A column is descending, has a collation or is an expression.</exception>
    public static ShadowIndex Read(
        PreparedStatementConnection connection,
        string name,
        string table,
        string prefix,
        string sql
    )
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var key = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in Query(connection, $"PRAGMA table_xinfo({table})"))
        {
            // Generated columns have their type with GENERATED ALWAYS behind it.
            types.Add((string)column["name"], ((string)column["type"]).Split(' ')[0]);
            if ((long)column["pk"] > 0)
                key.Add((string)column["name"]);
        }

        var columns = Query(connection, $"PRAGMA index_xinfo({name})")
            .Select(column => IsPlain(column) ? column : throw new NotSupportedException($"{name} is no plain index."))
            // A row id has no name.
            .Select(column =>
                column["name"] is string named
                    ? (Expression: named, Type: types[named])
                    : (Expression: "rowid", Type: "INTEGER")
            )
            .ToList();
        var length = 1 + columns.FindLastIndex(column => key.Contains(column.Expression));
        return new(prefix + name, prefix + table, sql, columns, length);
    }

    /// <summary>Returns true for a column or a row id, in ascending order of its bytes.</summary>
    private static bool IsPlain(Dictionary<string, object> column) =>
        (long)column["cid"] >= -1 && (long)column["desc"] == 0 && (string)column["coll"] == "BINARY";

    private static string Column(int number) => string.Create(CultureInfo.InvariantCulture, $"C{number}");

    private static List<Dictionary<string, object>> Query(PreparedStatementConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<Dictionary<string, object>>();
        while (reader.Read())
            rows.Add(
                Enumerable
                    .Range(0, reader.FieldCount)
                    .ToDictionary(reader.GetName, reader.GetValue, StringComparer.Ordinal)
            );
        return rows;
    }
}
