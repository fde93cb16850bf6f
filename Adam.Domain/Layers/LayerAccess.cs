using Adam.Domain.Keys;

namespace Adam.Domain.Layers;

/// <summary>The items of a layer that a reader sees.</summary>
/// <param name="Recorder">
/// The partner whose items the reader sees; null for all items. Empty for a reader without a partner, who sees none.
/// </param>
/// <param name="SummaryByThrees">
/// True if the summary also has the events of others, by threes (<see cref="PublishedEvents"/>). Without it, the
/// summary has the items that the reader sees.
/// </param>
public sealed record LayerAccess(string? Recorder, bool SummaryByThrees)
{
    /// <summary>True if the reader sees all items.</summary>
    public bool IsWhole => Recorder is null;

    /// <summary>Returns what a reader sees of a layer. Every query of items takes it.</summary>
    /// <param name="partner">The partner of the key; empty for none.</param>
    public static LayerAccess ForReader(LayerSensitivity sensitivity, Role role, string partner)
    {
        var whole =
            role is Role.Analyst or Role.Admin
            || sensitivity switch
            {
                LayerSensitivity.Open => true,
                LayerSensitivity.Partners => role is Role.Donor,
                LayerSensitivity.Restricted or LayerSensitivity.AggregateOnly => false,
            };
        return new(whole ? null : partner, !whole && sensitivity == LayerSensitivity.AggregateOnly);
    }
}

/// <summary>
/// The events of others that a summary counts. Within a cell of the finest division (country, year, all dimensions and
/// units, which numbers are there), events count in groups of <see cref="GroupSize"/> in the order of their recording;
/// the rest does not count. Each figure is then a sum of whole groups, so no difference of two figures is one event.
/// </summary>
public static class PublishedEvents
{
    public const int GroupSize = 3;
}
