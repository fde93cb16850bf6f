using System.Collections.Frozen;

namespace Adam.Domain.Projects;

/// <summary>
/// The four areas of the Vienna Declaration (Third Ministerial Conference of the Paris Pact Partners, Vienna,
/// 16 February 2012), in its order, I to IV.
/// </summary>
/// <remarks>The numbers are those of the declaration. They are stored: never renumber.</remarks>
public enum Pillar
{
    RegionalInitiatives = 1,
    FinancialFlows = 2,
    Precursors = 3,
    PreventionAndHealth = 4,
}

/// <summary>The target of the Sustainable Development Goals that a pillar serves, from the list of pillars.</summary>
public static class PillarTargets
{
    private static readonly FrozenDictionary<Pillar, string> Targets =
        CodeLists.CodeListCatalog.Pillars.Entries.ToFrozenDictionary(one => (Pillar)one.Number!, one => one.SdgTarget!);

    public static string SdgTarget(this Pillar pillar) => Targets[pillar];
}
