using Adam.Data.Databases;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>Compares the items of a layer with a new declaration, and derives anew what summaries count by.</summary>
internal static class LayerItemReindex
{
    private const int AtOnce = 1_000;

    /// <summary>
    /// Returns the contradiction of the items to the new declaration, and changes nothing; null if there is none.
    /// </summary>
    public static async Task<LayerOutcome.Contradicted?> RunAsync(
        Session session,
        LayerDraft before,
        LayerDraft after,
        CancellationToken ct
    )
    {
        if (before.Kind == after.Kind && PropertiesOf(before) == PropertiesOf(after))
            return null;

        var (count, first) = (0L, "");
        await foreach (var row in ItemsAsync(session, after.Id, ct))
        {
            var item = LayerItemContent.Parse(row.Document);
            if (!LayerItemRules.IsContradicted(after, item.Draft))
                continue;

            first = count == 0 ? item.Draft.Reference : first;
            count++;
        }

        if (count > 0)
            return new(count, first);

        await foreach (var row in ItemsAsync(session, after.Id, ct))
        {
            var item = LayerItemContent.Parse(row.Document);
            var (old, now) = (LayerItemIndex.From(before, item.Draft), LayerItemIndex.From(after, item.Draft));
            if (old.SummaryCell == now.SummaryCell && old.Numbers.SequenceEqual(now.Numbers))
                continue;

            await session.ExecuteAsync(LayerItemSql.ChangeCell, new(row.ItemId, now.SummaryCell), ct);
            await LayerItemWriter.ReplaceNumbersAsync(session, row.ItemId, now, ct);
        }

        return null;
    }

    private static string PropertiesOf(LayerDraft draft) =>
        LayerContent.Write(
            new(
                new()
                {
                    Id = draft.Id,
                    Title = "",
                    Kind = draft.Kind,
                    Sensitivity = LayerSensitivity.Open,
                    Properties = draft.Properties,
                },
                0,
                null,
                null
            )
        );

    private static async IAsyncEnumerable<LayerItemRow> ItemsAsync(
        Session session,
        string layer,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        for (var after = 0L; ; )
        {
            var rows = await session.QueryAsync(LayerItemSql.ActiveAfter, new(layer, after, AtOnce), ct);
            foreach (var row in rows)
                yield return row;
            if (rows.Count < AtOnce)
                yield break;

            after = rows[^1].ItemId;
        }
    }
}
