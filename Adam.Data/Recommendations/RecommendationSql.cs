using Adam.Data.Databases;

namespace Adam.Data.Recommendations;

internal static class RecommendationSql
{
    public static readonly StatementSet Statements = new(nameof(RecommendationSql));

    private static readonly SqlText Columns = $"r.RecommendationId, r.Version, r.WithdrawnAt, r.Document";

    /// <summary>
    /// Returns the sum of all versions. It grows with every change, because recommendations are never removed, so it
    /// shows if cached recommendations are current.
    /// </summary>
    public static readonly SqlQuery<NoParameters, long> Revision = new(
        Statements,
        $"SELECT COALESCE(SUM(Version), 0) FROM Recommendation"
    );

    /// <summary>Returns all recommendations, withdrawn or not, in the order in which they were recorded.</summary>
    public static readonly SqlQuery<NoParameters, RecommendationRow> All = new(
        Statements,
        $"SELECT {Columns} FROM Recommendation r ORDER BY r.RecommendationId"
    );

    /// <summary>Returns the recommendation with a key, withdrawn or not.</summary>
    public static readonly SqlQuery<RecommendationKey, RecommendationRow> ByKey = new(
        Statements,
        $"SELECT {Columns} FROM Recommendation r WHERE r.ReferenceKey = @ReferenceKey"
    );

    public static readonly SqlChange<NewRecommendation> Add = new(
        Statements,
        $"""
        INSERT INTO Recommendation (ReferenceKey, Version, WithdrawnAt, Document)
        VALUES (@ReferenceKey, 1, NULL, @Document)
        """
    );

    /// <summary>Replaces the document of a recommendation in a version, and makes it active.</summary>
    public static readonly SqlChange<ChangedRecommendation> Change = new(
        Statements,
        $"""
        UPDATE Recommendation
        SET Version = Version + 1, WithdrawnAt = NULL, Document = @Document
        WHERE RecommendationId = @RecommendationId AND Version = @Version
        """
    );

    public static readonly SqlChange<WithdrawnRecommendation> Withdraw = new(
        Statements,
        $"""
        UPDATE Recommendation
        SET Version = Version + 1, WithdrawnAt = @At
        WHERE RecommendationId = @RecommendationId AND Version = @Version
        """
    );
}

internal sealed record RecommendationKey(string ReferenceKey);

internal sealed record NewRecommendation(string ReferenceKey, string Document);

internal sealed record ChangedRecommendation(int RecommendationId, int Version, string Document);

internal sealed record WithdrawnRecommendation(int RecommendationId, int Version, DateTimeOffset At);

internal sealed record RecommendationRow
{
    public int RecommendationId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Document { get; init; } = "";
}
