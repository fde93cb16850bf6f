using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Adam.Tests.Sql;

/// <summary>Parses T-SQL with the grammar of SQL Server 2022.</summary>
internal static class Tsql
{
    public static TSqlFragment Parse(string sql)
    {
        using var text = new StringReader(sql);
        var parsed = new TSql160Parser(initialQuotedIdentifiers: true).Parse(text, out var errors);
        return errors.Count == 0
            ? parsed
            : throw new ArgumentException(
                $"{string.Join("; ", errors.Select(error => error.Message))}\n{sql}",
                nameof(sql)
            );
    }

    public static string TextOf(TSqlFragment fragment) =>
        string.Concat(
            fragment
                .ScriptTokenStream.Skip(fragment.FirstTokenIndex)
                .Take(fragment.LastTokenIndex - fragment.FirstTokenIndex + 1)
                .Select(token => token.Text)
        );

    /// <summary>Returns all fragments of a type in their order.</summary>
    public static IReadOnlyList<T> Find<T>(TSqlFragment fragment)
        where T : TSqlFragment
    {
        var finder = new Finder<T>();
        fragment.Accept(finder);
        return finder.Found;
    }

    private sealed class Finder<T> : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public List<T> Found { get; } = [];

        public override void Visit(TSqlFragment fragment)
        {
            if (fragment is T found)
                Found.Add(found);
        }
    }
}
