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

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"];

    private readonly ContractDocument _contract;
    private readonly (string Name, string Method, string Path, JsonObject Operation)[] _operations;
    private readonly IReadOnlyDictionary<Role, string> _keys;
    private readonly string[] _keyIds;
    private readonly Harvest _harvest;
    private readonly Random _random;
    private int _count;

    public RequestGenerator(
        ContractDocument contract,
        IReadOnlyDictionary<Role, string> keys,
        Harvest harvest,
        Random random
    )
    {
        (_contract, _keys, _harvest, _random) = (contract, keys, harvest, random);
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
            < 4 => new(null, Pick(Methods), Pick(OtherTargets), Headers(null, ""), null),
            < 8 when _harvest.Links.Count > 0 => Follow(Pick(_harvest.Links)),
            _ => FromOperation(),
        };
        // The keys of the fuzzer stay valid.
        return request.Method == "DELETE" && _keyIds.Any(id => request.Target.Contains(id, StringComparison.Ordinal))
            ? Next()
            : request;
    }

    private FuzzRequest Follow(string target)
    {
        var operation = _operations.FirstOrDefault(one => one.Method == "GET" && one.Path == target.Split('?')[0]);
        if (One(3))
            target += "&" + Encode(Pick(HostileValues.Texts)) + "=1";
        return new(operation.Name, "GET", target, [Authorization(Role.Admin)], null);
    }

    private FuzzRequest Framing()
    {
        var key = $"Authorization: Bearer {_keys[Role.Admin]}\r\n";
        var post =
            $"POST {(One(2) ? "/v1/projects/check" : "/v1/partners")} HTTP/1.1\r\nHost: x\r\n{key}"
            + "Content-Type: application/json\r\n";
        if (One(3))
            post = $"POST /v1/imports HTTP/1.1\r\nHost: x\r\n{key}Content-Type: text/csv\r\n";
        var text = Pick(HostileValues.Framings)
            .Replace("{0}", key, StringComparison.Ordinal)
            .Replace("{1}", post, StringComparison.Ordinal);
        return new(null, text.Split(' ')[0], "", [], null) { Raw = Encoding.Latin1.GetBytes(text) };
    }

    private FuzzRequest FromOperation()
    {
        var (name, method, path, operation) = Pick(_operations);
        // Most requests are of one tenor, so that some are valid as a whole.
        var isValid = One(3);
        var target = path;
        var query = new List<string>();
        var headers = new List<(string Name, string Value)>();
        foreach (var parameter in operation["parameters"]!.AsArray().Select(one => _contract.Resolve(one!)))
        {
            var (parameterName, place) = ((string)parameter["name"]!, (string)parameter["in"]!);
            var isRequired = (bool?)parameter["required"] is true;
            if (place == "path")
                target = target.Replace($"{{{parameterName}}}", Encode(Value(parameter, path, isValid)), StringComparison.Ordinal);
            else if (place == "query" && (isRequired || One(isValid ? 6 : 4)))
                query.AddRange(Repeated(parameter, path, isValid));
            else if (place == "header" && (isRequired ? !One(10) : One(5)))
                headers.Add((parameterName, Header(parameterName, target, isValid)));
        }

        if (!isValid && One(20))
            query.Add($"{Encode(Pick(HostileValues.Texts))}={Encode(Pick(HostileValues.Texts))}");
        if (!isValid && One(30))
            target += Pick(["/", "/x", "%20", "%00", "?", "//"]);
        if (query.Count > 0)
            target += (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', query);
        if (target.Length > MostTarget)
            target = target[..MostTarget].TrimEnd('%');
        if (!isValid && One(40))
            (method, name) = (Pick(Methods), null!);
        else if (method == "GET" && One(30))
            method = "HEAD";

        var body = operation["requestBody"] is JsonObject content ? Body(path, content, isValid, headers) : null;
        if (body is null && !isValid && One(30))
            body = Pick(HostileValues.Bodies);
        headers.AddRange(Headers(operation, isValid ? "valid" : ""));
        // A changed path belongs to another operation, or to none.
        return new(Matches(path, target) ? name : null, method, target, Clean(headers), body);
    }

    /// <summary>Returns true if the target is of this path, and of no other.</summary>
    private bool Matches(string path, string target)
    {
        var segments = target.Split('?')[0].Split('/');
        var pattern = path.Split('/');
        return segments.Length == pattern.Length
            && segments.Zip(pattern).All(pair => pair.Second.StartsWith('{') ? pair.First.Length > 0 : pair.First == pair.Second)
            && !_operations.Any(one => one.Path != path && one.Path == target.Split('?')[0]);
    }

    private IEnumerable<string> Repeated(JsonObject parameter, string path, bool isValid)
    {
        var name = (string)parameter["name"]!;
        var times = (string?)parameter["schema"]?["type"] == "array" && One(3) ? _random.Next(1, 5) : 1;
        if (!isValid && One(40))
            times += 1;
        for (var i = 0; i < times; i++)
            yield return $"{name}={(!isValid && One(25) ? Pick(HostileValues.Encoded) : Encode(Value(parameter, path, isValid)))}";
    }

    /// <summary>Returns a value of a parameter.</summary>
    private string Value(JsonObject parameter, string path, bool isValid)
    {
        var name = (string)parameter["name"]!;
        // A long wait is no fault, and takes its time.
        if (name == "wait")
            return Pick(["0", "0", "-1", "x", "31"]);
        if (!isValid && One(4))
            return Pick(HostileValues.Texts);

        var schema = _contract.Resolve(parameter["schema"]!);
        var valid = Values(parameter, schema, path, name).ToList();
        if (valid.Count == 0)
            return Pick(HostileValues.Texts);
        var value = Pick(valid);
        if (!isValid && One(5))
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
            yield return Pick(["true", "false"]);
        if (schema["minimum"] is { } least)
            yield return Text(least);
        if (schema["maximum"] is { } most)
            yield return Text(most);
        foreach (var one in _harvest.Values(path, name == "cursor" || name == "after" ? "nextCursor" : name).Take(10))
            yield return one;
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
        !isValid && One(4) ? Pick(HostileValues.Texts)
        : name is "If-Match" or "If-None-Match"
            ? (_harvest.Tags.GetValueOrDefault(target) ?? Pick(["*", "\"1\"", "\"3\", \"4\"", "W/\"1\""]))
        : name == "Idempotency-Key" ? $"fuzz-{_random.Next(50)}-{_count % 7}"
        : name == "Prefer" ? Pick(["respond-async", "respond-async, wait=1", "wait"])
        : name == "Accept-Language" ? Pick(["fr", "ru, en;q=0.5", "*"])
        : Pick(HostileValues.Texts);

    private List<(string Name, string Value)> Headers(JsonObject? operation, string tenor)
    {
        var headers = new List<(string, string)>();
        var allowed = operation?["x-roles"] as JsonArray;
        var role = Pick(Enum.GetValues<Role>());
        if (tenor.Length > 0 && allowed is not null && !One(6))
            role = Enum.Parse<Role>((string)Pick([.. allowed])!, ignoreCase: true);
        if (tenor.Length > 0 || !One(25))
            headers.Add(Authorization(role));
        else if (One(2))
            headers.Add(
                ("Authorization", Pick(["Bearer", "Bearer adam_", "Basic YTpi", $"Bearer {_keys[role]}0", "Bearer \u00a0", new string('a', 3000)]))
            );
        if (One(12))
            headers.Add(
                ("Accept", Pick(["*/*", "text/csv", "application/json;q=0", "a", ";", "text/html, */*", "application/x-ndjson", "application/problem+json", "image/*;q=0.1, text/*"]))
            );
        if (One(15))
            headers.Add(("Accept-Encoding", Pick(["identity;q=0", "*;q=0", "x", ";", "gzip;q=2"])));
        if (One(40))
            headers.Add((Pick(["X-Forwarded-For", "X-Forwarded-Proto", "traceparent", "Range", "Origin", "Cookie", "Content-Encoding", "X-Http-Method-Override"]), Pick(HostileValues.Texts)));
        return headers;
    }

    private (string, string) Authorization(Role role) => ("Authorization", $"Bearer {_keys[role]}");

    private byte[] Body(string path, JsonObject requestBody, bool isValid, List<(string Name, string Value)> headers)
    {
        var types = requestBody["content"]!.AsObject().ToList();
        var (type, content) = Pick(types);
        headers.Add(("Content-Type", !isValid && One(15) ? Pick(["", "text/plain", "application/json; charset=utf-16", "a/b;", "multipart/form-data", Pick(types).Key]) : type));
        if (!isValid && One(12))
            return Pick(HostileValues.Bodies);
        if (type == "multipart/form-data")
            return Form(headers, isValid);
        if (content!["schema"] is null)
            return File(type, content["example"], isValid);

        var body = content["example"]?.DeepClone() ?? new JsonObject();
        if (body["reference"] is not null && (isValid || !One(4)))
            body["reference"] = $"FUZZ-{_random.Next(400)}";
        return JsonMutation.Mutate(body, isValid ? 0 : _random.Next(1, 4), _harvest, path, _random);
    }

    private byte[] File(string type, JsonNode? example, bool isValid)
    {
        byte[] file =
            example is JsonValue text ? Encoding.UTF8.GetBytes(text.ToString())
            : type == "application/json"
                ? Encoding.UTF8.GetBytes($"[{{\"reference\":\"FUZZ-{_random.Next(400)}\",\"title\":\"x\"}}]")
            : _harvest.Files.Count > 0 ? Pick(_harvest.Files)
            : "reference\tTitle\r\nA\tB\r\n"u8.ToArray();
        return JsonMutation.Damage(file, !isValid || One(2), _random);
    }

    private byte[] Form(List<(string Name, string Value)> headers, bool isValid)
    {
        headers.RemoveAll(header => header.Name == "Content-Type");
        headers.Add(("Content-Type", isValid || !One(10) ? "multipart/form-data; boundary=fuzz" : "multipart/form-data; boundary=" + new string('b', 80)));
        var file = _harvest.Files.Count > 0 && One(2)
            ? Pick(_harvest.Files)
            : "reference,title,pillars,countries,donors,status,planned_start\r\nF1,x,precursors,TJ,DE,pipeline,2027-01-01\r\n"u8.ToArray();
        var field = isValid ? "file" : Pick(["file", "file", "mapping", "\u00ed\u00a0\u0080", "", new string('n', 300)]);
        var name = isValid ? "a.csv" : Pick(["a.csv", "a.xlsx", "../a.json", "", "a\0.xml", new string('f', 2000)]);
        byte[] form =
        [
            .. Encoding.Latin1.GetBytes($"--fuzz\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"),
            .. file,
            .. "\r\n--fuzz\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n"u8,
            .. Encoding.UTF8.GetBytes(Pick(HostileValues.Texts)),
            .. "\r\n--fuzz--\r\n"u8,
        ];
        return JsonMutation.Damage(form, !isValid && One(3), _random);
    }

    /// <summary>Removes line ends, which would end the header, and returns the headers.</summary>
    private static List<(string Name, string Value)> Clean(List<(string Name, string Value)> headers) =>
        [.. headers.Select(header => (header.Name, string.Concat(header.Value.Where(c => c is >= ' ' and < '\u007f'))))];

    private string Encode(string value) =>
        string.Concat(
            Encoding.UTF8.GetBytes(value).Select(one =>
                char.IsAsciiLetterOrDigit((char)one) || "-_.~,:".Contains((char)one, StringComparison.Ordinal)
                    ? $"{(char)one}"
                    : $"%{one.ToString("X2", CultureInfo.InvariantCulture)}"
            )
        );

    private T Pick<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    private bool One(int of) => _random.Next(of) == 0;
}
