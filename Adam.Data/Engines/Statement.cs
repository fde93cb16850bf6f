using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;

namespace Adam.Data.Engines;

/// <summary>A query that is put together from parts, with its parameters: values never stand in the text.</summary>
/// <param name="of">The class that puts it together.</param>
internal sealed class Statement(string of, [CallerMemberName] string member = "")
{
    private readonly Dictionary<string, object?> _parameters = [];

    /// <summary>What it is called in traces and metrics.</summary>
    public string Name => $"{of}.{member}";

    public string Sql { get; set; } = "";

    public object Parameters => new DynamicParameters(_parameters);

    public IReadOnlyCollection<string> ParameterNames => _parameters.Keys;

    /// <summary>For columns that are tinyint on SQL Server: beside an int such a column would be converted, row by row. A list, since Dapper takes an array of bytes for one binary value.</summary>
    public static IReadOnlyList<byte> TinyInts(IEnumerable<int> values) => [.. values.Select(value => checked((byte)value))];

    /// <summary>For columns that are int, from a caller's cursor. No day, score or number of days is as large as the largest or as small as the smallest int, which stand for what lies beyond.</summary>
    public static object Int(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);

    public void Set(string name, object? value) => _parameters[name] = value;

    /// <summary>Takes a value (a list becomes an IN list) and answers the parameter's name with its <c>@</c>.</summary>
    public string Add(object? value)
    {
        // Dapper makes of a list @p1_ the parameters @p1_1, @p1_2, …: without the underscore they could be those of another value.
        var name = string.Create(CultureInfo.InvariantCulture, $"p{_parameters.Count}_");
        _parameters.Add(name, value);
        return "@" + name;
    }
}
