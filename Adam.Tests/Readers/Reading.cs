using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;

namespace Adam.Tests.Readers;

/// <summary>The responses to a reader, in which what differs between two registers of one content is masked.</summary>
internal static partial class Reading
{
    /// <summary>The operations that read, each with the queries that could show a restricted project.</summary>
    public static IReadOnlyDictionary<string, string[]> Queries { get; } =
        new Dictionary<string, string[]>
        {
            ["/v1/projects"] =
            [
                "",
                "count=true&limit=1",
                "visibility=restricted&count=true",
                "visibility=partners&count=true",
                "owner=DE&count=true",
                "donor=US&count=true",
                "implementer=UNODC&count=true",
                "partner=FR&count=true",
                "country=TJ&pillar=precursors&count=true",
                "status=implementation&count=true",
                "activityType=training&count=true",
                "route=northern&count=true",
                "q=zorbulon&count=true",
                "q=zorbulen&count=true",
                "q=qwellimak&count=true",
                "q=qwellimek&count=true",
                "place=zorbtown",
                "place=zorbtawn",
                "admin1=zorbregion",
                "donor=Zorbulon%20Trust",
                "donor=Zorbulan%20Trust",
                "near=37.2,68.6,50&count=true",
                "bbox=60,30,80,50&count=true",
                "activeOn=2020-06-01&count=true",
                "activeFrom=2031-01-01&count=true",
                "startsFrom=2019-01-01&startsTo=2040-12-31&count=true",
                "endsFrom=2030-01-01&endsTo=2040-12-31&count=true",
                "updatedSince=2000-01-01&count=true",
                "fundedUntilBefore=2040-01-01&count=true",
                "outlivesFunding=true&count=true",
                "sdgTarget=16.4&count=true",
                "region=west-and-central-asia&count=true",
                "outlivesFunding=false&count=true",
                "sort=updated",
                "sort=updated-descending",
                "sort=start",
                "sort=end-descending",
                "sort=created-descending",
                "asOf=2999-01-01T00:00:00Z",
                "format=csv",
                "format=ndjson",
                "format=geojson",
                "format=iati",
                "include=names",
                "fields=reference,title,visibility",
            ],
            ["/v1/presence"] =
            [
                "by=sdgTarget",
                "by=country,pillar",
                "by=country,pillar&country=TJ&pillar=precursors",
                "by=partner",
                "by=donor&currency=USD",
                "by=implementer",
                "by=activityType",
                "by=status",
                "by=year",
                "by=country,year&donor=US",
                "by=donor&q=zorbulon",
                "by=country&visibility=restricted",
                "by=country,pillar&format=csv",
            ],
            ["/v1/overlaps"] =
            [
                "",
                "count=true",
                "sort=start&count=true",
                "sort=days",
                "sort=updated",
                "sort=uncertain",
                "country=TJ&count=true",
                "pillar=precursors&sort=start",
                "owner=DE&count=true",
                "donor=US&count=true",
                "between=DE,US&count=true",
                "kind=same-project&count=true",
                "kind=declared&count=true",
                "verdict=none&count=true",
                "verdict=duplicate&count=true",
                "minScore=0.1&count=true",
                "q=zorbulon&count=true",
                "visibility=restricted&count=true",
                "foundSince=2000-01-01&count=true",
                "foundBefore=2100-01-01&count=true",
                "format=csv",
                "format=ndjson",
            ],
            ["/v1/overlaps/summary"] =
            [
                "by=country",
                "by=pillar",
                "by=donors",
                "by=year",
                "by=country,pillar&verdict=none",
                "by=country,donors",
                "by=year&country=TJ",
                "by=foundMonth",
                "by=foundMonth&country=TJ",
            ],
            ["/v1/overlaps/clusters"] = ["", "country=TJ", "verdict=duplicate"],
            ["/v1/measures"] = ["", "country=TJ&count=true"],
            ["/v1/gaps"] =
            [
                "",
                "country=TJ",
                "by=pillar&country=TJ",
                "asOf=2011-06-01",
                "asOf=2020-06-01",
                "asOf=2090-01-01",
                "state=gap&count=true",
                "state=covered&count=true",
                "crowded=true",
                "from=2010-01-01&until=2036-12-31",
                "recordedBy=2026-01-01",
                "format=csv",
                "format=geojson",
            ],
            ["/v1/gaps/summary"] =
            [
                "fromYear=2008&toYear=2040",
                "by=country",
                "by=measure&asOf=2011-06-01",
                "by=pillar&cells=pillar&country=TJ",
            ],
            ["/v1/changes"] = ["", "owner=DE", "donor=US", "country=TJ", "subject=overlap", "limit=3"],
            ["/v1/imports"] = ["", "count=true"],
            ["/v1/partners"] = ["q=DE"],
            ["/v1/meetings"] = ["", "count=true", "format=ics"],
            ["/v1/recommendations"] = ["", "on=2015-12-14&count=true", "served=true", "served=false&count=true"],
            ["/v1/questionnaires"] = ["", "count=true"],
            ["/v1/questionnaires/rates"] = ["", "by=route"],
            ["/v1/codelists"] = [""],
            ["/v1/regions"] = [""],
            ["/v1/routes"] = [""],
            ["/v1/exchange-rates"] = [""],
            ["/v1/subscriptions"] = [""],
            ["/v1/mappings"] = [""],
            ["/v1/imports/template"] = ["format=csv"],
        };

    /// <summary>The operations that read one record. {id} is a visible project, {pair} a visible pair.</summary>
    public static IReadOnlyList<string> OfRecords { get; } =
    [
        "/v1/projects/{id}",
        "/v1/projects/{id}?asOf=2999-01-01T00:00:00Z",
        "/v1/projects/{id}/history",
        "/v1/projects/{id}/versions/1",
        "/v1/projects/{id}/measures",
        "/v1/measures/M-TJ",
        "/v1/measures/M-TJ/history",
        "/v1/measures/M-TJ/projects?count=true",
        "/v1/measures/M-WIDE/projects?count=true",
        "/v1/measures/M-TJ/projects/{id}",
        "/v1/measures/M-TJ/progress",
        "/v1/measures/M-TJ/progress?asOf=2011-06-01",
        "/v1/measures/M-WIDE/progress",
        "/v1/measures/M-TJ/findings?count=true",
        "/v1/measures/M-TJ/statements?count=true",
        "/v1/measures/M-TJ/statements?format=csv",
        "/v1/recommendations/EWG-1-III/1/progress",
        "/v1/reports/2011?lang=en",
        "/v1/reports/2011?format=html&lang=ru",
        "/v1/reports/2011/notes",
        "/v1/reports/2011/editions",
        "/v1/overlaps/{pair}",
        "/v1/overlaps/{pair}/verdicts",
        "/v1/overlaps/{pair}/notes",
        "/v1/partners/DE",
        "/v1/codelists/visibilities",
        "/v1/layers/projects/items?limit=10",
        "/v1/layers/seizures/unassisted?country=TJ&asOf=2011-06-01",
        "/v1/layers/seizures/unassisted?country=TJ&asOf=2090-01-01&format=csv",
        "/v1/collections/projects/items?bbox=60,30,80,50&datetime=2000-01-01/..",
        "/v1/collections/projects/items?country=TJ&limit=1",
    ];

    /// <summary>Returns all responses to a reader.</summary>
    public static async Task<IReadOnlyList<string>> AllAsync(HttpClient client, string id, string pair)
    {
        var targets = Queries
            .SelectMany(one => one.Value.Select(query => query.Length == 0 ? one.Key : $"{one.Key}?{query}"))
            .Concat(
                OfRecords.Select(path =>
                    path.Replace("{id}", id, StringComparison.Ordinal).Replace("{pair}", pair, StringComparison.Ordinal)
                )
            );
        var responses = new List<string>();
        foreach (var target in targets)
            responses.Add(await SeenAsync(client, "GET", target));
        return Masked(responses);
    }

    /// <summary>Returns a request with its response: status, headers of the content, and body.</summary>
    public static async Task<string> SeenAsync(HttpClient client, string method, string target, string? body = null)
    {
        using var response = await client.SendAsync(method, target, body);
        var content = await response.Content.ReadAsByteArrayAsync();
        var text = Encoding.UTF8.GetString(content);
        // The tag of a page is a hash of what the reader sees anyway, with its instants, which differ.
        var ofContent = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";
        var headers = response
            .Headers.Where(header => header.Key is "ETag" or "Location" or "Link")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Select(header => header.Replace(ofContent, "(hash of the content)", StringComparison.Ordinal));
        var head = $"{(int)response.StatusCode} {string.Join("; ", headers)}";
        return $"{method} {HttpUtility.UrlDecode(target)}\n{head}\n{text}";
    }

    /// <summary>
    /// Returns texts without instants, ids of requests and positions, and with each id by the order in which the ids
    /// occur.
    /// </summary>
    public static IReadOnlyList<string> Masked(IEnumerable<string> texts)
    {
        var ids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        return [.. texts.Select(Mask)];

        string Mask(string text)
        {
            text = Instant().Replace(text, "(instant)");
            text = Position().Replace(text, "$1(position)");
            text = RequestId().Replace(text, "$1(request)");
            return Id()
                .Replace(
                    text,
                    match => ids.TryAdd(match.Value, $"(id {ids.Count})") ? ids[match.Value] : ids[match.Value]
                );
        }
    }

    /// <summary>
    /// Returns texts without the members that tell of restricted projects, and without gaps, closed gaps and progress:
    /// a restricted project covers its cells for those who do not see it.
    /// </summary>
    public static IReadOnlyList<string> WithoutRestricted(IEnumerable<string> texts) =>
        [
            .. texts
                .Where(text => !Coverage().IsMatch(text))
                .Select(text => Restricted().Replace(text, "\"restricted\":[]"))
                .Select(text => ClosedGaps().Replace(text, "\"closesGaps\":[]")),
        ];

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z|\d{8}T\d{6}Z")]
    private static partial Regex Instant();

    [GeneratedRegex(@"(""nextCursor"":""|cursor=)[\w%-]+")]
    private static partial Regex Position();

    [GeneratedRegex(@"(""(?:requestId|keyId)"":"")[^""]+")]
    private static partial Regex RequestId();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(@"""restricted"":\[[^\]]*\]")]
    private static partial Regex Restricted();

    /// <summary>A response that counts cells, which a restricted project covers; a report does, too.</summary>
    [GeneratedRegex(@"\AGET (?:/v1/gaps|/v1/reports/\d{4}\?|\S+/progress|\S+/unassisted|\S+[?&]served=)")]
    private static partial Regex Coverage();

    [GeneratedRegex(@"""closesGaps"":\[[^\]]*\]")]
    private static partial Regex ClosedGaps();
}
