using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Learning;

internal static class LearnedRulesSql
{
    public static readonly StatementSet Statements = new(nameof(LearnedRulesSql));

    /// <summary>Returns the learned factors in force, for a version of the rules.</summary>
    public static readonly SqlQuery<OfRules, LearnedRulesRow> Current = new(
        Statements,
        $"""
        SELECT LearnedRulesId, Multipliers, CreatedAt
        FROM LearnedRules
        WHERE LearnedRulesId = (
            SELECT MAX(LearnedRulesId)
            FROM LearnedRules
            WHERE RulesVersion = @RulesVersion AND WithdrawnAt IS NULL)
        """
    );

    /// <summary>Returns all learned factors, in the order in which they were adopted.</summary>
    public static readonly SqlQuery<NoParameters, AdoptedRulesRow> All = new(
        Statements,
        $"SELECT RulesVersion, Multipliers, CreatedAt, WithdrawnAt FROM LearnedRules ORDER BY LearnedRulesId"
    );

    public static readonly SqlChange<NewLearnedRules> Add = new(
        Statements,
        $"""
        INSERT INTO LearnedRules (RulesVersion, Multipliers, CreatedAt)
        VALUES (@RulesVersion, @Multipliers, @CreatedAt)
        """
    );

    public static readonly SqlChange<WithdrawnRules> Withdraw = new(
        Statements,
        $"""
        UPDATE LearnedRules
        SET WithdrawnAt = @At
        WHERE LearnedRulesId = @LearnedRulesId
        """
    );

    /// <summary>Returns the current verdicts, with the evidence on which they were given.</summary>
    public static readonly SqlQuery<NoParameters, VerdictEvidenceRow> Verdicts = new(
        Statements,
        $"""
        SELECT v.Verdict, v.Evidence
        FROM OverlapVerdict v
        WHERE v.Verdict BETWEEN 1 AND 4
          AND NOT EXISTS (
            SELECT 1
            FROM OverlapVerdict later
            WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
        ORDER BY v.VerdictId
        """
    );
}

internal sealed record OfRules(int RulesVersion);

internal sealed record NewLearnedRules(int RulesVersion, string Multipliers, DateTimeOffset CreatedAt);

internal sealed record WithdrawnRules(int LearnedRulesId, DateTimeOffset At);

internal sealed record LearnedRulesRow
{
    public int LearnedRulesId { get; init; }
    public string Multipliers { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed record AdoptedRulesRow
{
    public int RulesVersion { get; init; }
    public string Multipliers { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
}

internal sealed record VerdictEvidenceRow
{
    public byte Verdict { get; init; }
    public string? Evidence { get; init; }
}
