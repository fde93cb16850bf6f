using System.Text;

namespace Adam.Tests.Fuzzing;

/// <summary>A request of the fuzzer.</summary>
/// <param name="Operation">The operation in the contract, such as <c>GET /v1/partners</c>; null if it is none.</param>
/// <param name="Target">The path and the query, as they are sent.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed record FuzzRequest(
    string? Operation,
    string Method,
    string Target,
    IReadOnlyList<(string Name, string Value)> Headers,
    byte[]? Body
)
{
    /// <summary>The whole request, if it is damaged in its framing; null to send the members.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>The path without the query.</summary>
    public string Path => Target.Split('?')[0];

    public byte[] ToBytes(string address)
    {
        if (Raw is not null)
            return Raw;

        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\nHost: {address}\r\n");
        foreach (var (name, value) in Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (Body is not null)
            head.Append("Content-Length: ").Append(Body.Length).Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }

    /// <summary>Returns the command that sends the request again.</summary>
    public string ToCommand(string address)
    {
        if (Raw is not null)
            return $"echo {Convert.ToBase64String(Raw)} | base64 -d | nc {address.Replace(':', ' ')}";

        var command = new StringBuilder();
        if (Body is not null)
            command.Append("echo ").Append(Convert.ToBase64String(Body)).Append(" | base64 -d | ");
        command.Append("curl -i --path-as-is -X ").Append(Quoted(Method));
        foreach (var (name, value) in Headers)
            command.Append(" -H ").Append(Quoted($"{name}: {value}"));
        if (Body is not null)
            command.Append(" --data-binary @-");
        return command.Append(' ').Append(Quoted($"http://{address}{Target}")).ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
