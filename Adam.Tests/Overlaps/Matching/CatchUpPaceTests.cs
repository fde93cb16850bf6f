using Adam.Data.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>A rebuild catches up with any writers, and the work of its last transaction is bounded.</summary>
public sealed class CatchUpPaceTests
{
    /// <summary>The most changes that writers make in one turn, if the share of the rebuild overtakes them.</summary>
    private const int MostInTurn = CatchUpPace.MostForShare / 2;

    private static readonly Gen<(int Waiting, int[] Turns, int Milliseconds)> Writers = Gen.Select(
        Gen.Int[0, 20_000],
        Gen.Int[0, MostInTurn].Array[1, 40],
        Gen.Int[1, 400]
    );

    [Test]
    public void Rounds_halve_until_they_have_the_changes_of_four_turns() =>
        Writers.Sample(writers =>
        {
            var rounds = Rounds(
                writers.Waiting,
                turn => writers.Turns[turn % writers.Turns.Length],
                writers.Milliseconds
            );
            foreach (var (before, after) in rounds.Zip(rounds.Skip(1)))
                Assert.That(after, Is.LessThanOrEqualTo((before / 2) + (2 * MostInTurn)));
            // Rounds that follow this rule end at its fixed point: half of four turns, and two more.
            Assert.That(rounds[^1], Is.LessThanOrEqualTo(4 * MostInTurn));
        });

    [Test]
    public void Writers_that_are_faster_than_any_share_are_overtaken_after_some_rounds()
    {
        var rounds = Rounds(waiting: 1_000, _ => 1_000, milliseconds: 1_000);
        Assert.That(rounds, Has.Count.LessThanOrEqualTo(CatchUpPace.MostWithoutGain + 1));
    }

    [Test]
    public void Few_changes_need_one_round() =>
        Assert.That(Rounds(CatchUpPace.Few, _ => 0, milliseconds: 1), Is.EqualTo(new[] { CatchUpPace.Few }));

    [Test]
    public void Transaction_takes_as_long_as_it_may_while_rounds_shrink()
    {
        var pace = new CatchUpPace();
        foreach (var changed in new[] { 10_000, 5_000, 2_000, 1_000 })
        {
            for (var repeated = 0; repeated < changed; repeated += pace.Next)
                pace.Repeated(pace.Next, arrived: 2, TimeSpan.FromMilliseconds(20 * pace.Next));
            Assert.That(pace.Next * 20, Is.LessThanOrEqualTo(500));
            Assert.That(pace.IsLast(changed), Is.False);
        }

        Assert.That(pace.Next * 20, Is.LessThanOrEqualTo(500));
    }

    /// <summary>Returns the number of changed projects of each round of a rebuild.</summary>
    /// <param name="arrivals">The number of projects that others change in a turn.</param>
    /// <param name="milliseconds">The time to repeat a project.</param>
    private static List<int> Rounds(int waiting, Func<int, int> arrivals, int milliseconds)
    {
        var (pace, rounds, turn) = (new CatchUpPace(), new List<int>(), 0);
        do
        {
            rounds.Add(waiting);
            var next = 0;
            for (var left = waiting; left > 0; )
            {
                var (count, arrived) = (Math.Min(left, pace.Next), arrivals(turn++));
                pace.Repeated(count, arrived, TimeSpan.FromMilliseconds(count * milliseconds));
                left -= count;
                next += arrived;
            }

            waiting = next;
        } while (!pace.IsLast(rounds[^1]));

        return rounds;
    }
}
