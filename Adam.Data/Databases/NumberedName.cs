namespace Adam.Data.Databases;

/// <summary>A key with the id that the database has assigned to it.</summary>
internal sealed record NumberedName
{
    public string Name { get; init; } = "";
    public int Number { get; init; }
}
