using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Iati;
using Adam.Api.Imports.Formats.Json;
using Adam.Api.Imports.Formats.Ndjson;
using Adam.Api.Imports.Formats.Tables;
using Adam.Domain.Text;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace Adam.Api.Imports;

/// <summary>The supported file formats.</summary>
internal static class ImportFormats
{
    /// <summary>All formats, the usual one first.</summary>
    public static readonly IReadOnlyList<IImportFormat> All =
    [
        new IatiFormat(),
        new NdjsonFormat(),
        new JsonFormat(),
        new CsvFormat(),
        new XlsxFormat(),
    ];

    /// <summary>All media types that a request body can have, the usual one first.</summary>
    public static IEnumerable<string> MediaTypes =>
        [.. All.SelectMany(format => format.MediaTypes), UploadForm.MediaType];

    /// <summary>The media types of a request body that is a table.</summary>
    public static IEnumerable<string> TableMediaTypes =>
        [.. All.OfType<TableFormat>().SelectMany(format => format.MediaTypes), UploadForm.MediaType];

    /// <summary>The codes of errors for which a file as a whole is rejected, in any format.</summary>
    public static IEnumerable<ErrorCode> Problems =>
        [.. All.SelectMany(format => format.Problems), ErrorCodes.NotUnpacked, ErrorCodes.NotForm];

    /// <summary>All formats with the content of their files, for help texts.</summary>
    public static string Descriptions =>
        string.Join("; ", All.Select(format => $"{string.Join(", ", format.Extensions)}: {format.Description}"));

    /// <summary>Returns the format with the name, ignoring case; null if there is none.</summary>
    public static IImportFormat? Find(string name) =>
        All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the format of a <c>Content-Type</c>; null if there is none.</summary>
    public static IImportFormat? ForContentType(string? contentType)
    {
        var name = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.MediaType.Value : null;
        return All.FirstOrDefault(format => format.MediaTypes.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns the format of a file by its extension; null if no format has the extension.</summary>
    public static IImportFormat? ForFile(string path)
    {
        var extension = Path.GetExtension(
            path.EndsWith(GzipFile.Extension, StringComparison.OrdinalIgnoreCase)
                ? path[..^GzipFile.Extension.Length]
                : path
        );
        return All.FirstOrDefault(format => format.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns the error message for an unknown format name.</summary>
    public static string Unknown(string name)
    {
        var names = All.Select(format => format.Name).ToList();
        var meant = Nearest.FindIn(name, names) is { } nearest ? $"Did you mean '{nearest}'? " : "";
        return $"There is no format {ValidationError.Quote(name)}. {meant}Known are {string.Join(", ", names)}.";
    }

    /// <summary>Returns the error message for a file with an unknown extension.</summary>
    public static string UnknownExtension(string path)
    {
        if (OtherFiles.ByExtension(Path.GetExtension(path)) is { } reason)
            return $"{path}: {reason}";

        var known = All.Select(format => $"{string.Join(", ", format.Extensions)} for {format.Name}");
        return $"{path}: the extension of the file names no format. Known are {string.Join("; ", known)}. "
            + "Name the format with --format.";
    }
}

/// <summary>Marks the body of a request that is a file in one of the <see cref="ImportFormats"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ImportFileAttribute() : MediaTypesAttribute([.. ImportFormats.MediaTypes]);

/// <summary>The body is a table to import.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TableFileAttribute() : MediaTypesAttribute([.. ImportFormats.TableMediaTypes]);
