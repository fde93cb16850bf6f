using System.Runtime.ExceptionServices;

namespace Adam.Data.Databases;

/// <summary>Converts the rows of a query on several threads.</summary>
internal static class ParallelSelection
{
    /// <summary>Converts rows on several threads while they are read, and returns them in their order.</summary>
    /// <remarks>
    /// PLINQ wraps each exception in an <see cref="AggregateException"/>. Callers distinguish a cancelled request, a
    /// database that is out of reach and a fault of the program by type, so the exception itself is thrown.
    /// </remarks>
    public static IEnumerable<TResult> SelectInParallel<TRow, TResult>(
        this IEnumerable<TRow> rows,
        Func<TRow, TResult> convert
    )
    {
        using var results = rows.AsParallel().AsOrdered().Select(convert).GetEnumerator();
        while (Next())
            yield return results.Current;

        bool Next()
        {
            try
            {
                return results.MoveNext();
            }
            catch (AggregateException all)
            {
                ExceptionDispatchInfo.Throw(all.Flatten().InnerExceptions[0]);
                throw;
            }
        }
    }
}
