using System.Runtime.CompilerServices;

namespace Adam.Data.Databases;

/// <summary>The statements of one class. <see cref="SqlCatalogue"/> lists the sets.</summary>
/// <param name="name">The class, which is the first part of the statements' names in traces and metrics.</param>
/// <param name="composed">The members that compose a statement for each call.</param>
internal sealed class StatementSet(string name, params IReadOnlyList<string> composed)
{
    private readonly List<SqlStatement> _fixed = [];

    /// <summary>The only database that has these statements; null for both.</summary>
    public SqlDialect? Dialect { get; init; }

    /// <summary>The statements with the same text for every call.</summary>
    public IReadOnlyList<SqlStatement> Fixed => _fixed;

    /// <summary>The names of the statements that are composed for each call.</summary>
    public IReadOnlyList<string> Composed { get; } = [.. composed.Select(member => $"{name}.{member}")];

    /// <summary>Composes a query.</summary>
    /// <exception cref="ArgumentException">The set does not list the member.</exception>
    public ComposedQuery<TRow> Compose<TRow>(SqlText text, [CallerMemberName] string member = "") =>
        new(NameOf(member), text);

    /// <summary>Composes an INSERT, UPDATE or DELETE.</summary>
    /// <inheritdoc cref="Compose{TRow}"/>
    public ComposedChange Compose(SqlText text, [CallerMemberName] string member = "") => new(NameOf(member), text);

    /// <summary>Adds a statement and returns its name. Constructors of statements call it.</summary>
    public string Add(SqlStatement statement, string member)
    {
        _fixed.Add(statement);
        return $"{name}.{member}";
    }

    private string NameOf(string member) =>
        Composed.FirstOrDefault(one => one == $"{name}.{member}")
        ?? throw new ArgumentException($"{name} does not list {member} among its composed statements.", nameof(member));
}
