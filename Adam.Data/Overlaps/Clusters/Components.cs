namespace Adam.Data.Overlaps.Clusters;

/// <summary>The components of a graph, found by adding its edges one by one (union-find).</summary>
internal sealed class Components<TNode>
    where TNode : notnull
{
    private readonly Dictionary<TNode, TNode> _above = [];
    private readonly Dictionary<TNode, int> _sizes = [];

    /// <summary>Adds a node; does nothing if it exists.</summary>
    public void Add(TNode node)
    {
        if (_above.TryAdd(node, node))
            _sizes.Add(node, 1);
    }

    /// <summary>Connects two nodes, and adds those that do not exist.</summary>
    public void Connect(TNode one, TNode other)
    {
        Add(one);
        Add(other);
        var (larger, smaller) = (RootOf(one), RootOf(other));
        if (EqualityComparer<TNode>.Default.Equals(larger, smaller))
            return;

        if (_sizes[larger] < _sizes[smaller])
            (larger, smaller) = (smaller, larger);
        _above[smaller] = larger;
        _sizes[larger] += _sizes[smaller];
    }

    /// <summary>Returns the node that represents the component of a node.</summary>
    public TNode RootOf(TNode node)
    {
        while (_above[node] is var above && !EqualityComparer<TNode>.Default.Equals(above, node))
        {
            // Each step halves the way for the next search.
            _above[node] = _above[above];
            node = above;
        }

        return node;
    }

    /// <summary>Returns the nodes of each component.</summary>
    public IReadOnlyList<IReadOnlyList<TNode>> ToLists() =>
        [.. _above.Keys.ToList().GroupBy(RootOf).Select(component => (IReadOnlyList<TNode>)[.. component])];
}
