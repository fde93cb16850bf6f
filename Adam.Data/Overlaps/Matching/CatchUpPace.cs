using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// How a rebuild catches up with writers. In each round it repeats the projects that have changed during the one
/// before. Writers have a turn between every two of its transactions. A transaction repeats at least twice as many
/// projects as changed in the turn before it, so that each round has about half as many as the one before.
/// </summary>
internal sealed class CatchUpPace
{
    /// <summary>The number of changed projects that the last transaction of a rebuild may repeat.</summary>
    public const int Few = 10;

    /// <summary>
    /// The maximum number of projects that a transaction repeats for the sake of the writers' share: twice those of a
    /// full group of writes (<see cref="Databases.Sqlite.GroupCommit"/>) and of a batch of an import.
    /// </summary>
    public const int MostForShare = 128;

    /// <summary>
    /// The number of rounds that may end with as many changes as the one before. Then the last transaction repeats all
    /// of them, because the rebuild must end.
    /// </summary>
    public const int MostWithoutGain = 6;

    /// <summary>
    /// The times for which a transaction may hold the register: at most the first one as long as rounds have fewer
    /// changes, and at most the second one otherwise.
    /// </summary>
    private static readonly (TimeSpan WithGain, TimeSpan WithoutGain) Longest = (
        TimeSpan.FromMilliseconds(500),
        TimeSpan.FromSeconds(2)
    );

    private readonly BatchSize _size = new(first: 10, least: 5, most: MostForShare);
    private long _leastForShare;
    private int _transactions;
    private int _withoutGain;
    private int? _before;

    /// <summary>The number of projects that the next transaction repeats.</summary>
    public int Next => (int)Math.Max(_size.Next, _leastForShare);

    /// <summary>Takes note of a transaction of this round.</summary>
    /// <param name="arrived">The number of changes that others wrote since the transaction before.</param>
    /// <param name="held">The time for which it held the register.</param>
    public void Repeated(int count, long arrived, TimeSpan held)
    {
        _transactions++;
        _leastForShare = Math.Min(2 * arrived, MostForShare);
        _size.Adapt(count, held);
    }

    /// <summary>Ends a round. Returns true if the last transaction may follow.</summary>
    /// <param name="changed">The number of projects that it has repeated.</param>
    public bool IsLast(int changed)
    {
        var (hasGained, wasOneTransaction) = (_before is not { } before || changed < before, _transactions <= 1);
        (_before, _transactions) = (changed, 0);
        // One transaction has repeated what writers change in one turn. There is less in no other round.
        if (changed <= Few || (!hasGained && wasOneTransaction))
            return true;

        if (!hasGained && ++_withoutGain >= MostWithoutGain)
            return true;

        var longest = _withoutGain == 0 ? Longest.WithGain : Longest.WithoutGain;
        _size.LongestHold = TimeSpan.FromTicks(Math.Min(_size.LongestHold.Ticks * 2, longest.Ticks));
        return false;
    }
}
