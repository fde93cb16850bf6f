namespace Adam.Data.Databases;

/// <summary>A key with the number that the database has given it.</summary>
internal sealed record NumberedName
{
    public string Name { get; init; } = "";
    public int Number { get; init; }
}
