namespace Adam.Api.OpenApi;

/// <summary>
/// Replaces the ids of example projects in the served contract by the ids of these projects in the demo. Ids contain
/// the time of creation, so each demo has others. Every other register serves the committed contract.
/// </summary>
internal sealed class ExampleIds
{
    private readonly Dictionary<string, string> _actual = new(StringComparer.Ordinal);

    /// <param name="example">The project of the contract.</param>
    /// <param name="id">Its id in this register.</param>
    public void Add(ExampleProject example, Guid id) => _actual[example.Id] = id.ToString();

    public string Apply(string contract) =>
        _actual.Aggregate(contract, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));
}
