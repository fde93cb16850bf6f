using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Domain.CodeLists;
using FastEndpoints;

namespace Adam.Api.CodeLists;

/// <summary>A trafficking route of Afghan opiates.</summary>
/// <param name="Code">The code of the route, for the parameter <c>route</c>.</param>
/// <param name="Countries">
/// The countries from the source to the markets, as far as there is an order. A country can be on several routes.
/// </param>
internal sealed record RouteResponse(
    [property: CodeOf("routes"), Example("northern")] string Code,
    [property: Example("Northern route")] string Name,
    IReadOnlyList<RouteStop> Countries
);

/// <summary>A country on a route.</summary>
/// <param name="Country">The country, ISO 3166-1 alpha-2.</param>
/// <param name="Basis">The evidence that the country is on the route.</param>
internal sealed record RouteStop(
    [property: CodeOf("countries"), Example("TJ")] string Country,
    [property: Example("UNODC")] string Basis
);

internal sealed class ListRoutes : Endpoint<WholeListRequest, ListResponse<RouteResponse>>
{
    public override void Configure()
    {
        Get("/v1/routes");
        this.Documents(
            "List the routes",
            "Returns the northern, the Balkan and the southern route with their countries, on one page.",
            answer: typeof(ListResponse<RouteResponse>)
        );
    }

    public override Task HandleAsync(WholeListRequest req, CancellationToken ct) =>
        Send.PageAsync(
            [
                .. Domain.CodeLists.Route.All.Select(route => new RouteResponse(
                    route.Code,
                    route.Name,
                    [.. route.Countries.Select(stop => new RouteStop(stop.Country, stop.Basis))]
                )),
            ],
            null,
            null,
            req.IfNoneMatch,
            ct
        );
}
