using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Creates and scores pairs of invented records, in a register without other projects.</summary>
internal static class MatchingPairs
{
    /// <summary>A river patrol, as its donor records it.</summary>
    public static ProjectDraft Patrol { get; } =
        new()
        {
            Reference = "RP-1",
            Title = "Boats for the river patrol at Termez",
            Description = "Three rubber boats, spare engines and a boathouse for the crews of the river patrol.",
            Pillars = [Pillar.RegionalInitiatives],
            Countries = ["UZ"],
            Places = [new("Termez", null, null, null)],
            ActivityTypes = ["equipment", "infrastructure"],
            Donors = [new("FI", null, 240_000m, "EUR")],
            Beneficiaries = ["State Border Protection Committee"],
            Status = ProjectStatus.Implementation,
            PlannedStart = new(2018, 3, 12),
            PlannedEnd = new(2019, 11, 30),
        };

    /// <summary>The same patrol, as the agency that carries it out records it.</summary>
    public static ProjectDraft Same { get; } =
        Patrol with
        {
            Reference = "7733",
            Title = "River patrol of Termez: boats and boathouse",
            Implementers = [new("OSCE", null)],
            PlannedStart = new(2018, 4, 1),
        };

    public static ComparisonVector Compare(ProjectDraft one, ProjectDraft other) =>
        Scorer.Compare(Weigh("FI", one), Weigh("OSCE", other));

    public static ExplainedScore Explain(ProjectDraft one, ProjectDraft other) =>
        Scorer.Explain(Weigh("FI", one), Weigh("OSCE", other), Shared(one, other));

    /// <summary>Returns the kind of the pair if neither record has a better match.</summary>
    public static OverlapKind KindOf(ProjectDraft one, ProjectDraft other) =>
        OverlapClassifier.Classify(Explain(one, other).Assessment, isMutualBest: true, isDeclared: false);

    /// <summary>Returns the assessment of a pair in both orders of its records.</summary>
    public static (Assessment Here, Assessment There) Assess(ProjectDraft one, ProjectDraft other)
    {
        var (a, b) = (Weigh("FI", one), Weigh("OSCE", other));
        return (Scorer.Assess(a, b), Scorer.Assess(b, a));
    }

    public static string Reason(ProjectDraft one, ProjectDraft other, Component component) =>
        Explain(one, other).Reasons.Single(reason => reason.Component == component).Detail;

    private static SharedScope Shared(ProjectDraft one, ProjectDraft other) =>
        OverlapDefinition.Evaluate(
            ProjectScope.FromDraft(null, "FI", one),
            ProjectScope.FromDraft(null, "OSCE", other)
        )!;

    private static WeightedProfile Weigh(string owner, ProjectDraft draft) =>
        WeightedProfile.Create(Profile.FromDraft(owner, draft), TermStatistics.Empty);
}
