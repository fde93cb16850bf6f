using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.History;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal sealed record ListClustersRequest : OverlapFilterRequest
{
    /// <summary>
    /// The instant, or the day in UTC at its midnight, of which the clusters are returned as they stood then.
    /// The register of then is written when it is first asked for; if that takes long, the response is 503 with
    /// <c>Retry-After</c>.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? AsOf { get; init; }
}

/// <summary>
/// Projects that are probably one undertaking. Three projects of one training centre form one cluster instead of three
/// pairs.
/// </summary>
/// <param name="Score">The score of the strongest pair.</param>
/// <param name="Projects">
/// The projects, in the order in which they were recorded; at most twenty, those with the strongest pairs.
/// </param>
/// <param name="Overlaps">
/// The pairs that connect these projects, the strongest first: <c>same-project</c>, <c>same-activity</c> and
/// <c>co-funded</c> pairs without a verdict that separates them; at most fifty.
/// </param>
/// <param name="ProjectCount">The number of projects of the cluster.</param>
/// <param name="OverlapCount">The number of pairs that connect projects of the cluster.</param>
/// <param name="Whole">
/// True if the response has all projects and pairs of the cluster. Otherwise <c>GET /v1/overlaps?project=…</c> lists
/// the other pairs of a project.
/// </param>
internal sealed record ClusterResponse(
    decimal Score,
    IReadOnlyList<OverlapProjectResponse> Projects,
    IReadOnlyList<ClusterPairResponse> Overlaps,
    long ProjectCount,
    long OverlapCount,
    bool Whole
)
{
    public static ClusterResponse FromCluster(OverlapCluster cluster) =>
        new(
            cluster.Pairs[0].Score.ToDecimal(),
            [.. cluster.Projects.Select(OverlapProjectResponse.FromProject)],
            [.. cluster.Pairs.Select(ClusterPairResponse.FromPair)],
            cluster.ProjectCount,
            cluster.PairCount,
            cluster.Projects.Count == cluster.ProjectCount && cluster.Pairs.Count == cluster.PairCount
        );
}

/// <summary>One pair of a cluster.</summary>
/// <param name="Id">The id of the overlap.</param>
internal sealed record ClusterPairResponse(string Id, OverlapKind Kind, decimal Score)
{
    public static ClusterPairResponse FromPair(ClusterPair pair) =>
        new(OverlapId.Create(pair.First, pair.Second).ToString(), pair.Kind, pair.Score.ToDecimal());
}

internal sealed class ListClusters(OverlapFilterReader filters, RegistersByInstant registers)
    : Endpoint<ListClustersRequest, ListResponse<ClusterResponse>>
{
    public override void Configure()
    {
        Get("/v1/overlaps/clusters");
        this.OffersListFormats();
        this.Documents(
            "List clusters of overlaps",
            "Returns connected pairs as clusters of projects, with the same filters as the report. Clusters are "
                + "sorted by their highest score among the pairs that match. A page can have fewer clusters than "
                + "its limit; nextCursor is null on the last page. There is no total.",
            answer: typeof(ListResponse<ClusterResponse>),
            problems: [ErrorCodes.NotAsOf, ErrorCodes.PastNotReady]
        );
    }

    public override async Task HandleAsync(ListClustersRequest req, CancellationToken ct)
    {
        var filter = await filters.ReadAsync(req, ranked: true, ct);
        if (req.Count)
            throw ProblemException.ForErrors(
                new ValidationError(
                    "count",
                    "Clusters are found as they are listed; they are not counted.",
                    ErrorCodes.BadValue
                )
            );

        using var register = await registers.OpenAsync(req.AsOf, ct);
        var clusters = register.Stores.Clusters;
        var after = req.Cursor is { } rank ? new RankPosition(rank.Number(0), rank.Number(1), rank.Number(2)) : null;
        var list = new ListSource<ClusterResponse>
        {
            PageAsync = async (limit, token) =>
            {
                var page = await clusters.ListAsync(filter, after, limit, token);
                object[]? next = page.Next is { } last ? [last.Key, last.FirstId, last.SecondId] : null;
                return new([.. page.Items.Select(ClusterResponse.FromCluster)], next);
            },
            StreamAsync = token => clusters.StreamAsync(filter, after, token).Select(ClusterResponse.FromCluster),
            Table = ClusterTable.All,
            CountAsync = _ => throw new InvalidOperationException("Clusters are not counted."),
        };
        await Send.ListAsync(req, list, ct);
    }
}
