using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Iati;
using Adam.Api.Imports.Formats.Ndjson;
using Adam.Domain.Text;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace Adam.Api.Imports;

/// <summary>The formats that files may have.</summary>
internal static class ImportFormats
{
    /// <summary>Every format, the usual one first.</summary>
    public static readonly IReadOnlyList<IImportFormat> All = [new IatiFormat(), new NdjsonFormat()];

    /// <summary>Every media type that a request body may have, the usual one first.</summary>
    public static IEnumerable<string> MediaTypes => All.SelectMany(format => format.MediaTypes);

    /// <summary>Every format with what its files hold, in a few words for help texts.</summary>
    public static string Descriptions =>
        string.Join("; ", All.Select(format => $"{string.Join(", ", format.Extensions)}: {format.Description}"));

    /// <summary>Returns the format of a name in any case; null if there is none.</summary>
    public static IImportFormat? Find(string name) =>
        All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the format of a <c>Content-Type</c>; null if there is none.</summary>
    public static IImportFormat? ForContentType(string? contentType)
    {
        var name = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.MediaType.Value : null;
        return All.FirstOrDefault(format => format.MediaTypes.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns the format of a file by its extension; null if the extension is none's.</summary>
    public static IImportFormat? ForFile(string path)
    {
        var extension = Path.GetExtension(path);
        return All.FirstOrDefault(format => format.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns the sentences for a name that no format has.</summary>
    public static string Unknown(string name)
    {
        var names = All.Select(format => format.Name).ToList();
        var meant = Nearest.FindIn(name, names) is { } nearest ? $"Did you mean '{nearest}'? " : "";
        return $"There is no format {ValidationError.Quote(name)}. {meant}Known are {string.Join(", ", names)}.";
    }

    /// <summary>Returns the sentences for a file whose extension no format has.</summary>
    public static string UnknownExtension(string path)
    {
        var known = All.Select(format => $"{string.Join(", ", format.Extensions)} for {format.Name}");
        return $"{path}: the extension of the file names no format. Known are {string.Join("; ", known)}. "
            + "Name the format with --format.";
    }
}

/// <summary>Marks the body of a request that is a file in one of the <see cref="ImportFormats"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ImportFileAttribute() : MediaTypesAttribute([.. ImportFormats.MediaTypes]);
