using System.Text;
using System.Text.Json.Nodes;

namespace Adam.Tests.Fuzzing;

/// <summary>Generates the bodies of requests: JSON, files and forms.</summary>
internal sealed class BodyGenerator(Harvest harvest, Random random)
{
    private static readonly byte[] Table =
    [
        .. "reference,title,pillars,countries,donors,status,planned_start\r\n"u8,
        .. "F1,x,precursors,TJ,DE,pipeline,2027-01-01\r\n"u8,
    ];

    /// <summary>Returns a body, and adds its <c>Content-Type</c> to the headers.</summary>
    /// <param name="path">The path of the operation.</param>
    /// <param name="reference">The reference of the record that the path names; null if it names none.</param>
    /// <param name="requestBody">The bodies that the operation takes.</param>
    public byte[] Next(
        string path,
        string? reference,
        JsonObject requestBody,
        bool isValid,
        List<(string Name, string Value)> headers
    )
    {
        var types = requestBody["content"]!.AsObject().ToList();
        var (type, content) = random.Pick(types);
        headers.Add(
            (
                "Content-Type",
                !isValid && random.IsOneIn(15)
                    ? random.Pick([
                        "",
                        "text/plain",
                        "application/json; charset=utf-16",
                        "a/b;",
                        "multipart/form-data",
                        random.Pick(types).Key,
                    ])
                    : type
            )
        );
        if (!isValid && random.IsOneIn(12))
            return random.Pick(HostileValues.Bodies);
        if (type == "multipart/form-data")
            return Form(headers, isValid);
        if (content!["schema"] is null || (string?)content["schema"]!["format"] == "binary")
            return File(type, content["example"], isValid);

        var body = content["example"]?.DeepClone() ?? new JsonObject();
        if (body["reference"] is not null && (isValid || !random.IsOneIn(4)))
            body["reference"] = reference ?? $"FUZZ-{random.Next(400)}";
        if (random.IsOneIn(3))
            References.Fill(body, harvest, random);
        return JsonMutation.Mutate(body, isValid ? 0 : random.Next(1, 4), harvest, path, random);
    }

    private byte[] File(string type, JsonNode? example, bool isValid)
    {
        byte[] file =
            example is JsonValue text ? Encoding.UTF8.GetBytes(text.ToString())
            : type == "application/json"
                ? Encoding.UTF8.GetBytes($"[{{\"reference\":\"FUZZ-{random.Next(400)}\",\"title\":\"x\"}}]")
            : harvest.Files.Count > 0 ? random.Pick(harvest.Files)
            : "reference\tTitle\r\nA\tB\r\n"u8.ToArray();
        return JsonMutation.Damage(file, !isValid || random.IsOneIn(2), random);
    }

    private byte[] Form(List<(string Name, string Value)> headers, bool isValid)
    {
        headers.RemoveAll(header => header.Name == "Content-Type");
        headers.Add(
            (
                "Content-Type",
                isValid || !random.IsOneIn(10)
                    ? "multipart/form-data; boundary=fuzz"
                    : "multipart/form-data; boundary=" + new string('b', 80)
            )
        );
        var file = harvest.Files.Count > 0 && random.IsOneIn(2) ? random.Pick(harvest.Files) : Table;
        var field = isValid
            ? "file"
            : random.Pick(["file", "file", "mapping", "\u00ed\u00a0\u0080", "", new string('n', 300)]);
        var name = isValid
            ? "a.csv"
            : random.Pick(["a.csv", "a.xlsx", "../a.json", "", "a\0.xml", new string('f', 2000)]);
        byte[] form =
        [
            .. Encoding.Latin1.GetBytes(
                $"--fuzz\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            ),
            .. file,
            .. "\r\n--fuzz\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n"u8,
            .. Encoding.UTF8.GetBytes(random.Pick(HostileValues.Texts)),
            .. "\r\n--fuzz--\r\n"u8,
        ];
        return JsonMutation.Damage(form, !isValid && random.IsOneIn(3), random);
    }
}

internal static class RandomExtensions
{
    public static T Pick<T>(this Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];

    /// <summary>Returns true once in <paramref name="number"/> calls on average.</summary>
    public static bool IsOneIn(this Random random, int number) => random.Next(number) == 0;
}
