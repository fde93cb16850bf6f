using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Audit.Refusals;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Audit;

internal sealed record ListRefusalsRequest : ListRequest;

/// <summary>Requests that were refused for their key. Like refusals of a minute are one.</summary>
internal sealed record RefusalResponse
{
    /// <summary>The instant of the first request.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>The instant of the last request.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The number of requests.</summary>
    [Example(12)]
    public required int Requests { get; init; }

    /// <summary>The HTTP status.</summary>
    [Example(403)]
    public required int Status { get; init; }

    /// <summary>The code of the error.</summary>
    [Example("ADAM-3004")]
    public required string Code { get; init; }

    /// <summary>The reason, as the first request was told.</summary>
    [Example("This project is US's; this key is DE's. Ask US to change it.")]
    public required string Detail { get; init; }

    /// <summary>The public id of the key; null if it was not a valid one.</summary>
    [Example("4f1c9a0b7d2e8c35")]
    public required string? KeyId { get; init; }

    /// <summary>The name of the key; null if it was not a valid one.</summary>
    [Example("Reporting desk, Berlin")]
    public required string? KeyName { get; init; }

    /// <summary>The partner of the key; null if it was not a valid one.</summary>
    [Example("DE")]
    public required string? Partner { get; init; }

    /// <summary>The address of the client; null if it is unknown.</summary>
    [Example("192.0.2.17")]
    public required string? RemoteAddress { get; init; }

    /// <summary>The HTTP method.</summary>
    [Example("PUT")]
    public required string Method { get; init; }

    /// <summary>The path, with the names of its parameters.</summary>
    [Example("/v1/projects/{id}")]
    public required string Route { get; init; }

    /// <summary>The id of the first request.</summary>
    [Example("4bf92f3577b34da6a3ce929d0e0e4736")]
    public required string RequestId { get; init; }

    public static RefusalResponse FromRefusal(RefusedRequest refusal) =>
        new()
        {
            FirstAt = refusal.FirstAt,
            LastAt = refusal.LastAt,
            Requests = refusal.Requests,
            Status = refusal.Status,
            Code = refusal.Code,
            Detail = refusal.Detail,
            KeyId = refusal.KeyId,
            KeyName = refusal.KeyName,
            Partner = refusal.Partner,
            RemoteAddress = refusal.RemoteAddress,
            Method = refusal.Method,
            Route = refusal.Route,
            RequestId = refusal.RequestId,
        };
}

internal sealed class ListRefusals(RefusalStore refusals, RefusalLog log)
    : Endpoint<ListRefusalsRequest, ListResponse<RefusalResponse>>
{
    public override void Configure()
    {
        Get("/v1/audit/refusals");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.AuditRead);
        this.Documents(
            "List the refused requests",
            "Returns the requests that were refused because their key was missing, invalid or revoked, or may not do "
                + "what they asked for: the last one first. The register keeps the last 100,000.",
            answer: typeof(ListResponse<RefusalResponse>)
        );
    }

    public override async Task HandleAsync(ListRefusalsRequest req, CancellationToken ct)
    {
        await log.FlushAsync(ct);
        var found = await refusals.ListAsync(req.Cursor?.Number(0), req.Limit + 1, ct);
        var page = found.Take(req.Limit).ToList();
        await Send.PageAsync(
            [.. page.Select(one => RefusalResponse.FromRefusal(one.Refusal))],
            found.Count > page.Count ? [page[^1].Position] : null,
            null,
            req.IfNoneMatch,
            ct
        );
    }
}
