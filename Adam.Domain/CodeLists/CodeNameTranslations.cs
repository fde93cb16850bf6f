using System.Collections.Frozen;
using Adam.Domain.Text;

namespace Adam.Domain.CodeLists;

/// <summary>
/// Names of codes in Russian and French, and other English names in use: of the lists pillars, statuses and
/// activity-types. People write them in spreadsheets.
/// </summary>
public static class CodeNameTranslations
{
    private static readonly FrozenDictionary<(string List, string Key), string> Codes = CodeListCatalog
        .Rows("code-names")
        .Select(row => (row["list"], Key: Folding.Key(row["name"]), Code: row["code"]))
        .Distinct()
        .ToFrozenDictionary(row => (row.Item1, row.Key), row => row.Code);

    /// <summary>Returns the code of a name, ignoring case and accents; null if there is none.</summary>
    /// <param name="list">The name of the code list.</param>
    public static string? Find(string list, string name) => Codes.GetValueOrDefault((list, Folding.Key(name)));
}
