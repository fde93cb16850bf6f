using System.Diagnostics;
using OpenTelemetry;

namespace Adam.Api.Monitoring;

/// <summary>
/// Removes client input and identity (query string, path, key, IP address) from spans before export. A query can
/// contain a name, and a path can contain a key that was pasted by mistake.
/// </summary>
internal sealed class ClientDataRedactor : BaseProcessor<Activity>
{
    private static readonly string[] Names =
    [
        "url.path",
        "url.query",
        "url.full",
        "user_agent.original",
        "http.request.method_original",
        "server.address",
        "server.port",
        "client.address",
        "client.port",
        "network.peer.address",
        "network.peer.port",
    ];

    public override void OnEnd(Activity data)
    {
        // The value is empty, because null would inherit the value of the parent.
        data.TraceStateString = "";
        foreach (var name in Names)
            data.SetTag(name, null);
    }
}
