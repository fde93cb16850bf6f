using Dapper;

namespace Adam.Data.Databases;

/// <summary>A statement that was put together for one call, with the values of its parameters.</summary>
internal abstract class ComposedStatement
{
    private readonly IReadOnlyDictionary<string, object?> _values;

    protected ComposedStatement(string name, SqlText text)
    {
        Name = name;
        (Sql, _values) = text.Build();
    }

    /// <summary>The name in traces and metrics: class and member, <c>ProjectListSql.Page</c>.</summary>
    public string Name { get; }

    public string Sql { get; }

    /// <summary>A new object for each call: Dapper writes to it.</summary>
    public object Parameters => new DynamicParameters(_values);

    public override string ToString() => Name;
}

/// <summary>A composed statement that returns rows.</summary>
internal sealed class ComposedQuery<TRow>(string name, SqlText text) : ComposedStatement(name, text);

/// <summary>A composed INSERT, UPDATE or DELETE: what the SQL standard calls a data change statement.</summary>
internal sealed class ComposedChange(string name, SqlText text) : ComposedStatement(name, text);
