using Adam.Data.Databases;

namespace Adam.Data.Measures;

/// <summary>
/// The parts of criteria, for many measures at once: each row of a parameter is one seek of an index, and the store
/// intersects the projects. No statement depends on the number of measures squared.
/// </summary>
internal static class MeasureLinkSql
{
    public static readonly StatementSet Statements = new(nameof(MeasureLinkSql), nameof(IsCovered));

    private static readonly SqlText CellColumns = $"c.Country, c.Pillar, c.ProjectId, c.StartDay, c.EndDay, c.OwnerId";

    /// <summary>Returns the projects of some cells. @Rows: Country, Pillar.</summary>
    public static readonly SqlQuery<RowsParameter, MeasureCellRow> Cells = new(
        Statements,
        dialect =>
            $"""
                SELECT {CellColumns}
                FROM {dialect.Rows($"@Rows", ("Country", "nvarchar(2)"), ("Pillar", "tinyint"))} r
                CROSS JOIN ProjectCell c
                WHERE c.Country = {dialect.ByCodePoint($"r.Country")} AND c.Pillar = r.Pillar
                """
    );

    /// <summary>Returns the cells of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, MeasureCellRow> CellsOfProjects = new(
        Statements,
        dialect =>
            $"""
                SELECT {CellColumns}
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN ProjectCell c
                WHERE c.ProjectId = r.ProjectId
                """
    );

    /// <summary>Returns the projects that have some facets. @Rows: Number, Facet, Value.</summary>
    public static readonly SqlQuery<RowsParameter, NumberedProject> Facets = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows($"@Rows", ("Number", "int"), ("Facet", "nvarchar(20)"), ("Value", "nvarchar(200)"));
            return $"""
                SELECT r.Number, f.ProjectId
                FROM {rows} r
                CROSS JOIN ProjectFacet f
                WHERE f.Facet = {dialect.ByCodePoint($"r.Facet")} AND f.Value = {dialect.ByCodePoint($"r.Value")}
                """;
        }
    );

    /// <summary>
    /// Returns the projects that have a word with some prefix; a project once for each such word. @Rows: Number, First,
    /// Last, of which the last sorts after every word with the prefix.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, NumberedProject> Words = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows($"@Rows", ("Number", "int"), ("First", "nvarchar(40)"), ("Last", "nvarchar(40)"));
            return $"""
                SELECT r.Number, w.ProjectId
                FROM {rows} r
                CROSS JOIN ProjectWord w
                WHERE w.Word >= {dialect.ByCodePoint($"r.First")} AND w.Word < {dialect.ByCodePoint($"r.Last")}
                """;
        }
    );

    /// <summary>Returns the facets of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, FacetOfProject> FacetsOfProjects = new(
        Statements,
        dialect =>
            $"""
                SELECT f.ProjectId, f.Facet, f.Value
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN ProjectFacet f
                WHERE f.ProjectId = r.ProjectId
                """
    );

    /// <summary>Returns the words of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, WordOfProject> WordsOfProjects = new(
        Statements,
        dialect =>
            $"""
                SELECT w.ProjectId, w.Word
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN ProjectWord w
                WHERE w.ProjectId = r.ProjectId
                """
    );

    /// <summary>Returns the projects that declare some measures. @Rows: Number, ReferenceKey.</summary>
    public static readonly SqlQuery<RowsParameter, NumberedProject> Declared = new(
        Statements,
        dialect =>
            $"""
                SELECT r.Number, d.ProjectId
                FROM {dialect.Rows($"@Rows", ("Number", "int"), ("ReferenceKey", "nvarchar(40)"))} r
                CROSS JOIN ProjectMeasure d
                WHERE d.ReferenceKey = {dialect.ByCodePoint($"r.ReferenceKey")}
                """
    );

    /// <summary>
    /// Returns the projects of some cells that have some words, those with the highest sum of weights first. A word is
    /// matched whole. @Rows: Word, Weight in thousandths.
    /// </summary>
    public static readonly SqlQuery<MeasureLikeness, LikelyProject> Likely = new(
        Statements,
        dialect =>
            $"""
                SELECT w.ProjectId, SUM(r.Weight) AS Weight
                FROM {dialect.Rows($"@Rows", ("Word", "nvarchar(40)"), ("Weight", "int"))} r
                CROSS JOIN ProjectWord w
                WHERE w.Word = {dialect.ByCodePoint($"r.Word")}
                  AND EXISTS (
                      SELECT 1
                      FROM {dialect.Rows($"@Cells", ("Country", "nvarchar(2)"), ("Pillar", "tinyint"))} p
                      CROSS JOIN ProjectCell c
                      WHERE c.ProjectId = w.ProjectId AND c.Pillar = p.Pillar
                        AND c.Country = {dialect.ByCodePoint($"p.Country")})
                GROUP BY w.ProjectId
                ORDER BY Weight DESC, w.ProjectId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns documents of projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, LinkedProjectRow> Projects = new(
        Statements,
        dialect =>
            $"""
                SELECT p.ProjectId, p.Version, p.Document
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN Project p
                WHERE p.ProjectId = r.ProjectId AND p.WithdrawnAt IS NULL
                """
    );

    /// <summary>
    /// Returns those of some countries in which a project other than one meets a criterion and covers a day or will
    /// cover a later one. It stops at the first such project of a country.
    /// </summary>
    public static ComposedQuery<string> IsCovered(
        SqlDialect dialect,
        IReadOnlyList<string> countries,
        IReadOnlyList<SqlText> conditions,
        int day
    ) =>
        Statements.Compose<string>(
            SqlText.Join(
                $"\nUNION ALL\n",
                countries.Select(country =>
                    (SqlText)
                        $"""
                        SELECT Country
                        FROM ({dialect.AtMost(
                            $"""
                            SELECT c.Country
                            FROM ProjectCell c
                            WHERE c.Country = {country} AND c.EndDay >= {day}{SqlText.And(conditions)}
                            """,
                            $"Country",
                            $"1"
                        )}) matched
                        """
                )
            )
        );
}

/// <param name="Rows">Words with their weights.</param>
/// <param name="Cells">Countries with pillars.</param>
internal sealed record MeasureLikeness(string Rows, string Cells, int Take);

/// <summary>A project of a cell. Days are numbers, as in ProjectCell.</summary>
internal sealed record MeasureCellRow
{
    public string Country { get; init; } = "";
    public int Pillar { get; init; }
    public long ProjectId { get; init; }
    public int StartDay { get; init; }
    public int EndDay { get; init; }
    public int OwnerId { get; init; }
}

internal sealed record FacetOfProject
{
    public long ProjectId { get; init; }
    public string Facet { get; init; } = "";
    public string Value { get; init; } = "";
}

internal sealed record WordOfProject
{
    public long ProjectId { get; init; }
    public string Word { get; init; } = "";
}

/// <summary>A project that has the value with a number.</summary>
internal sealed record NumberedProject
{
    public int Number { get; init; }
    public long ProjectId { get; init; }
}

internal sealed record LikelyProject
{
    public long ProjectId { get; init; }

    /// <summary>The sum of the weights of the words that the project has, in thousandths of a nat.</summary>
    public long Weight { get; init; }
}

internal sealed record LinkedProjectRow
{
    public long ProjectId { get; init; }
    public int Version { get; init; }
    public string Document { get; init; } = "";
}
