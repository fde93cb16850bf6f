using System.Globalization;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Learning;

/// <summary>The current verdicts with the evidence on which they were given.</summary>
/// <param name="Pairs">The verdicts whose evidence was weighted by the present rules.</param>
/// <param name="Skipped">The number of verdicts without evidence, or with evidence by other rules.</param>
public sealed record KeptVerdicts(IReadOnlyList<LearningPair> Pairs, int Skipped);

/// <summary>
/// Stores the rules that were learned from verdicts. They take effect at the next rebuild, and earlier ones are kept.
/// </summary>
public sealed class LearnedRulesStore(Database database)
{
    private static readonly int RulesVersion = int.Parse(Rules.Version, CultureInfo.InvariantCulture);

    /// <summary>Returns the learned rules that the next rebuild scores with.</summary>
    public Task<LearnedRules> CurrentAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => CurrentAsync(session, ct), ct);

    internal static async Task<LearnedRules> CurrentAsync(Session session, CancellationToken ct) =>
        await session.FirstAsync(LearnedRulesSql.Current, new(RulesVersion), ct) is { } row
            ? LearnedRules.Parse(row.Multipliers)
            : LearnedRules.None;

    /// <summary>Returns the current verdicts that can be learned from.</summary>
    public Task<KeptVerdicts> VerdictsAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
            {
                var pairs = new List<LearningPair>();
                var rows = await session.QueryAsync(LearnedRulesSql.Verdicts, ct);
                foreach (var row in rows)
                {
                    if (row.Evidence is null || MatchEvidence.Parse(row.Evidence) is not { } evidence)
                        continue;
                    if (evidence.Rules == Rules.Version)
                        pairs.Add(LearningPair.FromVerdict(evidence, (Verdict)row.Verdict, pairs.Count));
                }

                return new KeptVerdicts(pairs, rows.Count - pairs.Count);
            },
            ct
        );

    /// <summary>Stores learned rules, which the next rebuild scores with.</summary>
    public Task AdoptAsync(LearnedRules learned, DateTimeOffset at, CancellationToken ct) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                await session.ExecuteAsync(LearnedRulesSql.Add, new(RulesVersion, learned.Write(), at), ct);
                await LogAsync(session, AuditAction.Created, learned, at, ct);
                return true;
            },
            ct
        );

    /// <summary>Withdraws the rules in force, so that the former ones are in force again.</summary>
    /// <returns>False if there are none.</returns>
    public Task<bool> UndoAsync(DateTimeOffset at, CancellationToken ct) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                if (await session.FirstAsync(LearnedRulesSql.Current, new(RulesVersion), ct) is not { } row)
                    return false;
                await session.ExecuteAsync(LearnedRulesSql.Withdraw, new(row.LearnedRulesId, at), ct);
                await LogAsync(session, AuditAction.Removed, await CurrentAsync(session, ct), at, ct);
                return true;
            },
            ct
        );

    /// <param name="inForce">The learned rules in force after the write.</param>
    private static Task LogAsync(
        Session session,
        AuditAction action,
        LearnedRules inForce,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.LearnedRules,
            action,
            Rules.Version,
            version: null,
            LearnedRulesContent.FromRules(inForce),
            "overlaps learn",
            at,
            ct
        );
}

/// <summary>Learned rules as their audit entries contain them: those that are in force after the write.</summary>
internal sealed record LearnedRulesContent(string Multipliers)
{
    public static LearnedRulesContent FromRules(LearnedRules inForce) => new(inForce.Write());
}
