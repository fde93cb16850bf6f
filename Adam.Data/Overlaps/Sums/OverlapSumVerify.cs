using System.Globalization;
using Adam.Data.Databases;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Sums;

/// <summary>Compares the stored sums of pairs with counted ones.</summary>
internal static class OverlapSumVerify
{
    private const int PairsAtOnce = 2_000;

    /// <summary>Returns a sentence for each stored row that differs from the counted one.</summary>
    /// <param name="expected">All pairs that should be stored, with their shared countries.</param>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(
        Session session,
        IEnumerable<(SummedPairRow Row, IReadOnlyList<string> Countries)> expected,
        CancellationToken ct
    )
    {
        var sums = new OverlapSums();
        foreach (var some in expected.Chunk(PairsAtOnce))
        {
            var ids = some.SelectMany(pair => new[] { pair.Row.FirstId, pair.Row.SecondId }).Distinct().ToList();
            var projects = await SummedProject.ReadAsync(session, ids, ct);
            foreach (var (row, countries) in some)
                sums.Add(new(row, countries, projects[row.FirstId], projects[row.SecondId]), 1);
        }

        return
        [
            .. SumComparison.Differences(
                "OverlapSum",
                sums.Numbers,
                session.Read(OverlapSumSql.StoredNumbers, ct).Select(row => (row.Key, row.Numbers)),
                key => Describe(key.Dimensions, key.Cell, key.Kind, key.Verdict)
            ),
            .. SumComparison.Differences(
                "OverlapAmountSum",
                sums.Amounts,
                session.Read(OverlapSumSql.StoredAmounts, ct).Select(row => (row.Key, row.Numbers)),
                key => $"{Describe(key.Dimensions, key.Cell, key.Kind, key.Verdict)} in {key.Currency}"
            ),
            .. SumComparison.Differences(
                "OverlapMonthSum",
                sums.Months,
                session.Read(OverlapSumSql.StoredMonths, ct).Select(row => (row.Key, row.Projects)),
                key =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"donor {key.Donor} in {key.Month / 12:0000}-{(key.Month % 12) + 1:00}, "
                    ) + Describe(key.Kind, key.Verdict)
            ),
        ];
    }

    private static string Describe(int dimensions, string cell, int kind, int verdict)
    {
        var values = cell.Replace(OverlapSums.Separator, ' ');
        return $"{(OverlapSet)dimensions}{(values.Length == 0 ? "" : " ")}{values}, {Describe(kind, verdict)}";
    }

    private static string Describe(int kind, int verdict)
    {
        var said = verdict switch
        {
            0 => "no verdict",
            SummedPairRow.Stale => "stale verdict",
            _ => $"verdict {(Verdict)verdict}",
        };
        return $"kind {(OverlapKind)kind}, {said}";
    }
}
