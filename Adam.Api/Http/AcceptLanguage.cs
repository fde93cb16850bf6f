using Adam.Domain.CodeLists;
using Adam.Domain.Sentences;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>Chooses the language of names and sentences, and states it in the headers of the response.</summary>
internal static class AcceptLanguage
{
    /// <summary>
    /// Returns the one of some languages that a client prefers (RFC 9110, section 12.5.4, by the primary subtag);
    /// English if it prefers none of them.
    /// </summary>
    public static string Choose(StringValues header, IEnumerable<string> languages)
    {
        if (!StringWithQualityHeaderValue.TryParseList(header, out var ranges))
            return CountryNames.English;

        var preferred = ranges
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => range.Value.Value!.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language == "*" || languages.Contains(language, StringComparer.Ordinal));
        return preferred is null or "*" ? CountryNames.English : preferred;
    }

    /// <summary>Returns the language of the names in a response.</summary>
    public static string ChooseNames(this HttpContext http) => http.Choose(CountryNames.Languages);

    /// <summary>Returns the texts of the sentences in a response.</summary>
    public static SentenceTexts ChooseSentences(this HttpContext http)
    {
        var language = http.Choose(SentenceTexts.Languages.Select(texts => texts.Language));
        return SentenceTexts.Languages.First(texts => texts.Language == language);
    }

    private static string Choose(this HttpContext http, IEnumerable<string> languages)
    {
        var language = Choose(http.Request.Headers.AcceptLanguage, languages);
        var headers = http.Response.Headers;
        // A response can have names in one language, and sentences in another: fewer languages have sentences.
        var stated = headers.GetCommaSeparatedValues(HeaderNames.ContentLanguage);
        if (!stated.Contains(language, StringComparer.Ordinal))
            headers.ContentLanguage = string.Join(", ", [.. stated, language]);
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.AcceptLanguage))
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return language;
    }
}
