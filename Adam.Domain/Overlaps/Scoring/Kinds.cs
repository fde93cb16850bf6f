namespace Adam.Domain.Overlaps.Scoring;

/// <summary>What an overlap looks like, by its score and its neighbours. What owners have declared is decided elsewhere.</summary>
public enum OverlapKind
{
    /// <summary>The four conditions hold, and little else.</summary>
    SharedSetting = 1,

    /// <summary>Two projects that do the same thing in the same place at the same time.</summary>
    SameActivity = 2,

    /// <summary>One project that two partners both reported.</summary>
    SameProject = 3,

    /// <summary>Both owners have declared that the two are parts of one undertaking. It is listed apart, and is no duplication.</summary>
    Declared = 4,
}

/// <summary>Decides the kinds of pairs.</summary>
public static class Kinds
{
    /// <summary>
    /// The kind of each pair, in the order of the pairs. A pair is one project only where each is the other's best match: the strongest among that owner's projects. Equals are all best.
    /// </summary>
    /// <param name="pairs">All pairs at or above the floor, of the projects that are concerned; a pair below it can be nobody's best match that matters.</param>
    public static IReadOnlyList<OverlapKind> Of(IReadOnlyList<ScoredPair<Guid, string>> pairs)
    {
        var matches = new MutualBestMatches<Guid, string>();
        foreach (var pair in pairs)
            matches.Add(pair);

        return [.. pairs.Select(pair =>
            pair.Score >= Rules.SameProject && matches.Contains(pair) ? OverlapKind.SameProject
            : pair.Score >= Rules.SameActivity ? OverlapKind.SameActivity
            : OverlapKind.SharedSetting)];
    }
}
