using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Imports;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Imports;

/// <summary>The meaning of the columns of a table, as a partner saves it.</summary>
internal sealed record MappingBody
{
    /// <summary>The names of columns by heading; null for a column that is not read.</summary>
    [SchemaOf(typeof(JsonMembers))]
    public JsonElement? Columns { get; init; }

    /// <summary>Replacements of values, by column and value.</summary>
    [SchemaOf(typeof(JsonMembers))]
    public JsonElement? Values { get; init; }

    /// <summary>Values of missing columns and empty cells, by column.</summary>
    [SchemaOf(typeof(JsonMembers))]
    public JsonElement? Defaults { get; init; }

    /// <summary>Returns the mapping as <c>mapping=</c> takes it.</summary>
    public string Write()
    {
        var members = new JsonObject();
        foreach (
            var (name, value) in (ReadOnlySpan<(string, JsonElement?)>)
                [("columns", Columns), ("values", Values), ("defaults", Defaults)]
        )
        {
            if (value is { ValueKind: not JsonValueKind.Null } given)
                members[name] = JsonNode.Parse(given.GetRawText());
        }

        return members.ToJsonString(Json.Options);
    }
}

/// <summary>A mapping that a partner has saved.</summary>
/// <param name="Partner">The code of the partner whose mapping it is.</param>
/// <param name="Name">The name, for <c>mapping=</c>.</param>
/// <param name="Columns">The names of columns by heading; null for a column that is not read.</param>
/// <param name="Values">Replacements of values, by column and value.</param>
/// <param name="Defaults">Values of missing columns and empty cells, by column.</param>
/// <param name="Version">The version, which is also the <c>ETag</c>.</param>
/// <param name="UpdatedBy">The name of the key that saved it last.</param>
internal sealed record MappingResponse(
    [property: Example("DE")] string Partner,
    [property: Example("budget-sheet")] string Name,
    [property: SchemaOf(typeof(JsonMembers))] RawJson? Columns,
    [property: SchemaOf(typeof(JsonMembers))] RawJson? Values,
    [property: SchemaOf(typeof(JsonMembers))] RawJson? Defaults,
    int Version,
    DateTimeOffset UpdatedAt,
    [property: Example("Reporting desk, Berlin")] string UpdatedBy
)
{
    public static MappingResponse FromMapping(SavedMapping mapping)
    {
        using var document = JsonDocument.Parse(mapping.Definition);
        var root = document.RootElement;
        return new(
            mapping.Partner,
            mapping.Name,
            Member("columns"),
            Member("values"),
            Member("defaults"),
            mapping.Version,
            mapping.UpdatedAt,
            mapping.UpdatedBy
        );

        RawJson? Member(string name) =>
            root.TryGetProperty(name, out var value) ? new(JsonSerializer.SerializeToUtf8Bytes(value)) : null;
    }
}

internal record MappingRequest
{
    /// <summary>
    /// The code of the partner whose mapping it is; by default that of the key. Only an admin can state another one.
    /// </summary>
    [QueryParam, Example("UNODC")]
    public string? Partner { get; init; }

    /// <summary>The name: 1 to 50 lower-case letters, digits, full stops, hyphens and underscores.</summary>
    [RouteParam, MaxLength(MappingReader.LongestName), Example("budget-sheet")]
    public string Name { get; init; } = "";
}

internal abstract record ChangeMappingRequest : MappingRequest
{
    /// <summary>The <c>ETag</c> of the mapping as the client has read it; <c>*</c> for whatever there is.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record GetMappingRequest : MappingRequest
{
    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed record SaveMappingRequest : ChangeMappingRequest
{
    [FromBody]
    public MappingBody Body { get; init; } = new();
}

internal sealed record DeleteMappingRequest : ChangeMappingRequest;

internal sealed record ListMappingsRequest : ListRequest
{
    /// <summary>
    /// The code of the partner whose mappings are listed; by default that of the key. Only an admin can state another
    /// one.
    /// </summary>
    [QueryParam, Example("UNODC")]
    public string? Partner { get; init; }
}

internal sealed class ListMappings(ImportMappings mappings, MappingPartner partners)
    : Endpoint<ListMappingsRequest, ListResponse<MappingResponse>>
{
    public override void Configure()
    {
        Get("/v1/mappings");
        this.Documents(
            "List the mappings",
            "Returns the mappings of the partner of the key, in the order of their names. An admin can state another "
                + "partner.",
            answer: typeof(ListResponse<MappingResponse>),
            problems: ErrorCodes.OthersMapping
        );
    }

    public override async Task HandleAsync(ListMappingsRequest req, CancellationToken ct)
    {
        var partner = await partners.SelectAsync(req.Partner, Caller.FromPrincipal(User), ct);
        var found = await mappings.ListAsync(partner, req.Cursor?.String(0) ?? "", req.Limit + 1, ct);
        var page = found.Take(req.Limit).ToList();
        long? total = req.Count
            ? (await mappings.ListAsync(partner, "", ImportMappings.MostOfPartner, ct)).Count
            : null;
        await Send.PageAsync(
            [.. page.Select(MappingResponse.FromMapping)],
            found.Count > page.Count ? [page[^1].Name] : null,
            total,
            req.IfNoneMatch,
            ct
        );
    }
}

internal sealed class GetMapping(ImportMappings mappings, MappingPartner partners)
    : Endpoint<GetMappingRequest, MappingResponse>
{
    public override void Configure()
    {
        Get("/v1/mappings/{name}");
        this.Documents(
            "Read a mapping",
            "Returns a mapping of the partner of the key. An admin can state another partner.",
            answer: typeof(MappingResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownMapping, ErrorCodes.OthersMapping]
        );
    }

    public override async Task HandleAsync(GetMappingRequest req, CancellationToken ct)
    {
        var partner = await partners.SelectAsync(req.Partner, Caller.FromPrincipal(User), ct);
        var mapping = await mappings.GetAsync(partner, req.Name, ct);
        var tag = EntityTags.ForVersion(mapping.Version);
        await Send.ResourceAsync(MappingResponse.FromMapping(mapping), tag, req.IfNoneMatch, ct);
    }
}

internal sealed class SaveMapping(ImportMappings mappings, MappingPartner partners)
    : Endpoint<SaveMappingRequest, MappingResponse>
{
    public override void Configure()
    {
        Put("/v1/mappings/{name}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ImportsWrite);
        this.Documents(
            "Save a mapping",
            "Saves the meaning of the columns of a table under a name, or replaces it. `mapping=` of POST /v1/imports "
                + "takes the name. `If-Match: *` saves whatever there is. An admin can save it for another partner.",
            answer: typeof(MappingResponse),
            tagged: true,
            problems: [ErrorCodes.TooManyMappings, ErrorCodes.OthersMapping]
        );
    }

    public override async Task HandleAsync(SaveMappingRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        if (!MappingReader.IsName(req.Name))
            throw ProblemException.ForErrors(
                new ValidationError(
                    "name",
                    $"{ValidationError.Quote(req.Name)} is no name of a mapping: it has 1 to "
                        + $"{MappingReader.LongestName} lower-case letters, digits, full stops, hyphens and "
                        + "underscores, and begins with a letter or a digit.",
                    ErrorCodes.BadValue
                )
            );

        var definition = req.Body.Write();
        var errors = new List<ValidationError>();
        ColumnMapping.Read(definition, errors);
        // The body is the mapping itself.
        const string Prefix = ColumnMapping.Name + ".";
        ProblemIfAny([
            .. errors.Select(error =>
                error.Name.StartsWith(Prefix, StringComparison.Ordinal)
                    ? error with
                    {
                        Name = error.Name[Prefix.Length..],
                    }
                    : error
            ),
        ]);
        var partner = await partners.SelectAsync(req.Partner, caller, ct);
        var present = await mappings.FindAsync(partner, req.Name, ct);
        req.IfMatch.Require(present is null ? "\"0\"" : EntityTags.ForVersion(present.Version));
        var saved =
            await mappings.SaveAsync(partner, req.Name, definition, present, caller.Actor, ct)
            ?? throw (present is null ? await TooManyAsync(partner, ct) : EntityTags.Stale());
        var tag = EntityTags.ForVersion(saved.Version);
        await Send.ResourceAsync(MappingResponse.FromMapping(saved), tag, null, ct);
    }

    private static void ProblemIfAny(List<ValidationError> errors) => errors.ThrowIfAny();

    private async Task<ProblemException> TooManyAsync(string partner, CancellationToken ct) =>
        (await mappings.ListAsync(partner, "", ImportMappings.MostOfPartner, ct)).Count < ImportMappings.MostOfPartner
            ? EntityTags.Stale()
            : new(
                ErrorCodes.TooManyMappings,
                $"{partner} has {ImportMappings.MostOfPartner} mappings, and no more are possible. Delete one."
            );
}

internal sealed class DeleteMapping(ImportMappings mappings, MappingPartner partners) : Endpoint<DeleteMappingRequest>
{
    public override void Configure()
    {
        Delete("/v1/mappings/{name}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ImportsWrite);
        this.Documents(
            "Delete a mapping",
            "Removes a mapping of the partner of the key. An admin can state another partner. Imports that used it "
                + "keep its name.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownMapping, ErrorCodes.OthersMapping]
        );
    }

    public override async Task HandleAsync(DeleteMappingRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var mapping = await mappings.GetAsync(await partners.SelectAsync(req.Partner, caller, ct), req.Name, ct);
        req.IfMatch.Require(EntityTags.ForVersion(mapping.Version));
        if (!await mappings.RemoveAsync(mapping, caller.Actor, ct))
            throw EntityTags.Stale();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal static class MappingAccess
{
    /// <exception cref="ProblemException">The partner has saved no mapping of this name.</exception>
    public static async Task<SavedMapping> GetAsync(
        this ImportMappings mappings,
        string partner,
        string name,
        CancellationToken ct
    ) =>
        await mappings.FindAsync(partner, name, ct)
        ?? throw new ProblemException(
            ErrorCodes.UnknownMapping,
            $"{partner} has saved no mapping {ValidationError.Quote(name)}. GET /v1/mappings lists them."
        );
}
