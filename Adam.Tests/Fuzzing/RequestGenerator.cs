using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.OpenApi;

namespace Adam.Tests.Fuzzing;

/// <summary>
/// Generates requests from the contract: each operation and parameter, with values that are valid, nearly valid or
/// hostile, and with values of former responses. The same seed and the same responses give the same requests.
/// </summary>
internal sealed class RequestGenerator
{
    private const int MostTarget = 7500;

    private static readonly string[] OtherTargets =
    [
        "/",
        "/docs",
        "/docs/errors.md",
        "/docs/%2e%2e/%2e%2e/etc/passwd",
        "/docs/nothing.md",
        "/openapi.yaml",
        "/openapi.json",
        "/swagger",
        "/swagger/index.html",
        "/favicon.ico",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "//v1//me",
        "/v1/partners/DE/",
        "/V1/PARTNERS",
        "/mail/unsubscribe?token=a",
        "/%ED%A0%80",
        "/v1/partners/%ED%A0%80",
        "/_test_url_cache_",
    ];

    private static readonly string[] Methods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
        "TRACE",
        "QUERY",
    ];

    private readonly ContractDocument _contract;
    private readonly (string Name, string Method, string Path, JsonObject Operation)[] _operations;
    private readonly IReadOnlyDictionary<Role, string> _keys;
    private readonly string[] _keyIds;
    private readonly Harvest _harvest;
    private readonly Random _random;
    private readonly BodyGenerator _bodies;
    private readonly Func<string, bool> _hasSucceeded;
    private int _count;

    /// <param name="hasSucceeded">Returns true if a request of an operation has succeeded.</param>
    public RequestGenerator(
        ContractDocument contract,
        IReadOnlyDictionary<Role, string> keys,
        Harvest harvest,
        Random random,
        Func<string, bool> hasSucceeded
    )
    {
        (_contract, _keys, _harvest, _random, _hasSucceeded) = (contract, keys, harvest, random, hasSucceeded);
        _bodies = new(harvest, random);
        _operations =
        [
            .. contract.Operations.Select(one =>
                one.Key.Split(' ', 2) is [var method, var path] ? (one.Key, method, path, one.Value) : default
            ),
        ];
        _keyIds = [.. keys.Values.Select(key => key.Split('_')[1])];
    }

    public FuzzRequest Next()
    {
        _count++;
        var request = _random.Next(100) switch
        {
            < 2 => Framing(),
            < 4 => new(null, _random.Pick(Methods), _random.Pick(OtherTargets), Headers(null, ""), null),
            < 8 when _harvest.Links.Count > 0 => Follow(_random.Pick(_harvest.Links)),
            _ => FromOperation(),
        };
        // The keys of the fuzzer stay valid and unrestricted: a run whose own keys expire, or have fewer scopes, is
        // refused from then on, and finds nothing.
        return
            request.Method is not ("GET" or "HEAD")
            && _keyIds.Any(id => request.Target.Contains(id, StringComparison.Ordinal))
            ? Next()
            : request;
    }

    private FuzzRequest Follow(string target)
    {
        var operation = _operations.FirstOrDefault(one => one.Method == "GET" && one.Path == target.Split('?')[0]);
        if (_random.IsOneIn(2))
            target = WithOtherCursor(target);
        if (_random.IsOneIn(5))
            target += "&" + Encode(_random.Pick(HostileValues.Texts)) + "=1";
        return new(operation.Name, "GET", target, [Authorization(Role.Admin)], null);
    }

    /// <summary>Changes the position in the cursor. The cursor is not signed, so that anybody can do this.</summary>
    private string WithOtherCursor(string target)
    {
        var begin = target.IndexOf("cursor=", StringComparison.Ordinal) + "cursor=".Length;
        var cursor = target[begin..].Split('&')[0];
        if (begin < "cursor=".Length || !Base64Url.IsValid(cursor))
            return target;

        var position = Base64Url.DecodeFromChars(cursor);
        var changed =
            position[0] == '{'
                ? JsonMutation.Mutate(JsonNode.Parse(position)!, _random.Next(1, 3), _harvest, target, _random)
                : JsonMutation.Damage(position, isDamaged: true, _random);
        return target.Replace(cursor, Base64Url.EncodeToString(changed), StringComparison.Ordinal);
    }

    private FuzzRequest Framing()
    {
        var key = $"Authorization: Bearer {_keys[Role.Admin]}\r\n";
        var post =
            $"POST {(_random.IsOneIn(2) ? "/v1/projects/check" : "/v1/partners")} HTTP/1.1\r\nHost: x\r\n{key}"
            + "Content-Type: application/json\r\n";
        if (_random.IsOneIn(3))
            post = $"POST /v1/imports HTTP/1.1\r\nHost: x\r\n{key}Content-Type: text/csv\r\n";
        var text = _random
            .Pick(HostileValues.Framings)
            .Replace("{0}", key, StringComparison.Ordinal)
            .Replace("{1}", post, StringComparison.Ordinal);
        return new(null, text.Split(' ')[0], "", [], null) { Raw = Encoding.Latin1.GetBytes(text) };
    }

    private FuzzRequest FromOperation()
    {
        // Operations that few requests reach get more of them, without a fault.
        var unreached = _random.IsOneIn(8) ? _operations.Where(one => !_hasSucceeded(one.Name)).ToArray() : [];
        var (name, method, path, operation) = _random.Pick(unreached is [] ? _operations : unreached);
        // Most requests are of one tenor, so that some are valid as a whole.
        var isValid = unreached is not [] || _random.IsOneIn(3);
        // Half of the requests for a record are for one that a response has named.
        var target = _random.IsOneIn(2) ? _harvest.Resources.Fill(path, _random) ?? path : path;
        var query = new List<string>();
        var headers = new List<(string Name, string Value)>();
        foreach (var parameter in operation["parameters"]!.AsArray().Select(one => _contract.Resolve(one!)))
        {
            var (parameterName, place) = ((string)parameter["name"]!, (string)parameter["in"]!);
            var isRequired = (bool?)parameter["required"] is true;
            if (place == "path")
                target = target.Replace(
                    $"{{{parameterName}}}",
                    Encode(Value(parameter, path, isValid)),
                    StringComparison.Ordinal
                );
            else if (place == "query" && (isRequired || _random.IsOneIn(isValid ? 6 : 4)))
                query.AddRange(Repeated(parameter, path, isValid));
            else if (place == "header" && (isRequired ? !_random.IsOneIn(10) : _random.IsOneIn(5)))
                headers.Add((parameterName, Header(parameterName, target, isValid)));
        }

        if (!isValid && _random.IsOneIn(20))
            query.Add($"{Encode(_random.Pick(HostileValues.Texts))}={Encode(_random.Pick(HostileValues.Texts))}");
        if (!isValid && _random.IsOneIn(30))
            target += _random.Pick(["/", "/x", "%20", "%00", "?", "//"]);
        if (query.Count > 0)
            target += (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', query);
        if (target.Length > MostTarget)
            target = target[..MostTarget].TrimEnd('%');
        if (!isValid && _random.IsOneIn(40))
            (method, name) = (_random.Pick(Methods), null!);
        else if (method == "GET" && _random.IsOneIn(30))
            method = "HEAD";

        var body = operation["requestBody"] is JsonObject content
            ? _bodies.Next(path, ReferenceIn(path, target), content, isValid, headers)
            : null;
        if (body is null && !isValid && _random.IsOneIn(30))
            body = _random.Pick(HostileValues.Bodies);
        headers.AddRange(Headers(operation, isValid ? "valid" : ""));
        // A changed path belongs to another operation, or to none.
        return new(Matches(path, target) ? name : null, method, target, Clean(headers), body);
    }

    /// <summary>Returns the reference that the target of a record names; null if its path has none.</summary>
    private static string? ReferenceIn(string path, string target)
    {
        var segments = target.Split('?')[0].Split('/').Select(Uri.UnescapeDataString).ToList();
        return path.EndsWith("/{reference}", StringComparison.Ordinal) ? segments[^1]
            : path.EndsWith("/{set}/{number}", StringComparison.Ordinal) ? $"{segments[^2]}/{segments[^1]}"
            : null;
    }

    /// <summary>Returns true if the target is of this path, and of no other.</summary>
    private bool Matches(string path, string target)
    {
        var segments = target.Split('?')[0].Split('/');
        var pattern = path.Split('/');
        return segments.Length == pattern.Length
            && segments
                .Zip(pattern)
                .All(pair => pair.Second.StartsWith('{') ? pair.First.Length > 0 : pair.First == pair.Second)
            && !_operations.Any(one => one.Path != path && one.Path == target.Split('?')[0]);
    }

    private IEnumerable<string> Repeated(JsonObject parameter, string path, bool isValid)
    {
        var name = (string)parameter["name"]!;
        var times = (string?)parameter["schema"]?["type"] == "array" && _random.IsOneIn(3) ? _random.Next(1, 5) : 1;
        if (!isValid && _random.IsOneIn(40))
            times += 1;
        for (var i = 0; i < times; i++)
        {
            var value =
                !isValid && _random.IsOneIn(25)
                    ? _random.Pick(HostileValues.Encoded)
                    : Encode(Value(parameter, path, isValid));
            yield return $"{name}={value}";
        }
    }

    /// <summary>Returns a value of a parameter.</summary>
    private string Value(JsonObject parameter, string path, bool isValid)
    {
        var name = (string)parameter["name"]!;
        // A long wait is no fault, and takes its time.
        if (name == "wait")
            return _random.Pick(["0", "0", "-1", "x", "31"]);
        if (!isValid && _random.IsOneIn(4))
            return _random.Pick(HostileValues.Texts);

        var schema = _contract.Resolve(parameter["schema"]!);
        var valid = Values(parameter, schema, path, name).ToList();
        if (valid.Count == 0)
            return _random.Pick(HostileValues.Texts);
        var value = _random.Pick(valid);
        if (!isValid && _random.IsOneIn(5))
            value = _random.Next(4) switch
            {
                0 => value.ToUpperInvariant(),
                1 => value + "x",
                2 => value.Length > 1 ? value[1..] : "",
                _ => $"{value},{value}",
            };
        return value;
    }

    private IEnumerable<string> Values(JsonObject parameter, JsonObject schema, string path, string name)
    {
        if (parameter["example"] is { } example)
            yield return Text(example);
        foreach (var one in schema["examples"] as JsonArray ?? [])
            yield return Text(one!);
        var item = schema["items"] is { } items ? _contract.Resolve(items) : schema;
        foreach (var one in (item["enum"] as JsonArray ?? []).Concat(item["examples"] as JsonArray ?? []))
            yield return Text(one!);
        if ((string?)schema["type"] == "boolean")
            yield return _random.Pick(["true", "false"]);
        if (schema["minimum"] is { } least)
            yield return Text(least);
        if (schema["maximum"] is { } most)
            yield return Text(most);
        foreach (var one in _harvest.Values(path, name == "cursor" || name == "after" ? "nextCursor" : name).Take(10))
            yield return one;
        if (name == "mapping")
        {
            foreach (var one in HostileValues.Texts.Where(text => text.StartsWith('{')))
                yield return one;
        }

        if (name is "project" or "projects")
            foreach (var one in _harvest.Values("/v1/projects", "id").Take(10))
                yield return one;
        if (name is "owner" or "donor" or "partner" or "implementer" or "between")
            foreach (var one in _harvest.Values("/v1/partners", "code").Take(10))
                yield return one;
    }

    private static string Text(JsonNode node) =>
        node is JsonArray list ? (list.Count == 0 ? "" : Text(list[0]!)) : node.ToString();

    private string Header(string name, string target, bool isValid) =>
        !isValid && _random.IsOneIn(4) ? _random.Pick(HostileValues.Texts)
        : name is "If-Match" or "If-None-Match"
            ? (TagOf(target) ?? (isValid ? "*" : null) ?? _random.Pick(["*", "\"1\"", "\"3\", \"4\"", "W/\"1\""]))
        : name == "Idempotency-Key" ? $"fuzz-{_random.Next(50)}-{_count % 7}"
        : name == "Prefer" ? _random.Pick(["respond-async", "respond-async, wait=1", "wait"])
        : name == "Accept-Language" ? _random.Pick(["fr", "ru, en;q=0.5", "*"])
        : _random.Pick(HostileValues.Texts);

    /// <summary>
    /// Returns the entity tag of a record, or of the record above it, as for the state of a questionnaire; null if it
    /// is not known. Now and then it is not taken, because it can be an old one.
    /// </summary>
    private string? TagOf(string target)
    {
        if (_random.IsOneIn(4))
            return null;

        for (var path = target; path.Length > 3; path = path[..path.LastIndexOf('/')])
        {
            if (_harvest.Tags.GetValueOrDefault(path) is { } tag)
                return tag;
        }

        return null;
    }

    private List<(string Name, string Value)> Headers(JsonObject? operation, string tenor)
    {
        var headers = new List<(string, string)>();
        var allowed = operation?["x-roles"] as JsonArray;
        var role = _random.Pick(Enum.GetValues<Role>());
        if (tenor.Length > 0 && allowed is not null && !_random.IsOneIn(6))
            role = Enum.Parse<Role>((string)_random.Pick([.. allowed])!, ignoreCase: true);
        if (tenor.Length > 0 || !_random.IsOneIn(25))
            headers.Add(Authorization(role));
        else if (_random.IsOneIn(2))
            headers.Add(
                (
                    "Authorization",
                    _random.Pick([
                        "Bearer",
                        "Bearer adam_",
                        "Basic YTpi",
                        $"Bearer {_keys[role]}0",
                        "Bearer \u00a0",
                        new string('a', 3000),
                    ])
                )
            );
        if (_random.IsOneIn(12))
            headers.Add(
                (
                    "Accept",
                    _random.Pick([
                        "*/*",
                        "text/csv",
                        "application/json;q=0",
                        "a",
                        ";",
                        "text/html, */*",
                        "application/x-ndjson",
                        "application/problem+json",
                        "image/*;q=0.1, text/*",
                    ])
                )
            );
        if (_random.IsOneIn(15))
            headers.Add(("Accept-Encoding", _random.Pick(["identity;q=0", "*;q=0", "x", ";", "gzip;q=2"])));
        if (_random.IsOneIn(40))
            headers.Add(
                (
                    _random.Pick([
                        "X-Forwarded-For",
                        "X-Forwarded-Proto",
                        "traceparent",
                        "Range",
                        "Origin",
                        "Cookie",
                        "Content-Encoding",
                        "X-Http-Method-Override",
                    ]),
                    _random.Pick(HostileValues.Texts)
                )
            );
        return headers;
    }

    private (string, string) Authorization(Role role) => ("Authorization", $"Bearer {_keys[role]}");

    /// <summary>Removes line ends, which would end the header, and returns the headers.</summary>
    private static List<(string Name, string Value)> Clean(List<(string Name, string Value)> headers) =>
        [
            .. headers.Select(header =>
                (header.Name, string.Concat(header.Value.Where(c => c is >= ' ' and < '\u007f')))
            ),
        ];

    private static string Encode(string value) =>
        string.Concat(
            Encoding
                .UTF8.GetBytes(value)
                .Select(one =>
                    char.IsAsciiLetterOrDigit((char)one) || "-_.~,:".Contains((char)one, StringComparison.Ordinal)
                        ? $"{(char)one}"
                        : $"%{one.ToString("X2", CultureInfo.InvariantCulture)}"
                )
        );
}
