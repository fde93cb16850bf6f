using Adam.Api.Binding;
using Adam.Api.Errors;

namespace Adam.Api.Tables;

/// <summary>The query parameters that only tables have.</summary>
internal static class TableOptions
{
    public const string Hxl = "hxl";
    public const string Bom = "bom";
    public const string Explode = "explode";

    /// <summary>Ends the request if it has a parameter that the format does not support.</summary>
    /// <param name="format">The name of the format in the message: <c>JSON</c>.</param>
    /// <exception cref="ProblemException">The request has such a parameter.</exception>
    public static void RejectIn(string format, ListRequest request, params ReadOnlySpan<string> supported)
    {
        if (request is not TableListRequest options)
            return;

        List<ValidationError> errors = [];
        if (options.Hxl && !supported.Contains(Hxl))
            errors.Add(Misplaced(Hxl, "format=csv and format=xlsx"));
        if (!options.Bom && !supported.Contains(Bom))
            errors.Add(Misplaced(Bom, "format=csv"));
        if (options.IsExploded && !supported.Contains(Explode))
            errors.Add(Misplaced(Explode, "format=csv, format=xlsx and format=parquet"));
        errors.ThrowIfAny();

        ValidationError Misplaced(string parameter, string formats) =>
            new(
                parameter,
                $"{parameter} applies to {formats}, not to {format}. Leave {parameter} out.",
                ErrorCodes.BadValue
            );
    }
}
