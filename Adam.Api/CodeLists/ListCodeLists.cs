using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Domain.CodeLists;
using FastEndpoints;

namespace Adam.Api.CodeLists;

/// <summary>A code list in the index of code lists.</summary>
/// <param name="Name">The name of the list in the path.</param>
/// <param name="Title">The meaning of the list, and the source of its codes.</param>
/// <param name="Href">The path of the list.</param>
/// <param name="Count">The number of codes.</param>
internal sealed record CodeListSummaryResponse(
    [property: Example("pillars")] string Name,
    [property: Example("Pillars of the Vienna Declaration")] string Title,
    [property: Example("/v1/codelists/pillars")] string Href,
    [property: Example(4)] int Count
);

internal sealed class ListCodeLists : Endpoint<WholeListRequest, ListResponse<CodeListSummaryResponse>>
{
    public override void Configure()
    {
        Get("/v1/codelists");
        this.Documents(
            "List the code lists",
            "Returns all code lists of the register on one page. The lists change only with a release of the service.",
            answer: typeof(ListResponse<CodeListSummaryResponse>)
        );
    }

    public override Task HandleAsync(WholeListRequest req, CancellationToken ct) =>
        Send.PageAsync(
            [
                .. CodeListCatalog.All.Select(list => new CodeListSummaryResponse(
                    list.Name,
                    list.Title,
                    $"/v1/codelists/{list.Name}",
                    list.Entries.Count
                )),
            ],
            null,
            null,
            req.IfNoneMatch,
            ct
        );
}
