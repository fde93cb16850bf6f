using Adam.Data.Databases;

namespace Adam.Data.Projects;

/// <summary>Looks up words and values of facets near a given one, each in a bounded number of index rows.</summary>
internal static class ProjectSuggestionSql
{
    public static readonly StatementSet Statements = new(nameof(ProjectSuggestionSql));

    private static readonly SqlText IsOfFacet = $"k.Facet = @Facet AND ";

    /// <summary>Returns the first word of each range that has one. @Rows: Ordinal, First, Last (excluded).</summary>
    public static readonly SqlQuery<RowsParameter, FoundRow> Words = new(
        Statements,
        dialect => InRanges(dialect, $"ProjectWord", $"Word", "nvarchar(40)", SqlText.Empty)
    );

    /// <summary>Returns the first value of a facet in each range that has one. @Rows as <see cref="Words"/>.</summary>
    public static readonly SqlQuery<FacetRanges, FoundRow> Values = new(
        Statements,
        dialect => InRanges(dialect, $"ProjectFacet", $"Value", "nvarchar(200)", IsOfFacet)
    );

    /// <summary>Returns the words next to a word, before and after it, within a range.</summary>
    public static readonly SqlQuery<Neighbours, string> NextWords = new(
        Statements,
        dialect => NextTo(dialect, $"ProjectWord", $"Word", SqlText.Empty)
    );

    /// <summary>Returns the values of a facet next to a value, before and after it, within a range.</summary>
    public static readonly SqlQuery<FacetNeighbours, string> NextValues = new(
        Statements,
        dialect => NextTo(dialect, $"ProjectFacet", $"Value", IsOfFacet)
    );

    /// <summary>Returns the document of the first project with a value of a facet.</summary>
    public static readonly SqlQuery<FacetValue, string> Document = new(
        Statements,
        dialect =>
            $"""
                SELECT p.Document
                FROM Project p
                WHERE p.ProjectId = (
                    SELECT MIN(k.ProjectId)
                    FROM ProjectFacet k
                    WHERE k.Facet = @Facet AND k.Value = @Value)
                """
    );

    private static SqlText InRanges(
        SqlDialect dialect,
        SqlText table,
        SqlText column,
        string typeOfColumn,
        SqlText ofFacet
    )
    {
        var rows = dialect.Rows($"@Rows", ("Ordinal", "int"), ("First", typeOfColumn), ("Last", typeOfColumn));
        return $"""
            SELECT m.Ordinal, m.Found
            FROM (
                SELECT r.Ordinal, (
                    SELECT MIN(k.{column})
                    FROM {table} k
                    WHERE {ofFacet}k.{column} >= {dialect.ByCodePoint($"r.First")}
                      AND k.{column} < {dialect.ByCodePoint($"r.Last")}) AS Found
                FROM {rows} r) m
            WHERE m.Found IS NOT NULL
            """;
    }

    private static SqlText NextTo(SqlDialect dialect, SqlText table, SqlText column, SqlText ofFacet) =>
        $"""
            SELECT m.Found
            FROM (
                SELECT k.{column} AS Found
                FROM {table} k
                WHERE {ofFacet}k.{column} >= @Key AND k.{column} < @Last
                ORDER BY k.{column}
                {dialect.Page($"@Take")}) m
            UNION
            SELECT m.Found
            FROM (
                SELECT k.{column} AS Found
                FROM {table} k
                WHERE {ofFacet}k.{column} >= @First AND k.{column} < @Key
                ORDER BY k.{column} DESC
                {dialect.Page($"@Take")}) m
            """;
}

internal sealed record FacetRanges(string Facet, string Rows);

/// <param name="First">The first value of the range.</param>
/// <param name="Last">The end of the range, excluded.</param>
/// <param name="Take">The maximum number of rows on each side.</param>
internal sealed record Neighbours(string Key, string First, string Last, int Take);

/// <inheritdoc cref="Neighbours"/>
internal sealed record FacetNeighbours(string Facet, string Key, string First, string Last, int Take);

internal sealed record FacetValue(string Facet, string Value);

/// <summary>The first key of a range.</summary>
internal sealed record FoundRow
{
    /// <summary>The number of the range.</summary>
    public int Ordinal { get; init; }

    public string Found { get; init; } = "";
}
