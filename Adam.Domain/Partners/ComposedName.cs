using Adam.Domain.Text;

namespace Adam.Domain.Partners;

/// <summary>
/// A name of two parts: "United Kingdom (DFID)", "U.S. Government - Department of State", "European Union: Delegation
/// to Kenya".
/// </summary>
internal readonly record struct ComposedName(string First, string Second)
{
    private static readonly string[] Separators = [" - ", " – ", " — ", ": "];

    private static readonly HashSet<string> Governments = new(StringComparer.Ordinal)
    {
        "government",
        "gouvernement",
        "gobierno",
        "govt",
    };

    // Words for bodies of a State or an organisation. A charity or company that adds its country to its name uses none
    // of them.
    private static readonly HashSet<string> PublicBodies = new(StringComparer.Ordinal)
    {
        "ministry",
        "ministries",
        "ministere",
        "ministerio",
        "ministero",
        "ministerium",
        "bundesministerium",
        "ministerie",
        "ministerstvo",
        "department",
        "dept",
        "agency",
        "agence",
        "agencia",
        "agenzia",
        "embassy",
        "ambassade",
        "embajada",
        "botschaft",
        "directorate",
        "bureau",
        "office",
        "delegation",
        "secretariat",
        "police",
        "customs",
        "treasury",
    };

    /// <summary>Splits a name into its parts. Returns null if it has only one.</summary>
    public static ComposedName? Parse(string name)
    {
        if (name.EndsWith(')') && name.IndexOf('(', StringComparison.Ordinal) is > 0 and var bracket)
            return Parse(name[..bracket], name[(bracket + 1)..^1]);

        foreach (var separator in Separators)
        {
            if (name.IndexOf(separator, StringComparison.Ordinal) is > 0 and var at)
                return Parse(name[..at], name[(at + separator.Length)..]);
        }

        return null;
    }

    /// <summary>
    /// True if the second part must be a body of the first: the first names a government, or the second is a kind of
    /// body that States and organisations have.
    /// </summary>
    public bool IsPartOfFirst =>
        Folding.Words(First).Any(Governments.Contains) || Folding.Words(Second).Any(PublicBodies.Contains);

    private static ComposedName? Parse(string first, string second) =>
        Folding.Key(first).Length > 0 && Folding.Key(second).Length > 0 ? new(first.Trim(), second.Trim()) : null;
}
