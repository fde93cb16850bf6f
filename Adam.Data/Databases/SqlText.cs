using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Adam.Data.Databases;

/// <summary>
/// SQL text with the values of its parameters. An interpolated string converts to it. A hole with a
/// <see cref="SqlText"/> is inlined, a hole with a value becomes a parameter, and a hole with a list becomes an IN
/// list. A string in a hole is a value too. Only <see cref="Identifier"/>, <see cref="Literal(string)"/> and
/// <see cref="Raw"/> inline text that is not a literal of the program.
/// </summary>
/// <remarks>
/// Each hole creates a parameter. Several holes share one parameter if they contain the same <c>SqlText key =
/// $"{value}"</c>. Text may also contain named parameters (<c>@Id</c>); the call then supplies their values.
/// </remarks>
[InterpolatedStringHandler]
internal sealed partial class SqlText
{
    public static readonly SqlText Empty = $"";

    /// <summary>The text parts (strings) and parameters, in order.</summary>
    private readonly List<object> _parts;

    public SqlText(int literalLength, int formattedCount) => _parts = new(2 * formattedCount + 1);

    /// <summary>Returns the name of a table, column or alias as text.</summary>
    /// <exception cref="ArgumentException">
    /// The name has characters other than letters, digits and underscores.
    /// </exception>
    public static SqlText Identifier(string name) =>
        Name().IsMatch(name) ? Raw(name) : throw new ArgumentException($"{name} is no identifier.", nameof(name));

    /// <summary>
    /// Returns a number as literal text, for conditions that an index filter or its statistics depend on.
    /// </summary>
    public static SqlText Literal(long number) => Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Returns a string as a quoted literal, for conditions that an index filter or its statistics depend on.
    /// </summary>
    public static SqlText Literal(string text) => Raw($"'{text.Replace("'", "''", StringComparison.Ordinal)}'");

    /// <summary>Returns text unchanged. Use it only for text that no client of the API can influence.</summary>
    public static SqlText Raw(string sql)
    {
        var text = new SqlText(sql.Length, 0);
        text.AppendLiteral(sql);
        return text;
    }

    public static SqlText Join(SqlText separator, IEnumerable<SqlText> texts)
    {
        var (joined, isFirst) = (new SqlText(0, 0), true);
        foreach (var text in texts)
        {
            if (!isFirst)
                joined.AppendFormatted(separator);
            joined.AppendFormatted(text);
            isFirst = false;
        }

        return joined;
    }

    /// <summary>Returns conditions, each on a line of its own after AND, to append to another condition.</summary>
    public static SqlText And(IEnumerable<SqlText> conditions) =>
        Join(Empty, conditions.Select(condition => (SqlText)$"\n  AND {condition}"));

    public void AppendLiteral(string text) => _parts.Add(text);

    public void AppendFormatted(SqlText text) => _parts.AddRange(text._parts);

    public void AppendFormatted(string value) => Append(value);

    public void AppendFormatted(int value) => Append(value);

    public void AppendFormatted(long value) => Append(value);

    public void AppendFormatted(byte value) => Append(value);

    public void AppendFormatted(Guid value) => Append(value);

    public void AppendFormatted(IReadOnlyList<string> values) => Append(values);

    // A list, because Dapper treats an array of bytes as one binary value.
    public void AppendFormatted(IReadOnlyList<byte> values) => Append(values.ToList());

    /// <summary>Returns the final text, and the values of its parameters by name.</summary>
    public (string Sql, IReadOnlyDictionary<string, object?> Values) Build()
    {
        var (sql, values) = (new StringBuilder(), new Dictionary<string, object?>(StringComparer.Ordinal));
        var names = new Dictionary<Parameter, string>(ReferenceEqualityComparer.Instance);
        foreach (var part in _parts)
        {
            if (part is not Parameter parameter)
            {
                sql.Append((string)part);
                continue;
            }

            if (!names.TryGetValue(parameter, out var name))
            {
                // Dapper expands a list @p1_ to the parameters @p1_1, @p1_2, and so on. Without the underscore these
                // could be the names of other parameters.
                name = string.Create(CultureInfo.InvariantCulture, $"p{names.Count}_");
                names.Add(parameter, name);
                values.Add(name, parameter.Value);
            }

            sql.Append('@').Append(name);
        }

        return (sql.ToString(), values);
    }

    public override string ToString() => Build().Sql;

    private void Append(object value) => _parts.Add(new Parameter(value));

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Name();

    private sealed class Parameter(object value)
    {
        public object Value => value;
    }
}
