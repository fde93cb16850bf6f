using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Matching;

internal static class PairRebuildSql
{
    public static readonly StatementSet Statements = new(nameof(PairRebuildSql));

    /// <summary>Returns the projects that are not withdrawn.</summary>
    public static readonly SqlQuery<NoParameters, ProjectRow> Projects = new(
        Statements,
        $"""
        SELECT p.ProjectId, p.Version, p.OwnerId, p.ScopeChangedAt, p.Document
        FROM ProjectFacet f
        CROSS JOIN Project p
        WHERE f.Facet = 'all' AND f.Value = '' AND p.ProjectId = f.ProjectId
        """
    );

    /// <summary>
    /// Returns the next country after <c>@After</c> in which projects take part in overlaps; null if there is none.
    /// </summary>
    public static readonly SqlQuery<CountryPosition, string> NextCountry = new(
        Statements,
        $"SELECT MIN(Country) FROM ProjectCell WHERE Country > @After"
    );

    public static readonly SqlQuery<CountryCode, long> CountOfCells = new(
        Statements,
        $"SELECT COUNT(*) FROM ProjectCell WHERE Country = @Country"
    );

    /// <summary>Returns the projects of a country and the pillars from @First to @Last, both included.</summary>
    public static readonly SqlQuery<PillarsOfCountry, ProjectRow> ProjectsOfCountry = new(
        Statements,
        $"""
        SELECT p.ProjectId, p.Version, p.OwnerId, p.ScopeChangedAt, p.Document
        FROM (
            SELECT DISTINCT ProjectId
            FROM ProjectCell
            WHERE Country = @Country AND Pillar BETWEEN @First AND @Last) focus
        CROSS JOIN Project p
        WHERE p.ProjectId = focus.ProjectId
        ORDER BY p.ProjectId
        """
    );

    /// <summary>Returns the number of cells of all projects, which measures the work of a rebuild.</summary>
    public static readonly SqlQuery<NoParameters, long> CountOfAllCells = new(
        Statements,
        $"SELECT COUNT(*) FROM ProjectCell"
    );

    public static readonly SqlQuery<NoParameters, StoredPair> Pairs = new(
        Statements,
        $"""
        SELECT o.FirstId, o.SecondId, o.Score, o.Kind, o.StartDay, o.EndDay, o.Days, o.Pillars, o.Countries,
            o.FoundMicros, o.UpdatedMicros, o.Verdict, o.IsStale, o.IsRestricted, COALESCE(t.Reasons, '') AS Reasons
        FROM Overlap o
        LEFT JOIN OverlapReasons t ON t.FirstId = o.FirstId AND t.SecondId = o.SecondId
        """
    );

    public static readonly SqlQuery<NoParameters, ReasonsOfPair> Reasons = new(
        Statements,
        $"SELECT FirstId, SecondId, Reasons FROM OverlapReasons"
    );

    public static readonly SqlQuery<NoParameters, PairOfOneProject> ByProject = new(
        Statements,
        $"SELECT ProjectId, OtherOwnerId, Score, OtherId FROM OverlapByProject"
    );

    public static readonly SqlQuery<NoParameters, FacetOfPair> Facets = new(
        Statements,
        $"SELECT Facet AS Name, Value, Score, Bits, FirstId, SecondId FROM OverlapFacet"
    );

    public static readonly SqlQuery<NoParameters, StoredBlockingKey> BlockingKeys = new(
        Statements,
        $"SELECT KeyHash, ProjectId, StartDay, EndDay FROM ProjectBlockingKey"
    );

    /// <summary>Returns all current verdicts.</summary>
    public static readonly SqlQuery<NoParameters, VerdictRow> Verdicts = new(
        Statements,
        $"""
        SELECT v.FirstId, v.SecondId, v.Verdict, CASE WHEN v.StaleAt IS NULL THEN 0 ELSE 1 END AS IsStale
        FROM OverlapVerdict v
        WHERE v.Verdict IS NOT NULL
          AND NOT EXISTS (
              SELECT 1
              FROM OverlapVerdict later
              WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
        """
    );

    /// <summary>Returns the number of the last change; 0 if there is none.</summary>
    public static readonly SqlQuery<NoParameters, long> LastChange = new(
        Statements,
        $"SELECT COALESCE(MAX(ChangeId), 0) FROM RegisterChange"
    );

    /// <summary>Returns the projects that have changed after @After, each once.</summary>
    public static readonly SqlQuery<ChangePosition, long> ChangedAfter = new(
        Statements,
        $"SELECT DISTINCT ProjectId FROM RegisterChange WHERE ChangeId > @After AND Version IS NOT NULL"
    );

    /// <summary>Returns some projects, withdrawn or not. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, StoredRow> Stored = new(
        Statements,
        dialect =>
            $"""
                SELECT p.ProjectId, p.OwnerId, p.ScopeChangedAt, p.WithdrawnAt, p.Document
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN Project p
                WHERE p.ProjectId = r.ProjectId
                """
    );

    /// <summary>Returns the id of the last verdict; 0 if there is none.</summary>
    public static readonly SqlQuery<NoParameters, long> LastVerdict = new(
        Statements,
        $"SELECT COALESCE(MAX(VerdictId), 0) FROM OverlapVerdict"
    );

    /// <summary>Returns the current verdicts of the pairs that were decided after @After.</summary>
    public static readonly SqlQuery<VerdictPosition, DecidedPair> DecidedAfter = new(
        Statements,
        $"""
        SELECT v.VerdictId, v.FirstId, v.SecondId, COALESCE(v.Verdict, 0) AS Verdict,
            CASE WHEN v.StaleAt IS NULL OR v.Verdict IS NULL THEN 0 ELSE 1 END AS IsStale, v.DecidedAt
        FROM OverlapVerdict v
        WHERE v.VerdictId > @After
          AND NOT EXISTS (
              SELECT 1
              FROM OverlapVerdict later
              WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
        """
    );

    /// <summary>
    /// Shows verdicts at their pairs. @Rows: FirstId, SecondId, Verdict (0 for none), IsStale, UpdatedMicros.
    /// </summary>
    public static readonly SqlChange<RowsParameter> ShowVerdicts = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("FirstId", "bigint"),
                ("SecondId", "bigint"),
                ("Verdict", "tinyint"),
                ("IsStale", "bit"),
                ("UpdatedMicros", "bigint")
            );
            return $"""
                UPDATE Overlap
                SET Verdict = NULLIF(r.Verdict, 0), IsStale = r.IsStale,
                    UpdatedMicros = CASE
                        WHEN r.UpdatedMicros > Overlap.UpdatedMicros THEN r.UpdatedMicros
                        ELSE Overlap.UpdatedMicros
                    END
                FROM {rows} r
                WHERE Overlap.FirstId = r.FirstId AND Overlap.SecondId = r.SecondId
                """;
        }
    );

    public static readonly SqlChange<NoParameters> EmptyFacets = new(Statements, $"DELETE FROM OverlapFacet");

    public static readonly SqlChange<NoParameters> EmptyByProject = new(Statements, $"DELETE FROM OverlapByProject");

    public static readonly SqlChange<NoParameters> EmptyPairs = new(Statements, $"DELETE FROM Overlap");

    public static readonly SqlChange<NoParameters> EmptyReasons = new(Statements, $"DELETE FROM OverlapReasons");

    public static readonly SqlChange<NoParameters> EmptyBlockingKeys = new(
        Statements,
        $"DELETE FROM ProjectBlockingKey"
    );

    /// <summary>Returns the ids of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, IdOfProject> Ids = new(
        Statements,
        dialect =>
            $"""
                SELECT p.ProjectId, p.Id
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN Project p
                WHERE p.ProjectId = r.ProjectId
                """
    );
}

internal sealed record ChangePosition(long After);

internal sealed record VerdictPosition(long After);

internal sealed record DecidedPair
{
    public long VerdictId { get; init; }
    public long FirstId { get; init; }
    public long SecondId { get; init; }
    public int Verdict { get; init; }
    public bool IsStale { get; init; }
    public DateTimeOffset DecidedAt { get; init; }
}

/// <summary>A project as it is stored, withdrawn or not.</summary>
internal sealed record StoredRow
{
    public long ProjectId { get; init; }
    public int OwnerId { get; init; }
    public DateTimeOffset ScopeChangedAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Document { get; init; } = "";
}

internal sealed record CountryPosition(string After);

internal sealed record CountryCode(string Country);

internal sealed record PillarsOfCountry(string Country, byte First, byte Last);

internal sealed record ReasonsOfPair
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }
    public string Reasons { get; init; } = "";
}

/// <summary>A pair as a row of one of its projects.</summary>
internal sealed record PairOfOneProject
{
    public long ProjectId { get; init; }
    public int OtherOwnerId { get; init; }
    public int Score { get; init; }
    public long OtherId { get; init; }
}

internal sealed record FacetOfPair
{
    public string Name { get; init; } = "";
    public string Value { get; init; } = "";
    public int Score { get; init; }
    public long Bits { get; init; }
    public long FirstId { get; init; }
    public long SecondId { get; init; }
}

internal sealed record IdOfProject
{
    public long ProjectId { get; init; }
    public Guid Id { get; init; }
}
