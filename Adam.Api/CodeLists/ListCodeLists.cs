using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Domain.CodeLists;
using FastEndpoints;

namespace Adam.Api.CodeLists;

internal sealed record NoParameters;

/// <summary>A code list in the index of code lists.</summary>
/// <param name="Name">The list's name in the path.</param>
/// <param name="Title">What the list is, and where its codes come from.</param>
/// <param name="Href">The path under which the list is served.</param>
/// <param name="Count">How many codes it has.</param>
internal sealed record CodeListSummaryResponse(
    [property: Example("pillars")] string Name,
    [property: Example("Pillars of the Vienna Declaration")] string Title,
    [property: Example("/v1/codelists/pillars")] string Href,
    [property: Example(4)] int Count
);

internal sealed class ListCodeLists : Endpoint<NoParameters, ListResponse<CodeListSummaryResponse>>
{
    public override void Configure()
    {
        Get("/v1/codelists");
        this.Documents(
            "List the code lists",
            "Every list of codes that the register accepts. They change with a release, not with a request, and come "
                + "on one page.",
            answer: typeof(ListResponse<CodeListSummaryResponse>)
        );
    }

    public override Task HandleAsync(NoParameters req, CancellationToken ct) =>
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
            ct
        );
}
