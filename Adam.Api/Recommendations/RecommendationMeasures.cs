using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Domain.Recommendations;

namespace Adam.Api.Recommendations;

/// <summary>Finds the measures that implement recommendations, and whether projects serve them.</summary>
internal sealed class RecommendationMeasures(MeasureStore measures, GapStore gaps, TimeProvider time)
{
    /// <summary>Returns the active measures that name one of some recommendations, in the order of recording.</summary>
    public async Task<IReadOnlyList<StoredMeasure>> OfAsync(
        IEnumerable<RecommendationDraft> recommendations,
        CancellationToken ct
    )
    {
        var keys = recommendations.Select(one => RecommendationDraft.KeyOf(one.Reference)).ToHashSet();
        return
        [
            .. (await measures.ListAsync(ct)).Where(measure =>
                measure.IsActive && measure.Measure.Draft.Recommendations.Any(one => keys.Contains(KeyOf(one)))
            ),
        ];
    }

    /// <summary>
    /// Returns the keys of the recommendations that a measure names for which a project counts, or may count: a
    /// restricted one that the reader does not see covers its cells, as in gaps.
    /// </summary>
    public async Task<IReadOnlySet<string>> ServedAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return (await gaps.ListAsync(new() { AsOf = today }, ct))
            .Where(gap => gap.Coverage.Projects > 0 || gap.Hidden.Count > 0)
            .SelectMany(gap => gap.Measure!.Draft.Recommendations)
            .Select(KeyOf)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static string KeyOf(string reference) => RecommendationDraft.KeyOf(reference);
}
