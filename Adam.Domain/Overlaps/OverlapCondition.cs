namespace Adam.Domain.Overlaps;

/// <summary>A condition that two projects meet if they overlap.</summary>
public enum OverlapCondition
{
    /// <summary>Neither project is cancelled.</summary>
    NotCancelled,

    /// <summary>Their owners or their sets of donors differ.</summary>
    OtherPartners,

    /// <summary>They share a country.</summary>
    SharedCountry,

    /// <summary>They share a pillar.</summary>
    SharedPillar,

    /// <summary>No given date contradicts a shared day.</summary>
    SharedDay,
}
