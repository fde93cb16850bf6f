using Dapper;

namespace Adam.Data.Databases;

/// <summary>A statement that is composed for one call, with the values of its parameters.</summary>
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

    /// <summary>The parameters. Each call returns a new object, because Dapper writes to it.</summary>
    public object Parameters => new DynamicParameters(_values);

    public override string ToString() => Name;
}

/// <summary>A composed statement that returns rows.</summary>
internal sealed class ComposedQuery<TRow>(string name, SqlText text) : ComposedStatement(name, text);

/// <summary>A composed INSERT, UPDATE or DELETE (a data change statement in the SQL standard).</summary>
internal sealed class ComposedChange(string name, SqlText text) : ComposedStatement(name, text);
