using Adam.Desk.Calls;

namespace Adam.Desk.Questionnaires;

/// <summary>A row of a form with the rows of its group.</summary>
/// <param name="Rows">The rows between the beginning and the end of a group; empty for other rows.</param>
public sealed record FormNode(FormItem Item, IReadOnlyList<FormNode> Rows)
{
    /// <summary>Returns the rows of a form as a tree of groups.</summary>
    public static IReadOnlyList<FormNode> Read(IReadOnlyList<FormItem> items)
    {
        var next = 0;
        return Level();

        IReadOnlyList<FormNode> Level()
        {
            var rows = new List<FormNode>();
            while (next < items.Count)
            {
                var item = items[next++];
                if (item.Type == "end_group")
                    break;
                rows.Add(new(item, item.Type == "begin_group" ? Level() : []));
            }

            return rows;
        }
    }
}
