using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Adam.Api.Imports.Formats;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Imports;
using Adam.Domain.Keys;

namespace Adam.Api.Imports;

/// <summary>The options of an import as the register keeps them, with the role of the caller.</summary>
internal sealed record KeptOptions(Role Role, ImportOptions Options)
{
    /// <summary>The public id of the key; null for a command, and for an import of an earlier release.</summary>
    public string? KeyId { get; init; }

    public string? RequestId { get; init; }

    private const int LongestSource = 400;

    public static KeptOptions Read(KeptImport import) =>
        JsonSerializer.Deserialize<KeptOptions>(import.Options, Json.Options)!;

    public string Write() => JsonSerializer.Serialize(this, Json.Options);

    /// <summary>Returns the caller on whose behalf a server works on an import.</summary>
    public Caller CallerOf(KeptImport import) =>
        new(import.Partner ?? "", Role, import.By, KeyId ?? "") { RequestId = RequestId };

    /// <summary>
    /// Returns the source that a file belongs to: its format, its sheet, and the meaning of its columns. The name of
    /// the file is no part of it, because it often has a date.
    /// </summary>
    public static string SourceOf(IImportFormat format, ImportOptions options)
    {
        var source = string.Join(
            '|',
            format.Name,
            options.Sheet,
            options.Pillar is { } pillar ? Json.NameOf(pillar) : "",
            options.MappingName ?? (options.Mapping is { } mapping ? HashOf(mapping) : "")
        );
        // The command line does not limit the name of a sheet.
        return source.Length > LongestSource ? HashOf(source) : source;
    }

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Returns the import of a file to be kept.</summary>
    public static NewImport Create(
        Guid id,
        Caller caller,
        IImportFormat format,
        SentFile file,
        long totalBytes,
        ImportOptions options,
        bool isJob
    ) =>
        new(
            id,
            caller.Partner.Length == 0 ? null : caller.Partner,
            OwnerOf(caller, options),
            caller.KeyName,
            isJob,
            options.DryRun,
            file,
            format.Name,
            SourceOf(format, options),
            new KeptOptions(caller.Role, options) { KeyId = caller.Actor.KeyId, RequestId = caller.RequestId }.Write(),
            totalBytes
        );

    /// <summary>Returns the owner of records for which the file names none; null if there is none.</summary>
    public static string? OwnerOf(Caller caller, ImportOptions options) =>
        options.Owner ?? (caller.Partner.Length == 0 ? null : caller.Partner);
}
