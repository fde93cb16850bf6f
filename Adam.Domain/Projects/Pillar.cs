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

/// <summary>Maps a pillar to the target of the Sustainable Development Goals that it serves.</summary>
public static class PillarTargets
{
    public static string SdgTarget(this Pillar pillar) => pillar switch
    {
        Pillar.RegionalInitiatives => "16.a",
        Pillar.FinancialFlows => "16.4",
        Pillar.Precursors => "16",
        Pillar.PreventionAndHealth => "3.5",
    };
}
