using Adam.Data.Databases;
using Adam.Data.Overlaps.Verdicts;

namespace Adam.Data.Presence;

/// <summary>
/// The projects whose money is known to be counted twice: duplicates by verdict, and components whose money is part of
/// that of a declared parent.
/// </summary>
internal sealed class MoneyCountedOnce
{
    private readonly DuplicateGroups _groups;
    private readonly ILookup<long, long> _parents;

    private MoneyCountedOnce(DuplicateGroups groups, IReadOnlyCollection<(long Parent, long Child)> components)
    {
        _groups = groups;
        // A component of several parents counts within the first.
        _parents = components
            .OrderBy(link => link.Parent)
            .ToLookup(link => groups.GroupOf(link.Child), link => groups.GroupOf(link.Parent));
        Projects =
        [
            .. groups.Projects.Concat(components.SelectMany(link => new[] { link.Parent, link.Child })).Distinct(),
        ];
    }

    /// <summary>The projects that the correction of a cell concerns.</summary>
    public IReadOnlyCollection<long> Projects { get; }

    public static async Task<MoneyCountedOnce> ReadAsync(Session session, CancellationToken ct) =>
        new(await DuplicateGroups.ReadAsync(session, ct), await DeclaredComponents.ReadAsync(session, ct));

    /// <summary>
    /// Returns the correction of a cell; null if nothing is counted twice. Of duplicates, the largest amount counts. Of
    /// a parent and its components, the larger of the parent's amount and the sum of the components counts.
    /// </summary>
    /// <param name="rows">The amounts of the cell's projects that are among <see cref="Projects"/>.</param>
    public MoneyCorrection? Correct(IEnumerable<PresenceOwnAmountRow> rows)
    {
        var all = rows.ToList();
        var groups = all.Select(row => _groups.GroupOf(row.ProjectId)).ToHashSet();
        var parents = ParentsOf(groups);
        var fromLeaves = FromLeaves(groups, parents);
        var amounts = all.Where(row => row.Currency.Length > 0)
            .GroupBy(row => row.Currency, StringComparer.Ordinal)
            .Select(currency => (Currency: currency.Key, Twice: CountedTwice(currency, parents, fromLeaves)))
            .Where(currency => currency.Twice > 0)
            .ToDictionary(currency => currency.Currency, currency => currency.Twice, StringComparer.Ordinal);
        var projects = all.Select(row => row.ProjectId).Distinct().Count() - groups.Count;
        return projects == 0 && amounts.Count == 0 ? null : new(projects, amounts);
    }

    private decimal CountedTwice(
        IEnumerable<PresenceOwnAmountRow> rows,
        Dictionary<long, long> parents,
        List<long> fromLeaves
    )
    {
        var own = new Dictionary<long, decimal>();
        var raw = 0m;
        foreach (var row in rows)
        {
            var (group, amount) = (_groups.GroupOf(row.ProjectId), row.Amount.Amount);
            own[group] = Math.Max(own.GetValueOrDefault(group), amount);
            raw += amount;
        }

        var (components, once) = (new Dictionary<long, decimal>(), 0m);
        foreach (var group in fromLeaves)
        {
            var counted = Math.Max(own.GetValueOrDefault(group), components.GetValueOrDefault(group));
            if (parents.TryGetValue(group, out var parent))
                components[parent] = components.GetValueOrDefault(parent) + counted;
            else
                once += counted;
        }

        return raw - once;
    }

    /// <summary>Returns the parent of each group that has one among these groups. There are no cycles.</summary>
    private Dictionary<long, long> ParentsOf(HashSet<long> groups)
    {
        var (parents, tops) = (new Dictionary<long, long>(), new Dictionary<long, long>());
        foreach (var group in groups.Order())
        {
            foreach (var parent in _parents[group].Where(groups.Contains))
            {
                // The group has no parent yet. It would be its own ancestor if it were the top above the parent.
                if (TopOf(parent) == group)
                    continue;

                parents.Add(group, parent);
                tops[group] = parent;
                break;
            }
        }

        return parents;

        long TopOf(long group)
        {
            while (tops.TryGetValue(group, out var above))
            {
                // Each step halves the way for the next search.
                if (tops.TryGetValue(above, out var next))
                    tops[group] = next;
                group = above;
            }

            return group;
        }
    }

    /// <summary>Returns the groups in an order in which each stands before its parent.</summary>
    private static List<long> FromLeaves(HashSet<long> groups, Dictionary<long, long> parents)
    {
        var waiting = parents.Values.GroupBy(parent => parent).ToDictionary(group => group.Key, group => group.Count());
        var order = groups.Where(group => !waiting.ContainsKey(group)).ToList();
        for (var i = 0; i < order.Count; i++)
        {
            if (parents.TryGetValue(order[i], out var parent) && --waiting[parent] == 0)
                order.Add(parent);
        }

        return order;
    }
}

/// <summary>The number of projects and the amounts of a cell that are counted twice.</summary>
internal sealed record MoneyCorrection(int Projects, IReadOnlyDictionary<string, decimal> Amounts);
