using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Domain.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Binding;

/// <summary>
/// Negotiates the format of the response. <c>?format=</c> takes precedence over <c>Accept</c>, because browsers send
/// <c>Accept</c> by default.
/// </summary>
internal static class Negotiation
{
    public const string Parameter = "format";

    private const string Xml = "application/xml";

    private static readonly object Key = new();

    /// <summary>The only format of endpoints that offer no choice.</summary>
    private static readonly (string Name, string MediaType)[] JsonAlone = [("json", Json.MediaType)];

    /// <summary>Returns the negotiated format of an endpoint that offers several.</summary>
    public static IAnswerFormat FormatOf(HttpContext http) => (IAnswerFormat)http.Items[Key]!;

    /// <summary>Negotiates the format by the parameter; without it, by <c>Accept</c>.</summary>
    /// <param name="format">The value of the parameter; null or empty if there is none.</param>
    /// <exception cref="ProblemException">The client accepts none of the formats.</exception>
    public static void Negotiate(HttpContext http, string? format, List<ValidationError> errors)
    {
        var formats = http.GetEndpoint()?.Metadata.GetMetadata<IOffersFormats>()?.FormatsOf(http.RequestServices);
        IReadOnlyList<(string Name, string MediaType)> offered = formats is null
            ? JsonAlone
            : [.. formats.Select(one => (one.Name, one.MediaType))];
        var chosen = 0;
        if (string.IsNullOrEmpty(format))
            chosen = ByAccept(http.Request.Headers.Accept, [.. offered.Select(one => one.MediaType)]);
        else if (offered.Index().FirstOrDefault(one => one.Item.Name == format, (-1, default)) is (>= 0, _) named)
            chosen = named.Index;
        else if (!errors.HasErrorFor(Parameter))
            errors.Add(Unknown(format, [.. offered.Select(one => one.Name)]));

        if (formats is not null)
            http.Items[Key] = formats[chosen];
    }

    /// <summary>Returns the index of the media type that the client prefers by <c>Accept</c>.</summary>
    /// <param name="types">The media types, the usual one first.</param>
    /// <exception cref="ProblemException">The client accepts none of them.</exception>
    public static int Choose(HttpContext http, IReadOnlyList<string> types) =>
        ByAccept(http.Request.Headers.Accept, types);

    public static void CheckContentType(HttpContext http, RequestModel shape)
    {
        var given = http.Request.ContentType;
        // A file states its own encoding, so its charset is not checked.
        if (
            MediaTypeHeaderValue.TryParse(given, out var type)
            && shape.MediaTypes.Any(one => type.MediaType.Equals(one, StringComparison.OrdinalIgnoreCase))
            && (
                shape.IsFile
                || !type.Charset.HasValue
                || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)
            )
        )
            return;

        var problem = new ProblemException(
            ErrorCodes.WrongContentType,
            $"The body must come as Content-Type: {OneOf(shape.MediaTypes)}{(shape.IsFile ? "" : " (in UTF-8)")}, not "
                + $"{(string.IsNullOrEmpty(given) ? "without a Content-Type" : $"as {ValidationError.Quote(given)}")}."
        );
        problem.Headers[
            HttpMethods.IsPatch(http.Request.Method) ? "Accept-Patch"
            : HttpMethods.IsPost(http.Request.Method) ? "Accept-Post"
            : HeaderNames.Accept
        ] = string.Join(", ", shape.MediaTypes);
        throw problem;
    }

    /// <summary>Returns the names in the form <c>a, b or c</c>.</summary>
    private static string OneOf(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";

    private static ValidationError Unknown(string format, IReadOnlyList<string> names)
    {
        var nearest = names.Count > 1 ? Nearest.FindIn(format, names) : null;
        var meant = nearest is null ? "" : $"Did you mean {ValidationError.Quote(nearest)}? ";
        var reason =
            $"There is no format {ValidationError.Quote(format)} here. {meant}Known are {string.Join(", ", names)}.";
        return new(Parameter, reason, ErrorCodes.UnknownCode);
    }

    /// <summary>Returns the index of the media type that the client prefers; the first of equal ones.</summary>
    /// <remarks>
    /// Browsers accept <c>text/html</c>, then <c>application/xml</c>, then everything. They mean pages in XHTML, so
    /// their XML counts as everything else does.
    /// </remarks>
    private static int ByAccept(StringValues accept, IReadOnlyList<string> types)
    {
        if (
            accept.Count == 0
            || (accept.Count == 1 && (accept[0] is null or "" or "*/*" || accept[0] == types[0]))
            || !MediaTypeHeaderValue.TryParseList(accept, out var ranges)
        )
            return 0;

        if (ranges.Any(IsHtml) && ranges.Any(range => range.MatchesAllTypes))
            ranges = [.. ranges.Where(range => !range.MediaType.Equals(Xml, StringComparison.OrdinalIgnoreCase))];
        var best = types.Index().MaxBy(type => Quality(ranges, type.Item));
        if (Quality(ranges, best.Item) > 0)
            return best.Index;
        // A client that accepts only problems still gets a response in the first format.
        return Quality(ranges, Problem.MediaType) > 0
            ? 0
            : throw new ProblemException(
                ErrorCodes.NotAcceptable,
                $"Accept: {ValidationError.Printable(accept.ToString())} allows no format of this answer. "
                    + $"It comes as {OneOf(types)}."
            );
    }

    private static bool IsHtml(MediaTypeHeaderValue range) =>
        range.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && range.Quality is not 0;

    /// <summary>
    /// Returns the quality of a media type, from 0 (not accepted) to 1, by the most specific range that matches (RFC
    /// 9110, section 12.5.1).
    /// </summary>
    private static double Quality(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var sent = new MediaTypeHeaderValue(type);
        var range = ranges
            .Where(range => sent.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .MaxBy(range =>
                range.MatchesAllTypes ? 0
                : range.MatchesAllSubTypes ? 1
                : 2
            );
        return range is null ? 0 : range.Quality ?? 1;
    }
}
