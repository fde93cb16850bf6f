namespace Adam.Domain.Partners;

/// <summary>A government department or aid agency by whose name records mean its partner. The list changes with a release; what stands in it means one partner and nobody else.</summary>
/// <param name="Partner">The code of the partner that it belongs to.</param>
/// <param name="OtherNames">Other spellings, its acronym among them where no other organisation goes by it.</param>
public sealed record Agency(string Partner, string Name, IReadOnlyList<string> OtherNames)
{
    public static IReadOnlyList<Agency> All { get; } =
        [.. CodeLists.CodeLists.Rows("agencies").Select(row => new Agency(row["partner"], row["name"], row["otherNames"].Split('|', StringSplitOptions.RemoveEmptyEntries)))];
}
