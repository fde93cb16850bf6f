namespace Adam.Domain.Overlaps.Matching;

/// <summary>The score of two projects, with their owners. The order of the two does not matter.</summary>
/// <typeparam name="TProject">The key of a project.</typeparam>
/// <typeparam name="TOwner">The key of an owner.</typeparam>
public readonly record struct ScoredPair<TProject, TOwner>(
    TProject First,
    TOwner FirstOwner,
    TProject Second,
    TOwner SecondOwner,
    Score Score
);

/// <summary>
/// Collects scored pairs and determines the mutual best matches: pairs of which neither project has a higher score with
/// another project of the other's owner, or one that is higher by at most <see cref="MutualBestMatches.Margin"/>.
/// Several pairs can thus be best matches: an owner may have two records of one undertaking.
/// </summary>
/// <inheritdoc cref="ScoredPair{TProject, TOwner}" path="/typeparam"/>
public sealed class MutualBestMatches<TProject, TOwner>
    where TProject : notnull
    where TOwner : notnull
{
    private readonly Dictionary<(TProject Project, TOwner OtherOwner), Score> _best = [];

    /// <summary>Adds a pair, which competes with the other pairs of both projects.</summary>
    public void Add(ScoredPair<TProject, TOwner> pair)
    {
        AddScore(pair.First, pair.SecondOwner, pair.Score);
        AddScore(pair.Second, pair.FirstOwner, pair.Score);
    }

    /// <summary>
    /// Adds the score of a project with a project of an owner, for pairs of which only the highest score is known.
    /// </summary>
    public void AddScore(TProject project, TOwner otherOwner, Score score)
    {
        if (!_best.TryGetValue((project, otherOwner), out var best) || score > best)
            _best[(project, otherOwner)] = score;
    }

    /// <summary>Returns true if a pair is a mutual best match among all added pairs.</summary>
    /// <exception cref="KeyNotFoundException">The pair itself was not added.</exception>
    public bool Contains(ScoredPair<TProject, TOwner> pair) =>
        MutualBestMatches.IsMutualBest(
            pair.Score,
            _best[(pair.First, pair.SecondOwner)],
            _best[(pair.Second, pair.FirstOwner)]
        );
}

/// <summary>Compares scores to determine mutual best matches.</summary>
public static class MutualBestMatches
{
    /// <summary>
    /// The log-odds by which a better match of a project is not better: a score of 0.95 is near 0.99, and 0.74 is near
    /// 0.95. It is our own choice. In the lists with known duplicates F1 is the same from 0 to this margin.
    /// </summary>
    public const double Margin = 2;

    private const double Lowest = 0.00005;

    /// <summary>Returns true if a pair is a mutual best match.</summary>
    /// <param name="score">The score of the pair.</param>
    /// <param name="bestOfFirst">The highest score of the first project with any project of the second's owner.</param>
    /// <param name="bestOfSecond">
    /// The highest score of the second project with any project of the first's owner.
    /// </param>
    public static bool IsMutualBest(Score score, Score bestOfFirst, Score bestOfSecond) =>
        IsNear(score, bestOfFirst) && IsNear(score, bestOfSecond);

    private static bool IsNear(Score score, Score best) => score >= best || LogOdds(score) >= LogOdds(best) - Margin;

    private static double LogOdds(Score score) =>
        Arithmetic.LogOdds(Math.Clamp((double)score.ToDecimal(), Lowest, 1 - Lowest));
}
