using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Domain.CodeLists;
using FastEndpoints;

namespace Adam.Api.CodeLists;

/// <summary>A group of countries under which reports are arranged. It is no official designation.</summary>
/// <param name="Code">The code of the region, for the parameter <c>region</c>.</param>
/// <param name="Name">The name of the region, for reading only.</param>
/// <param name="Countries">The countries, ISO 3166-1 alpha-2. Each country is in at most one region.</param>
internal sealed record RegionResponse(
    [property: CodeOf("regions"), Example("west-and-central-asia")] string Code,
    [property: Example("West and Central Asia")] string Name,
    [property: CodeOf("countries"), Example(new[] { "AF", "IR" })] IReadOnlyList<string> Countries
);

internal sealed class ListRegions : Endpoint<WholeListRequest, ListResponse<RegionResponse>>
{
    public override void Configure()
    {
        Get("/v1/regions");
        this.Documents(
            "List the regions",
            "Returns the groups of countries under which the yearly report arranges them, on one page. The groups and "
                + "their names are no official designations, and say nothing of the status of a territory.",
            answer: typeof(ListResponse<RegionResponse>)
        );
    }

    public override Task HandleAsync(WholeListRequest req, CancellationToken ct) =>
        Send.PageAsync(
            [.. Region.All.Select(region => new RegionResponse(region.Code, region.Name, region.Countries))],
            null,
            null,
            req.IfNoneMatch,
            ct
        );
}
