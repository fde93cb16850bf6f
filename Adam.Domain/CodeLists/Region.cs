namespace Adam.Domain.CodeLists;

/// <summary>
/// A group of countries under which reports are arranged. The groups and their names are for reading only, and are no
/// official designations. Each country is in at most one region.
/// </summary>
/// <param name="Code">In kebab case: <c>west-and-central-asia</c>.</param>
/// <param name="Countries">ISO 3166-1 alpha-2, in alphabetical order of their codes.</param>
public sealed record Region(string Code, string Name, IReadOnlyList<string> Countries)
{
    public static IReadOnlyList<Region> All { get; } =
    [
        .. CodeListCatalog
            .Rows("regions")
            .GroupBy(row => (Code: row["region"], Name: row["name"]))
            .Select(region => new Region(region.Key.Code, region.Key.Name, [.. region.Select(row => row["country"])])),
    ];

    /// <summary>Returns the region with a code in any case; null if there is none.</summary>
    public static Region? Find(string code) =>
        All.FirstOrDefault(region => string.Equals(region.Code, code, StringComparison.OrdinalIgnoreCase));
}
