using Adam.Api.OpenApi;
using Adam.Api.Requests;
using Adam.Domain.CodeLists;
using FastEndpoints;

namespace Adam.Api.ReferenceData;

internal sealed record NoParameters;

/// <summary>A code list in the index of code lists.</summary>
/// <param name="Name">The list's name in the path.</param>
/// <param name="Title">What the list is, and where its codes come from.</param>
/// <param name="Href">The path under which the list is served.</param>
/// <param name="Count">How many codes it has.</param>
[SchemaName("CodeListSummary")]
internal sealed record CodeListLink(
    [property: Example("pillars")] string Name, [property: Example("Pillars of the Vienna Declaration")] string Title, [property: Example("/v1/codelists/pillars")] string Href,
    [property: Example(4)] int Count);

internal sealed class ListCodeLists : Endpoint<NoParameters, ListResponse<CodeListLink>>
{
    public override void Configure()
    {
        Get("/v1/codelists");
        this.Documents("List the code lists", "Every list of codes that the register accepts. They change with a release, not with a request, and come on one page.", answer: typeof(ListResponse<CodeListLink>));
    }

    public override Task HandleAsync(NoParameters req, CancellationToken ct) => Send.PageAsync(
        [.. CodeLists.All.Select(list => new CodeListLink(list.Name, list.Title, $"/v1/codelists/{list.Name}", list.Entries.Count))], null, null, ct);
}
