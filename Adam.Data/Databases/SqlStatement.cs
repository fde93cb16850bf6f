using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Adam.Data.Databases;

/// <summary>A statement with the same text for every call, one text for each dialect.</summary>
internal abstract class SqlStatement
{
    private readonly Dictionary<SqlDialect, string> _texts;

    /// <param name="parameters">
    /// The type whose properties are the parameters of the text, with equal names and case.
    /// </param>
    protected SqlStatement(StatementSet set, Func<SqlDialect, SqlText> text, Type parameters, string member)
    {
        (Name, Parameters) = (set.Add(this, member), parameters);
        _texts = SqlDialect.All.ToDictionary(dialect => dialect, dialect => Fixed(text(dialect)));
    }

    /// <summary>The name in traces and metrics: class and member, <c>ProjectSql.ById</c>.</summary>
    public string Name { get; }

    public Type Parameters { get; }

    public string Sql(SqlDialect dialect) => _texts[dialect];

    public override string ToString() => Name;

    private string Fixed(SqlText text) =>
        text.Build() is (var sql, { Count: 0 })
            ? sql
            : throw new ArgumentException($"{Name} has a value in its text: give it at the call.", nameof(text));
}

/// <summary>A query, with the type of its parameters and of its rows.</summary>
internal sealed class SqlQuery<TParameters, TRow> : SqlStatement
{
    public SqlQuery(StatementSet set, SqlText text, [CallerMemberName] string member = "")
        : this(set, _ => text, member) { }

    public SqlQuery(StatementSet set, Func<SqlDialect, SqlText> text, [CallerMemberName] string member = "")
        : base(set, text, typeof(TParameters), member) { }

    /// <summary>Sends the query and reads its first row without Dapper; null to leave both to Dapper.</summary>
    public DirectQuery<TParameters, TRow>? Direct { get; init; }
}

/// <summary>
/// How a query is sent and its row read without Dapper, which takes as long as the look-up of one row in SQLite. It is
/// worth its lines only for a query that runs in thousands of requests a second.
/// </summary>
/// <param name="Bind">Adds the parameters to a command.</param>
/// <param name="Read">Returns the present row of a reader.</param>
internal sealed record DirectQuery<TParameters, TRow>(
    Action<DbCommand, TParameters> Bind,
    Func<DbDataReader, TRow> Read
);

/// <summary>
/// An INSERT, UPDATE or DELETE (a data change statement in the SQL standard), with the type of its parameters.
/// </summary>
internal sealed class SqlChange<TParameters> : SqlStatement
{
    public SqlChange(StatementSet set, SqlText text, [CallerMemberName] string member = "")
        : this(set, _ => text, member) { }

    public SqlChange(StatementSet set, Func<SqlDialect, SqlText> text, [CallerMemberName] string member = "")
        : base(set, text, typeof(TParameters), member) { }
}

/// <summary>The parameters of a statement without parameters.</summary>
internal sealed record NoParameters;

/// <summary>The parameter of a statement that takes rows.</summary>
/// <param name="Rows">A JSON array with one inner array for each row (<see cref="JsonRowSet"/>).</param>
internal sealed record RowsParameter(string Rows);
