using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Imports;
using Adam.Domain.Projects;

namespace Adam.Api.Imports;

/// <summary>An import.</summary>
/// <param name="State">
/// <c>queued</c> and <c>running</c> while it is at work; then <c>finished</c>, <c>failed</c> or <c>cancelled</c>.
/// </param>
/// <param name="StateReason">The reason of the state; null if there is none to tell.</param>
/// <param name="Partner">The partner of the key that sent the file; null for the command line.</param>
/// <param name="CreatedBy">The name of the key.</param>
/// <param name="Owner">The owner of records for which the file names none.</param>
/// <param name="CreatedAt">The instant at which the register accepted the file.</param>
/// <param name="StartedAt">The instant at which a server began it.</param>
/// <param name="EndedAt">The instant at which it ended.</param>
/// <param name="Job">True if a server works on it beside its requests.</param>
/// <param name="Report">The path of the report; null if there is none.</param>
/// <param name="KeptUntil">
/// The instant until which the report is kept and the import can be undone; null if nothing is kept.
/// </param>
/// <param name="UndoneAt">The instant at which it was undone; null if it was not.</param>
/// <param name="UndoneBy">The name of the key that undid it.</param>
internal sealed record ImportResponse(
    [property: Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e31")] Guid Id,
    [property: Example(ImportState.Finished)] ImportState State,
    string? StateReason,
    [property: Example("DE")] string? Partner,
    [property: Example("Reporting desk, Berlin")] string CreatedBy,
    [property: Example("DE")] string? Owner,
    ImportedFile File,
    KeptImportOptions Options,
    bool Job,
    DateTimeOffset CreatedAt,
    [property: Example("2026-01-31T09:30:00Z")] DateTimeOffset? StartedAt,
    [property: Example("2026-01-31T09:30:02Z")] DateTimeOffset? EndedAt,
    ImportProgressResponse Progress,
    ImportCountsResponse Counts,
    [property: Example("/v1/imports/01938c2e-7a41-7c3e-9d55-0c2f1b6a9e31/report")] string? Report,
    [property: Example("2026-05-01T09:30:00Z")] DateTimeOffset? KeptUntil,
    DateTimeOffset? UndoneAt,
    string? UndoneBy
)
{
    [JsonIgnore]
    public string Tag => EntityTags.ForContent(JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));

    public static string PathOf(Guid id) => $"/v1/imports/{id}";

    public static ImportResponse FromImport(KeptImport import)
    {
        var options = KeptOptions.Read(import).Options;
        var (advance, counts) = (import.Advance, import.Counts);
        return new(
            import.Id,
            import.State,
            import.StateReason,
            import.Partner,
            import.By,
            import.Owner,
            new(import.File.Name, import.Format, import.File.Size, Convert.ToHexStringLower(import.File.Sha256)),
            new(
                options.DryRun,
                options.Atomic,
                options.WithdrawMissing,
                options.Pillar,
                options.Sheet,
                options.MappingName,
                options.Mapping is not null
            ),
            import.IsJob,
            import.CreatedAt,
            import.StartedAt,
            import.EndedAt,
            new(advance.BytesRead, advance.TotalBytes, advance.RecordsRead, advance.RecordsWritten),
            new(counts.Created, counts.Updated, counts.Unchanged, counts.Rejected, counts.Missing, counts.Withdrawn),
            import is { State: ImportState.Finished, StateReason: null, KeptUntil: not null }
                ? $"{PathOf(import.Id)}/report"
                : null,
            import.KeptUntil,
            import.UndoneAt,
            import.UndoneBy
        );
    }
}

/// <summary>The file of an import, as it was sent.</summary>
/// <param name="Name">The name of the file; null if the sender stated none.</param>
/// <param name="Format">The name of its format.</param>
/// <param name="Size">The number of bytes.</param>
/// <param name="Sha256">The SHA-256 of the bytes, in hexadecimal digits.</param>
internal sealed record ImportedFile(
    [property: Example("projects.csv")] string? Name,
    [property: Example("csv")] string Format,
    [property: Example(48_213)] long Size,
    [property: Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")] string Sha256
);

/// <summary>The options of an import.</summary>
/// <param name="Mapping">The name of the saved mapping; null if it has none.</param>
/// <param name="HasMapping">True if a mapping states the meaning of the columns.</param>
internal sealed record KeptImportOptions(
    [property: Example(false)] bool DryRun,
    [property: Example(false)] bool Atomic,
    [property: Example(false)] bool WithdrawMissing,
    Pillar? Pillar,
    string? Sheet,
    string? Mapping,
    [property: Example(false)] bool HasMapping
);

/// <summary>The progress of an import.</summary>
/// <param name="Bytes">The number of bytes of the unpacked file that were read.</param>
/// <param name="TotalBytes">The size of the unpacked file.</param>
/// <param name="Read">The number of records that were read.</param>
/// <param name="Written">The number of records that were written, or found unchanged.</param>
internal sealed record ImportProgressResponse(
    [property: Example(48_213)] long Bytes,
    [property: Example(48_213)] long TotalBytes,
    [property: Example(120)] int Read,
    [property: Example(120)] int Written
);

/// <summary>The numbers of records of an import.</summary>
/// <param name="Missing">The projects of the last file of the same source that this file does not have.</param>
/// <param name="Withdrawn">The number of them that were withdrawn.</param>
internal sealed record ImportCountsResponse(
    [property: Example(20)] int Created,
    [property: Example(15)] int Updated,
    [property: Example(85)] int Unchanged,
    [property: Example(0)] int Rejected,
    [property: Example(0)] int Missing,
    [property: Example(0)] int Withdrawn
);
