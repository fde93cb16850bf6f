using Adam.Benchmarks.Quality;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Tests.RealRecords;

/// <summary>
/// Uses two lists of one donor's projects by different authors, in which the records of the same project are known.
/// </summary>
public sealed class KnownDuplicatesTests
{
    [Test]
    public void Known_duplicates_are_found_and_little_else()
    {
        if (Adam.Tests.Repository.SharedData is not { } folder)
        {
            Assert.Ignore("The lists with known duplicates are not available.");
            return;
        }

        var pairs = KnownDuplicates.Read(Path.Combine(folder, "duplicates")).Pairs;
        var ranking = Ranking.Of(pairs, [.. pairs.Select(pair => pair.Under(Rules.Current))]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ranking.At((double)Rules.SameProject.ToDecimal()).F1, Is.GreaterThanOrEqualTo(0.97));
            Assert.That(ranking.RecallAt(0.95), Is.GreaterThanOrEqualTo(0.97));
        }
    }
}
