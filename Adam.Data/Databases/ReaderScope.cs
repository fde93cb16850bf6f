using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Adam.Domain.Projects;

namespace Adam.Data.Databases;

/// <summary>
/// A reader who does not see all restricted projects, and the projects that statements leave out for it. A session of
/// the reader replaces the name of each table of projects, pairs and versions by a selection without the rows of these
/// projects. No statement needs a condition of its own, and none can forget it.
/// </summary>
/// <remarks>
/// The sums of presence and overlaps, clusters, term statistics and names of organisations do not contain restricted
/// projects at all. The log of changes is filtered by <c>ChangeStore</c>, because it tells a reader that a project
/// became restricted.
/// </remarks>
public sealed partial class ReaderScope
{
    /// <summary>The maximum number of texts that are kept. Composed statements have many forms.</summary>
    private const int MostTexts = 5_000;

    private static readonly AsyncLocal<ReaderScope?> Present = new();

    /// <summary>The tables with rows of restricted projects, each with the columns of its projects.</summary>
    private static readonly Dictionary<string, string[]> TableColumns = new(StringComparer.Ordinal)
    {
        ["Project"] = ["ProjectId"],
        ["ProjectFacet"] = ["ProjectId"],
        ["ProjectWord"] = ["ProjectId"],
        ["ProjectPlace"] = ["ProjectId"],
        ["ProjectAmount"] = ["ProjectId"],
        ["ProjectDonorAmount"] = ["ProjectId"],
        ["ProjectCell"] = ["ProjectId"],
        ["ProjectBlockingKey"] = ["ProjectId"],
        ["Overlap"] = ["FirstId", "SecondId"],
        ["OverlapReasons"] = ["FirstId", "SecondId"],
        ["OverlapFacet"] = ["FirstId", "SecondId"],
        ["OverlapVerdict"] = ["FirstId", "SecondId"],
        ["OverlapNote"] = ["FirstId", "SecondId"],
        ["OverlapByProject"] = ["ProjectId", "OtherId"],
        ["OverlapLink"] = ["ProjectId", "OtherId"],
        ["ProjectMeasure"] = ["ProjectId"],
        ["MeasureVerdict"] = ["ProjectId"],
        ["ProgressStatementProject"] = ["ProjectId"],
        ["AuditEntry"] = ["ProjectId"],
        ["Import"] = ["ImportId"],
    };

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    // The text is the same for all readers, so that it is prepared once.
    private const string Hidden = $"""
        SELECT hidden.ProjectId
            FROM Project hidden
            INNER JOIN Partner hidingOwner ON hidingOwner.PartnerId = hidden.OwnerId
            WHERE hidden.IsRestricted = 1 AND hidingOwner.Code <> @{Parameter}
        """;

    /// <summary>The parameter of restricted queries with the code of the reader's partner.</summary>
    internal const string Parameter = "ReaderPartner";

    private ReaderScope(string partner) => Partner = partner;

    /// <summary>A reader without a partner, who sees no restricted project.</summary>
    public static ReaderScope Nobody { get; } = new("");

    /// <summary>
    /// The reader of the present asynchronous flow; null for one who sees everything: an analyst, an admin, a command,
    /// or a service of the program.
    /// </summary>
    public static ReaderScope? Current => Present.Value;

    /// <summary>The tables that a reader does not see whole.</summary>
    public static IReadOnlyCollection<string> Tables => TableColumns.Keys;

    /// <summary>The code of the partner whose restricted projects the reader sees; empty for none.</summary>
    public string Partner { get; }

    /// <summary>Returns the reader of a partner.</summary>
    /// <param name="partner">The code of an existing partner.</param>
    public static ReaderScope ForPartner(string partner) => partner.Length == 0 ? Nobody : new(partner);

    /// <summary>Sets the reader until the end of the calling asynchronous method.</summary>
    public static void Set(ReaderScope? reader) => Present.Value = reader;

    /// <summary>Returns true if a reader may see a record, present or past.</summary>
    /// <param name="reader">The reader; null for one who sees everything.</param>
    internal static bool MaySee(ReaderScope? reader, Project project) =>
        reader is null || project.Draft.Visibility != Visibility.Restricted || project.Owner == reader.Partner;

    /// <summary>
    /// Returns a query that reads nothing of the projects that the reader does not see, with <see cref="Parameter"/>;
    /// the same object if the query reads none of the tables.
    /// </summary>
    internal static string Restrict(string sql)
    {
        if (Texts.TryGetValue(sql, out var known))
            return known;

        // The number takes all locks of the dictionary.
        if (Texts.Count > MostTexts)
            Texts.Clear();
        return Texts.GetOrAdd(
            sql,
            text => TableName().Replace(text, Selection) is var restricted && restricted == text ? text : restricted
        );
    }

    private static string Selection(Match match)
    {
        var table = match.Groups["table"].Value;
        if (!TableColumns.ContainsKey(table))
            return match.Value;

        var alias = match.Groups["alias"] is { Success: true, Value: var name } ? name : table;
        return $"{SelectionOf(table)} {alias}";
    }

    /// <summary>Returns the selection that takes the place of a table.</summary>
    internal static string SelectionOf(string table) =>
        $"(SELECT * FROM {table} WHERE {string.Join(
            " AND ",
            TableColumns[table].Select(column => Condition(table, column))
        )})";

    private static string Condition(string table, string column) =>
        table switch
        {
            // Entries of other records have no project. NULL NOT IN (...) is not true.
            "AuditEntry" => $"({column} IS NULL OR {column} NOT IN ({Hidden}))",
            // An admin may have imported projects of other partners. The report of the import names them.
            "Import" => $"""
                NOT EXISTS (
                    SELECT 1
                    FROM ImportedProject imported
                    WHERE imported.ImportId = Import.ImportId AND imported.ProjectId IN ({Hidden}))
                """,
            _ => $"{column} NOT IN ({Hidden})",
        };

    /// <summary>A table after FROM or JOIN, with its alias.</summary>
    [GeneratedRegex(
        @"(?<=\b(?:FROM|JOIN)\s+)(?<table>[A-Z][A-Za-z]+)\b(?!\s*\()"
            + @"(?:\s+(?:AS\s+)?(?!(?:WHERE|INNER|LEFT|CROSS|JOIN|ON|ORDER|GROUP|UNION|LIMIT|OFFSET|EXCEPT|SET)\b)"
            + @"(?<alias>[A-Za-z_][A-Za-z0-9_]*))?",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex TableName();
}
