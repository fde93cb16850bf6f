using Adam.Data.Projects;
using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps;

/// <summary>Two projects that do not overlap.</summary>
/// <param name="One">The project; null if it is not in the register or the reader may not see it.</param>
/// <param name="Other"><inheritdoc cref="UnmetOverlap" path="/param[@name='One']"/></param>
/// <param name="Conditions">The conditions that the two do not meet; none if one of them is null.</param>
public sealed record UnmetOverlap(StoredProject? One, StoredProject? Other, IReadOnlyList<OverlapCondition> Conditions);
