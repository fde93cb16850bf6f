using Adam.Domain.Text;

namespace Adam.Domain.Partners;

/// <summary>A name of two parts: "United Kingdom (DFID)", "U.S. Government - Department of State", "European Union: Delegation to Kenya".</summary>
internal readonly record struct ComposedName(string First, string Second)
{
    private static readonly string[] Separators = [" - ", " – ", " — ", ": "];

    private static readonly HashSet<string> Governments = new(StringComparer.Ordinal) { "government", "gouvernement", "gobierno", "govt" };

    // What a State or an organisation calls the bodies of which it consists. A charity or a company that puts its country beside its name calls itself none of these.
    private static readonly HashSet<string> PublicBodies = new(StringComparer.Ordinal)
    {
        "ministry", "ministries", "ministere", "ministerio", "ministero", "ministerium", "bundesministerium", "ministerie", "ministerstvo",
        "department", "dept", "agency", "agence", "agencia", "agenzia", "embassy", "ambassade", "embajada", "botschaft", "directorate", "bureau", "office", "delegation", "secretariat",
        "police", "customs", "treasury",
    };

    /// <summary>The parts of a name, or null when it is not composed.</summary>
    public static ComposedName? Of(string name)
    {
        if (name.EndsWith(')') && name.IndexOf('(', StringComparison.Ordinal) is > 0 and var bracket)
            return Of(name[..bracket], name[(bracket + 1)..^1]);

        foreach (var separator in Separators)
        {
            if (name.IndexOf(separator, StringComparison.Ordinal) is > 0 and var at)
                return Of(name[..at], name[(at + separator.Length)..]);
        }

        return null;
    }

    /// <summary>Whether the second part must be a part of whom the first names: the first speaks of a government, or the second of a body of which States and organisations consist.</summary>
    public bool IsPartOfFirst => Folding.Words(First).Any(Governments.Contains) || Folding.Words(Second).Any(PublicBodies.Contains);

    private static ComposedName? Of(string first, string second) => Folding.Key(first).Length > 0 && Folding.Key(second).Length > 0 ? new(first.Trim(), second.Trim()) : null;
}
