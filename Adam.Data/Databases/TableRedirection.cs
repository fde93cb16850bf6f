using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Adam.Data.Databases;

/// <summary>
/// Lets the statements of a session use other tables of the same form, for a rebuild beside the old rows.
/// </summary>
/// <param name="tables">The names of the tables that are replaced.</param>
/// <param name="prefix">The prefix of the tables that replace them.</param>
internal sealed class TableRedirection(IReadOnlyList<string> tables, string prefix)
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    private readonly Regex _names = new(
        $@"\b(?:{string.Join('|', tables)})\b",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(10)
    );

    public IReadOnlyList<string> Tables => tables;

    public string Prefix => prefix;

    /// <summary>Returns the statement with the names of the other tables.</summary>
    public string Redirect(string sql) => _texts.GetOrAdd(sql, text => _names.Replace(text, $"{prefix}$0"));
}
