using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Adam.Data.Databases;

/// <summary>
/// SQL text with the values of its parameters. An interpolated string converts to it: a hole with a
/// <see cref="SqlText"/> is inlined, a hole with a value becomes a parameter, one with a list an IN list. A string in a
/// hole is a value too: text that is no literal of the program is inlined by <see cref="Identifier"/>,
/// <see cref="Literal(string)"/> and <see cref="Raw"/> alone.
/// </summary>
/// <remarks>
/// A value is one parameter for each hole that it stands in. <c>SqlText key = $"{value}"</c> makes it one parameter
/// that several holes share. Text may also name parameters by itself (<c>@Id</c>), whose values are then given with the
/// query.
/// </remarks>
[InterpolatedStringHandler]
internal sealed partial class SqlText
{
    public static readonly SqlText Empty = $"";

    /// <summary>Text (strings) and parameters, in their order.</summary>
    private readonly List<object> _parts;

    public SqlText(int literalLength, int formattedCount) => _parts = new(2 * formattedCount + 1);

    /// <summary>Returns a name of a table, column or alias.</summary>
    /// <exception cref="ArgumentException">It has characters other than letters, digits and underscores.</exception>
    public static SqlText Identifier(string name) =>
        Name().IsMatch(name) ? Raw(name) : throw new ArgumentException($"{name} is no identifier.", nameof(name));

    /// <summary>Returns a number as text, for conditions that an index or its statistics are to meet.</summary>
    public static SqlText Literal(long number) => Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns a string as quoted text, for conditions that an index or its statistics are to meet.</summary>
    public static SqlText Literal(string text) => Raw($"'{text.Replace("'", "''", StringComparison.Ordinal)}'");

    /// <summary>Returns text as it stands. Only for text that no caller of the API can have an influence on.</summary>
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

    /// <summary>Returns conditions, each on a line of its own behind AND: to follow another one.</summary>
    public static SqlText And(IEnumerable<SqlText> conditions) =>
        Join(Empty, conditions.Select(condition => (SqlText)$"\n  AND {condition}"));

    public void AppendLiteral(string text) => _parts.Add(text);

    public void AppendFormatted(SqlText text) => _parts.AddRange(text._parts);

    public void AppendFormatted(string value) => Append(value);

    public void AppendFormatted(int value) => Append(value);

    public void AppendFormatted(long value) => Append(value);

    public void AppendFormatted(byte value) => Append(value);

    public void AppendFormatted(IReadOnlyList<string> values) => Append(values);

    // A list, since Dapper takes an array of bytes for one binary value.
    public void AppendFormatted(IReadOnlyList<byte> values) => Append(values.ToList());

    /// <summary>Returns the text as it is sent, and the values of its parameters by their names.</summary>
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
                // Dapper makes of a list @p1_ the parameters @p1_1, @p1_2, …: without the underscore they could be
                // those of another value.
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
