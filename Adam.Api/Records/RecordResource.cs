using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Idempotency;
using Adam.Data.Records;
using Adam.Domain.Records;

namespace Adam.Api.Records;

/// <summary>A record as the API returns it.</summary>
/// <param name="Location">The path of the record.</param>
/// <param name="Tag">The <c>ETag</c> of the response.</param>
internal sealed record RecordRepresentation<TResponse>(string Location, TResponse Response, string Tag);

/// <summary>The withdrawals of records of one kind.</summary>
internal interface IRecordWithdrawals
{
    /// <summary>Withdraws a record.</summary>
    /// <exception cref="ProblemException">The write was rejected.</exception>
    Task WithdrawAsync(string reference, EntityTags ifMatch, Caller caller, CancellationToken ct);
}

/// <summary>The writes of requests to records of one kind.</summary>
internal interface IRecordResource<TBody, TResponse> : IRecordWithdrawals
{
    /// <summary>Records a new one.</summary>
    /// <param name="errors">The errors found while the request was parsed.</param>
    /// <param name="request">The request that the response is stored for; null to store none.</param>
    /// <exception cref="ProblemException">There are errors, or the write was rejected.</exception>
    Task<RecordRepresentation<TResponse>> AddAsync(
        TBody body,
        List<ValidationError> errors,
        Caller caller,
        IdempotentRequest? request,
        CancellationToken ct
    );

    /// <summary>Replaces the content of a record.</summary>
    /// <param name="errors">The errors found while the request was parsed.</param>
    /// <exception cref="ProblemException">There are errors, or the write was rejected.</exception>
    Task<RecordRepresentation<TResponse>> ReplaceAsync(
        string reference,
        EntityTags ifMatch,
        TBody body,
        List<ValidationError> errors,
        Caller caller,
        CancellationToken ct
    );

    /// <summary>Applies a merge patch to a record.</summary>
    /// <exception cref="ProblemException">There are errors, or the write was rejected.</exception>
    Task<RecordRepresentation<TResponse>> PatchAsync(
        string reference,
        EntityTags ifMatch,
        JsonElement patch,
        Caller caller,
        CancellationToken ct
    );
}

/// <summary>
/// Base of the writes to records of one kind. A kind states how a body becomes its draft, and a record its response.
/// The others are the records that both depend on, as they are at one instant.
/// </summary>
internal abstract class RecordResource<TStored, TRecord, TDraft, TBody, TResponse, TOthers>(
    RecordStore<TStored, TRecord, TDraft> records
) : IRecordResource<TBody, TResponse>
    where TStored : StoredRecord<TRecord>
    where TRecord : VersionedRecord<TDraft>
    where TDraft : ReferencedDraft
    where TBody : class, new()
    where TResponse : notnull
{
    protected static RecordKind Kind => RecordKind.For<TRecord>();

    protected RecordStore<TStored, TRecord, TDraft> Records => records;

    public async Task<RecordRepresentation<TResponse>> AddAsync(
        TBody body,
        List<ValidationError> errors,
        Caller caller,
        IdempotentRequest? request,
        CancellationToken ct
    )
    {
        var others = await OthersAsync(ct);
        var draft = ReadValid(body, errors, current: null, others, caller);
        var outcome = await records.AddAsync(draft, caller.Actor, ct, request is null ? null : Keep);
        return Represent(outcome.ThrowIfRejected(), others);

        KeptResponse Keep(TRecord added)
        {
            var kept = Represent(added, others);
            return request.KeepCreated(kept.Location, kept.Response, kept.Tag);
        }
    }

    public async Task<RecordRepresentation<TResponse>> ReplaceAsync(
        string reference,
        EntityTags ifMatch,
        TBody body,
        List<ValidationError> errors,
        Caller caller,
        CancellationToken ct
    )
    {
        var others = await OthersAsync(ct);
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            errors.Count == 0
                ? await records.GetForUpdateAsync(reference, ifMatch, ct)
                : await records.GetActiveAsync(reference, ct);
        var draft = ReadValid(body, errors, stored.Record, others, caller);
        return await ChangeAsync(stored, draft, others, caller, ct);
    }

    public async Task<RecordRepresentation<TResponse>> PatchAsync(
        string reference,
        EntityTags ifMatch,
        JsonElement patch,
        Caller caller,
        CancellationToken ct
    )
    {
        var others = await OthersAsync(ct);
        var stored = await records.GetForUpdateAsync(reference, ifMatch, ct);
        var errors = new List<ValidationError>();
        var body = Patched(stored.Record, patch, errors, others);
        var draft = ReadValid(body, errors, stored.Record, others, caller);
        return await ChangeAsync(stored, draft, others, caller, ct);
    }

    public async Task WithdrawAsync(string reference, EntityTags ifMatch, Caller caller, CancellationToken ct)
    {
        var stored = await records.GetForUpdateAsync(reference, ifMatch, ct);
        if (ObstacleToWithdrawal(stored) is { } obstacle)
            throw obstacle;
        (await records.WithdrawAsync(stored.Record.Reference, stored.Version, caller.Actor, ct)).ThrowIfRejected();
    }

    protected abstract Task<TOthers> OthersAsync(CancellationToken ct);

    /// <summary>Returns the draft of a body, and adds all its errors.</summary>
    /// <param name="current">The record to change; null for a new one.</param>
    protected abstract TDraft Read(TBody body, List<ValidationError> errors, TRecord? current, TOthers others);

    protected abstract TResponse ToResponse(TRecord record, TOthers others);

    /// <summary>Returns the other records after a record of this kind was written.</summary>
    protected virtual TOthers With(TOthers others, TRecord written) => others;

    /// <summary>Returns the <c>ETag</c> of a response.</summary>
    protected virtual string TagOf(TResponse response, int version) => EntityTags.ForVersion(version);

    /// <summary>Removes members of a record that follow from those that a patch states.</summary>
    protected virtual void RemoveDependents(JsonObject record, JsonElement patch) { }

    /// <summary>
    /// Returns why the caller may not write a draft without errors, with the member that the role forbids; null if they
    /// may.
    /// </summary>
    protected virtual ValidationError? Forbidden(TDraft draft, TRecord? current, Caller caller) => null;

    /// <summary>Returns why a record that others do not name cannot be withdrawn; null if it can.</summary>
    protected virtual ProblemException? ObstacleToWithdrawal(TStored stored) => null;

    private async Task<RecordRepresentation<TResponse>> ChangeAsync(
        TStored stored,
        TDraft draft,
        TOthers others,
        Caller caller,
        CancellationToken ct
    ) => Represent((await records.ChangeAsync(draft, stored.Version, caller.Actor, ct)).ThrowIfRejected(), others);

    private RecordRepresentation<TResponse> Represent(TRecord record, TOthers others)
    {
        var response = ToResponse(record, With(others, record));
        return new($"{Kind.Path}/{record.Reference}", response, TagOf(response, record.Version));
    }

    private TDraft ReadValid(TBody body, List<ValidationError> errors, TRecord? current, TOthers others, Caller caller)
    {
        var draft = Read(body, errors, current, others);
        errors.ThrowIfAny();
        return Forbidden(draft, current, caller) is { } forbidden
            ? throw new ProblemException(ErrorCodes.RoleForbids, forbidden.Reason)
            : draft;
    }

    /// <summary>Returns the body that a record has after a merge patch.</summary>
    /// <param name="isWhole">True if a member of the patch replaces that of the record, with all members in it.</param>
    protected TBody Patched(
        TRecord current,
        JsonElement patch,
        List<ValidationError> errors,
        TOthers others,
        bool isWhole = false
    )
    {
        var whole = JsonSerializer.SerializeToNode(ToResponse(current, others), Json.Options)!.AsObject();
        if (patch.ValueKind == JsonValueKind.Object)
            RemoveDependents(whole, patch);
        if (isWhole)
        {
            foreach (var member in patch.EnumerateObject())
                whole.Remove(member.Name);
        }

        return MergePatch.Read<TBody>(JsonSerializer.SerializeToElement(whole, Json.Options), patch, errors);
    }
}
