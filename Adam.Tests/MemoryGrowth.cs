namespace Adam.Tests;

/// <summary>
/// The growth of the live memory of the process since the instance was created. A test that looks at it runs alone.
/// </summary>
/// <param name="limit">The growth in bytes that a test asserts not to be reached.</param>
internal sealed class MemoryGrowth(long limit)
{
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>
    /// Returns the growth in bytes. A figure below the limit may include garbage; one that reaches it does not.
    /// </summary>
    /// <remarks>
    /// Memory with its garbage is no less than its live part, and costs nothing to read, so garbage is collected only
    /// if it could decide. A collection takes a second, because of the memory that all other tests have left.
    /// </remarks>
    public long Look()
    {
        var growth = GC.GetTotalMemory(forceFullCollection: false) - _before;
        if (growth < limit)
            return growth;

        GC.Collect();
        growth = GC.GetTotalMemory(forceFullCollection: false) - _before;
        // Memory that finalizers release takes further collections.
        return growth < limit ? growth : GC.GetTotalMemory(forceFullCollection: true) - _before;
    }
}
