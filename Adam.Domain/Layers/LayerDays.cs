namespace Adam.Domain.Layers;

/// <summary>
/// Slots of runs of days: the class of their length, then their first day. The runs that meet an interval are one
/// range of slots for each class, which any index of whole numbers finds.
/// </summary>
public static class LayerDays
{
    /// <summary>More than there are days, so the slots of a class follow each other.</summary>
    private const int SlotsOfClass = 4_000_000;

    /// <summary>
    /// The most days of a run of each class: a day, a month, a year, and any length, which runs without an end and
    /// items without time have. A run that meets an interval begins at most this number of days before it.
    /// </summary>
    private static readonly int[] Lengths = [1, 31, 366, SlotsOfClass];

    /// <summary>Returns the slot of the days between two, both included.</summary>
    /// <param name="from">The number of the first day; 0 without time.</param>
    public static int SlotOf(int from, int until) =>
        Array.FindIndex(Lengths, length => until - from < length) * SlotsOfClass + from;

    /// <summary>
    /// Returns ranges of slots, both ends included, that contain each run that meets an interval, in ascending order.
    /// They can contain other runs too.
    /// </summary>
    /// <param name="from">The first day; null for no limit.</param>
    /// <param name="until">The last day; null for no limit.</param>
    public static IEnumerable<(int From, int To)> Ranges(DateOnly? from, DateOnly? until)
    {
        var (first, last) = (from?.DayNumber ?? 0, (until ?? DateOnly.MaxValue).DayNumber);
        return Lengths.Select(
            (length, number) => (number * SlotsOfClass + Math.Max(0, first - length + 1), number * SlotsOfClass + last)
        );
    }
}
