using System.Text.RegularExpressions;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Data.Imports;

namespace Adam.Api.Imports;

/// <summary>Reads the mapping of a request: JSON, or the name of one that the partner has saved.</summary>
internal sealed partial class MappingReader(ImportMappings mappings)
{
    public const int LongestName = 50;

    /// <summary>Returns true if a mapping can have this name.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>
    /// Returns the options with the mapping of a request. A name is that of a mapping of the owner that the options
    /// state, else of one of the caller's partner: an admin who imports for another partner can use the mappings of
    /// both.
    /// </summary>
    /// <param name="partner">The code of the caller's partner.</param>
    /// <param name="text">The mapping, or its name; null if there is none.</param>
    /// <exception cref="ProblemException">It has errors, or the partner has saved none of the name.</exception>
    public async Task<ImportOptions> ReadAsync(
        ImportOptions options,
        string partner,
        string? text,
        CancellationToken ct
    )
    {
        if (text is null)
            return options;

        var name = text.Trim();
        var saved = IsName(name) ? await FindAsync(options.Owner, partner, name, ct) : null;
        if (saved is null && IsName(name))
            throw ProblemException.ForErrors(
                new ValidationError(
                    ColumnMapping.Name,
                    $"{partner} has saved no mapping {ValidationError.Quote(name)}. GET /v1/mappings lists them; a "
                        + "mapping itself is JSON.",
                    ErrorCodes.UnknownCode
                )
            );

        List<ValidationError> errors = [];
        var json = saved?.Definition ?? text;
        ColumnMapping.Read(json, errors);
        errors.ThrowIfAny();
        return options with { Mapping = json, MappingName = saved?.Name };
    }

    private async Task<SavedMapping?> FindAsync(string? owner, string partner, string name, CancellationToken ct) =>
        (owner is null || owner == partner ? null : await mappings.FindAsync(owner, name, ct))
        ?? await mappings.FindAsync(partner, name, ct);

    /// <summary>Returns the mapping of a request, in its form or in its URL; null if there is none.</summary>
    /// <exception cref="ProblemException">It is stated twice, or the file is no table.</exception>
    public static string? Select(string? parameter, Upload upload)
    {
        List<ValidationError> errors = [];
        if ((upload.Mapping ?? parameter) is not { } text)
            return null;
        if (upload.Mapping is not null && parameter is not null)
            errors.Add(
                new(ColumnMapping.Name, "It stands in the form and in the URL. Leave one out.", ErrorCodes.BadValue)
            );
        if (upload.Format is not TableFormat)
            errors.Add(
                new(
                    ColumnMapping.Name,
                    $"A mapping is for tables (csv, xlsx), and the file is {upload.Format.Name}. Leave it out.",
                    ErrorCodes.BadValue
                )
            );
        errors.ThrowIfAny();
        return text;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,49}$")]
    private static partial Regex Name();
}
