using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Serialization;
using Adam.Domain.CodeLists;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.CodeLists;

internal sealed record GetCodeListRequest
{
    /// <summary>The name of the list, as in <c>/v1/codelists</c>.</summary>
    [RouteParam, Example("pillars")]
    public string Name { get; init; } = "";

    /// <summary>
    /// <c>names</c> adds a member <c>names</c> as in lists: the names of the countries in the language of
    /// <c>Accept-Language</c>.
    /// </summary>
    [QueryParam, Example("names")]
    public ResponseExtra? Include { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>A code list.</summary>
/// <param name="Name">The name of the list in the path.</param>
/// <param name="Title">The meaning of the list, and the source of its codes.</param>
/// <param name="Items">The codes, in the order of the list.</param>
/// <param name="Names">The names of countries, with <c>include=names</c>; otherwise omitted.</param>
internal sealed record CodeListResponse(
    [property: Example("pillars")] string Name,
    [property: Example("Pillars of the Vienna Declaration")] string Title,
    IReadOnlyList<CodeListItem> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NamesResponse? Names = null
);

/// <summary>One code of a list. Members that do not apply to the list are omitted.</summary>
internal sealed record CodeListItem
{
    /// <summary>The code, in the spelling that the register stores and returns.</summary>
    [Example("precursors")]
    public required string Code { get; init; }

    [Example("Precursors")]
    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>Countries: the ISO 3166-1 alpha-3 code. It is accepted instead of the code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Alpha3 { get; init; }

    /// <summary>Currencies: the number of decimals of an amount (ISO 4217).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Decimals { get; init; }

    /// <summary>The number of the code in the Vienna Declaration or in IATI.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example(3)]
    public int? Number { get; init; }

    /// <summary>Pillars: the target of the Sustainable Development Goals that the pillar serves.</summary>
    [CodeOf("sdg-targets"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example("16")]
    public string? SdgTarget { get; init; }
}

internal sealed class GetCodeList(CodeNames names) : Endpoint<GetCodeListRequest, CodeListResponse>
{
    // The lists are part of the program, so their responses without names are serialised once.
    private static readonly Dictionary<string, (RawJson Json, string Tag)> Lists = CodeListCatalog.All.ToDictionary(
        list => list.Name,
        list => Write(ToResponse(list)),
        StringComparer.OrdinalIgnoreCase
    );

    public override void Configure()
    {
        Get("/v1/codelists/{name}");
        this.Documents(
            "Read a code list",
            "Returns the codes of the list with their meaning.",
            answer: typeof(CodeListResponse),
            tagged: true,
            problems: ErrorCodes.UnknownCodeList
        );
    }

    public override async Task HandleAsync(GetCodeListRequest req, CancellationToken ct)
    {
        if (Lists.TryGetValue(req.Name, out var list))
        {
            var (json, tag) = req.Include is null ? list : Write(await WithNamesAsync(req.Name, ct));
            await Send.ResourceAsync(json, tag, req.IfNoneMatch, ct);
            return;
        }

        var nearest = Nearest.FindIn(req.Name, Lists.Keys);
        throw new ProblemException(
            ErrorCodes.UnknownCodeList,
            $"There is no code list {ValidationError.Quote(req.Name)}."
                + (
                    nearest is null
                        ? $" There are {string.Join(", ", Lists.Keys)}."
                        : $" Did you mean {ValidationError.Quote(nearest)}?"
                )
        );
    }

    private async Task<CodeListResponse> WithNamesAsync(string name, CancellationToken ct)
    {
        var list = CodeListCatalog.All.First(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var codes = list.Entries.Select(entry => entry.Code);
        // The name of a list is that of the member that has its codes in records.
        var found = await names.FindAsync(
            HttpContext,
            [new Dictionary<string, IEnumerable<string>> { [list.Name] = codes }],
            ct
        );
        return ToResponse(list) with { Names = found };
    }

    private static CodeListResponse ToResponse(CodeList list) =>
        new(
            list.Name,
            list.Title,
            [
                .. list.Entries.Select(entry => new CodeListItem
                {
                    Code = entry.Code,
                    Name = entry.Name,
                    Description = entry.Description,
                    Alpha3 = entry.Alpha3,
                    Decimals = entry.Decimals,
                    Number = entry.Number,
                    SdgTarget = entry.SdgTarget,
                }),
            ]
        );

    private static (RawJson Json, string Tag) Write(CodeListResponse list)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(list, Json.Options);
        return (new(json), EntityTags.ForContent(json));
    }
}
