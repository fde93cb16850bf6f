namespace Adam.Data.Overlaps.Register;

/// <summary>What a rebuild or a check of all pairs is about.</summary>
public enum OverlapStage
{
    /// <summary>Counting what is rare: each project is read twice.</summary>
    Counting = 1,

    /// <summary>Comparing projects, country by country, and writing what was found, or comparing it with what is written.</summary>
    Comparing = 2,
}

/// <summary>How far it has come.</summary>
/// <param name="Done">Of the stage, in no particular unit.</param>
public readonly record struct OverlapProgress(OverlapStage Stage, long Done, long Total);
