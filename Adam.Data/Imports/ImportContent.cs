namespace Adam.Data.Imports;

/// <summary>An import that has ended as its audit entries contain it.</summary>
/// <param name="Name">The name of the file; null if the sender has stated none.</param>
/// <param name="Sha256">SHA-256 of the file as it was sent, in hexadecimal digits.</param>
internal sealed record ImportContent(
    ImportState State,
    string? Owner,
    string? Name,
    string Sha256,
    bool IsDryRun,
    ImportCounts Counts,
    DateTimeOffset? UndoneAt,
    string? UndoneBy
)
{
    public static ImportContent FromImport(KeptImport import) =>
        new(
            import.State,
            import.Owner,
            import.File.Name,
            Convert.ToHexStringLower(import.File.Sha256),
            import.IsDryRun,
            import.Counts,
            import.UndoneAt,
            import.UndoneBy
        );
}
