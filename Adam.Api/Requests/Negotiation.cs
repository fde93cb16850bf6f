using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Requests;

/// <summary>
/// Content negotiation: the requested and the sent format. <c>?format=</c> takes precedence over <c>Accept</c>, because
/// browsers send an <c>Accept</c> header that nobody chose.
/// </summary>
internal static class Negotiation
{
    public const string Parameter = "format";

    public static readonly string[] Formats = ["json"];

    public static void Check(HttpRequest request, string? format, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(format))
            CheckAccept(request.Headers.Accept);
        else if (!Formats.Contains(format) && !faults.Concern(Parameter))
            faults.Add(new(Parameter, $"There is no format {Fault.Show(format)} here. Known are {string.Join(", ", Formats)}.", ErrorCodes.UnknownCode));
    }

    public static void CheckContentType(HttpContext http, RequestShape shape)
    {
        var given = http.Request.ContentType;
        // A file may have one of several types; of the names for one JSON form the usual one is enough.
        var expected = shape.IsFile ? string.Join(" or ", shape.MediaTypes) : shape.MediaTypes[0];
        // A file says itself how it is encoded.
        if (MediaTypeHeaderValue.TryParse(given, out var type) && shape.MediaTypes.Any(one => type.MediaType.Equals(one, StringComparison.OrdinalIgnoreCase)) &&
            (shape.IsFile || !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)))
            return;

        var refusal = new Refusal(ErrorCodes.WrongContentType,
            $"The body must come as Content-Type: {expected}{(shape.IsFile ? "" : " (in UTF-8)")}, not {(string.IsNullOrEmpty(given) ? "without a Content-Type" : $"as {Fault.Show(given)}")}.");
        refusal.Headers[HttpMethods.IsPatch(http.Request.Method) ? "Accept-Patch" : HttpMethods.IsPost(http.Request.Method) ? "Accept-Post" : HeaderNames.Accept] = string.Join(", ", shape.MediaTypes);
        throw refusal;
    }

    private static void CheckAccept(StringValues accept)
    {
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is null or "" or "*/*" or Json.MediaType) || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return;

        if (!Takes(ranges, Json.MediaType) && !Takes(ranges, Problem.MediaType))
            throw new Refusal(ErrorCodes.NotAcceptable, $"Accept: {Fault.Printable(accept.ToString())} allows no format of this answer. It comes as {Json.MediaType}.");
    }

    // The most specific matching range decides; a quality of 0 excludes the type (RFC 9110).
    private static bool Takes(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var sent = new MediaTypeHeaderValue(type);
        var range = ranges.Where(range => sent.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .MaxBy(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2);
        return range is not null && range.Quality != 0;
    }
}
