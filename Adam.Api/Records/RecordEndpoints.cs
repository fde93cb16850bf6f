using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Records;

/// <summary>A request that changes a record.</summary>
internal abstract record ChangeRecordRequest
{
    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;

    /// <summary>The reference of the record, in any case.</summary>
    internal abstract string Key { get; }
}

/// <summary>A request with the whole content of a record.</summary>
internal interface IRecordBody<TBody> : IHasBindingErrors
{
    TBody Body { get; }
}

/// <summary>A request with a merge patch of a record.</summary>
internal interface IRecordPatch
{
    JsonElement Patch { get; }
}

/// <summary>The roles that write records of a kind.</summary>
internal static class RecordWriters
{
    public static readonly IReadOnlyList<string> Usual = [RoleNames.Analyst, RoleNames.Admin];

    /// <summary>Admins alone, as for partners and keys.</summary>
    public static readonly IReadOnlyList<string> Admins = [RoleNames.Admin];
}

/// <summary>Base of the endpoints that record a new record.</summary>
internal abstract class AddRecord<TRequest, TBody, TResponse>(IRecordResource<TBody, TResponse> records)
    : Endpoint<TRequest, TResponse>
    where TRequest : IRecordBody<TBody>
    where TResponse : notnull
{
    /// <inheritdoc cref="RecordWriters"/>
    protected virtual IReadOnlyList<string> Writers => RecordWriters.Usual;

    protected void Adds(string path, string summary, string description, params ErrorCode[] problems)
    {
        Post(path);
        Roles([.. Writers]);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(summary, description, 201, typeof(TResponse), tagged: true, problems: problems);
    }

    public override async Task HandleAsync(TRequest req, CancellationToken ct)
    {
        var added = await records.AddAsync(
            req.Body,
            req.BindingErrors,
            Caller.FromPrincipal(User),
            IdempotentRequest.Find(HttpContext),
            ct
        );
        await Send.CreatedAsync(added.Location, added.Response, added.Tag, ct);
    }
}

/// <summary>Base of the endpoints that replace the content of a record.</summary>
internal abstract class ReplaceRecord<TRequest, TBody, TResponse>(IRecordResource<TBody, TResponse> records)
    : Endpoint<TRequest, TResponse>
    where TRequest : ChangeRecordRequest, IRecordBody<TBody>
    where TResponse : notnull
{
    /// <inheritdoc cref="RecordWriters"/>
    protected virtual IReadOnlyList<string> Writers => RecordWriters.Usual;

    /// <param name="effect">Further effects of the change, after a space; empty for none.</param>
    protected void Replaces(string path, string name, string summary, string effect, params ErrorCode[] problems)
    {
        Put(path);
        Roles([.. Writers]);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            summary,
            $"Members that the body omits are emptied. A body that equals the stored {name} changes nothing.{effect}",
            answer: typeof(TResponse),
            tagged: true,
            problems: problems
        );
    }

    public override async Task HandleAsync(TRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var changed = await records.ReplaceAsync(req.Key, req.IfMatch, req.Body, req.BindingErrors, caller, ct);
        await Send.ResourceAsync(changed.Response, changed.Tag, null, ct);
    }
}

/// <summary>Base of the endpoints that apply a merge patch to a record.</summary>
internal abstract class PatchRecord<TRequest, TBody, TResponse>(IRecordResource<TBody, TResponse> records)
    : Endpoint<TRequest, TResponse>
    where TRequest : ChangeRecordRequest, IRecordPatch
    where TResponse : notnull
{
    /// <inheritdoc cref="RecordWriters"/>
    protected virtual IReadOnlyList<string> Writers => RecordWriters.Usual;

    /// <param name="effect">Further effects of the change, after a space; empty for none.</param>
    protected void Patches(string path, string summary, string effect, params ErrorCode[] problems)
    {
        Patch(path);
        Roles([.. Writers]);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            summary,
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, and a list is "
                + $"replaced as a whole.{effect}",
            answer: typeof(TResponse),
            tagged: true,
            problems: problems
        );
    }

    public override async Task HandleAsync(TRequest req, CancellationToken ct)
    {
        var changed = await records.PatchAsync(req.Key, req.IfMatch, req.Patch, Caller.FromPrincipal(User), ct);
        await Send.ResourceAsync(changed.Response, changed.Tag, null, ct);
    }
}

/// <summary>Base of the endpoints that withdraw a record.</summary>
internal abstract class WithdrawRecord<TRequest>(IRecordWithdrawals records) : Endpoint<TRequest>
    where TRequest : ChangeRecordRequest
{
    /// <inheritdoc cref="RecordWriters"/>
    protected virtual IReadOnlyList<string> Writers => RecordWriters.Usual;

    protected void Withdraws(string path, string summary, string description, params ErrorCode[] problems)
    {
        Delete(path);
        Roles([.. Writers]);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(summary, description, StatusCodes.Status204NoContent, problems: problems);
    }

    public override async Task HandleAsync(TRequest req, CancellationToken ct)
    {
        await records.WithdrawAsync(req.Key, req.IfMatch, Caller.FromPrincipal(User), ct);
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}
