using System.Diagnostics;
using OpenTelemetry;

namespace Adam.Api.Monitoring;

/// <summary>Takes out of a trace what a caller has written or is known by, before it is exported: a query may hold a name, a path a key that was pasted into the wrong place.</summary>
internal sealed class CallersWords : BaseProcessor<Activity>
{
    private static readonly string[] Names =
    [
        "url.path", "url.query", "url.full", "user_agent.original", "http.request.method_original", "server.address", "server.port", "client.address", "client.port",
        "network.peer.address", "network.peer.port",
    ];

    public override void OnEnd(Activity data)
    {
        // Not null, which would be read as what the request around it has.
        data.TraceStateString = "";
        foreach (var name in Names)
            data.SetTag(name, null);
    }
}
