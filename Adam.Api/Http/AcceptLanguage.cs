using Adam.Domain.CodeLists;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>Chooses the language of names.</summary>
internal static class AcceptLanguage
{
    /// <summary>
    /// Returns the language of the names that a client prefers (RFC 9110, section 12.5.4, by the primary subtag);
    /// English if it prefers none of those that the names have.
    /// </summary>
    public static string Choose(StringValues header)
    {
        if (!StringWithQualityHeaderValue.TryParseList(header, out var ranges))
            return CountryNames.English;

        var preferred = ranges
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => range.Value.Value!.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language == "*" || CountryNames.Languages.Contains(language));
        return preferred is null or "*" ? CountryNames.English : preferred;
    }
}
