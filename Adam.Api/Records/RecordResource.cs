using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Adam.Data.Idempotency;
using Adam.Data.Records;
using Adam.Domain.Records;
using Adam.Domain.Text;

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
) : IRecordResource<TBody, TResponse>, IRecordImports
    where TStored : StoredRecord<TRecord>
    where TRecord : VersionedRecord<TDraft>
    where TDraft : ReferencedDraft
    where TBody : class, new()
    where TResponse : notnull
{
    /// <summary>The attempts of an import whose records others change meanwhile.</summary>
    private const int MostAttempts = 3;

    public RecordKind Kind => RecordKind.For<TRecord>();

    public abstract ListTable Table { get; }

    public abstract IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>The members that the register computes. Exported files have them, and imports skip them.</summary>
    protected virtual IReadOnlyCollection<string> ComputedMembers { get; } =
    ["version", "createdAt", "updatedAt", "updatedBy"];

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

    public async Task<IReadOnlyList<ImportedRecord>> ImportAsync(
        Func<IAsyncEnumerable<RecordRow>> rows,
        bool dryRun,
        bool atomic,
        Caller caller,
        CancellationToken ct
    )
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (imported, writes) = await ReadAsync(rows(), caller, ct);
            if (
                dryRun
                || (atomic && imported.Any(record => record.Change is null))
                || await records.WriteAllAsync(writes, caller.Actor, ct)
            )
                return imported;
        }

        throw new ProblemException(
            ErrorCodes.RecordsChanged,
            $"Others changed {Kind.Name}s of the file while it was read. Nothing was imported; send it again."
        );
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

    /// <summary>Returns the outcome of each record of a file, and the writes of the valid ones.</summary>
    private async Task<(List<ImportedRecord> Imported, List<RecordWrite<TDraft>> Writes)> ReadAsync(
        IAsyncEnumerable<RecordRow> rows,
        Caller caller,
        CancellationToken ct
    )
    {
        // Records are read before the others: a write that falls between them is found by the version.
        var stored = (await records.ListAsync(ct)).ToDictionary(one => one.Record.Key, StringComparer.Ordinal);
        var others = await OthersAsync(ct);
        var (imported, writes, seen) = (
            new List<ImportedRecord>(),
            new List<RecordWrite<TDraft>>(),
            new HashSet<string>()
        );
        var added = 0;
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (imported.Count == records.MaxRecords)
                throw TooMany($"The file has more than {records.MaxRecords} {Kind.Name}s.");

            var errors = row.Errors.ToList();
            var reference = ReferenceOf(row);
            var current = reference is null ? null : stored.GetValueOrDefault(ReferencedDraft.KeyOf(reference));
            var draft = Read(row, current, others, caller, errors);
            if (reference is not null && !seen.Add(ReferencedDraft.KeyOf(reference)))
                errors.Add(
                    new(
                        row.NameOf("reference"),
                        $"The reference {ValidationError.Quote(reference)} stands in the file already. Each record has "
                            + "one of its own.",
                        ErrorCodes.RepeatedReference
                    )
                );
            if (draft is null || errors.Count > 0)
            {
                imported.Add(new(row.Number, row.Line, reference, null, errors));
                continue;
            }

            var change = records.ChangeOf(current, draft);
            added += change == RecordChange.Created ? 1 : 0;
            imported.Add(new(row.Number, row.Line, draft.Reference, change, []));
            writes.Add(new(draft, current?.Version));
            others = With(others, records.Preview(current, draft));
        }

        return stored.Count + added > records.MaxRecords
            ? throw TooMany(
                $"The register takes {records.MaxRecords} {Kind.Name}s. It has {stored.Count}, and the file has "
                    + $"{added} new ones."
            )
            : (imported, writes);
    }

    /// <summary>Returns the draft of a record of a file; null, with the errors added, if it has any.</summary>
    private TDraft? Read(RecordRow row, TStored? current, TOthers others, Caller caller, List<ValidationError> errors)
    {
        if (row.Members is not { } members)
            return null;

        // The members are also read on their own: what is no text in them must not be merged.
        var faults = new List<ValidationError>();
        var body = JsonBody.Read<TBody>(members, faults);
        var isMerged = faults.TrueForAll(fault => fault.Code == ErrorCodes.Missing);
        if (isMerged)
        {
            faults.Clear();
            var stated = WithoutComputed(members);
            body = current is null
                ? JsonBody.Read<TBody>(stated, faults)
                : Patched(current.Record, stated, faults, others, row.IsWhole);
        }

        var draft = Read(body, faults, current?.Record, others);
        if (!isMerged)
            faults.RemoveAll(fault =>
                fault.Code == ErrorCodes.ComputedMember || (current is not null && fault.Code == ErrorCodes.Missing)
            );
        if (faults.Count == 0 && Forbidden(draft, current?.Record, caller) is { } forbidden)
            faults.Add(forbidden);

        // A cell with a wrong date is no missing date, too.
        foreach (var fault in faults.Select(fault => fault with { Name = row.NameOf(fault.Name) }))
        {
            if (!row.Errors.HasErrorFor(fault.Name))
                errors.Add(fault);
        }

        return draft;
    }

    private static string? ReferenceOf(RecordRow row) =>
        row.Members is { } members
        && members.TryGetProperty("reference", out var reference)
        && reference.ValueKind == JsonValueKind.String
        && JsonText.TryGet(reference, out var text)
        && TextNormalization.Line(text) is { Length: > 0 } line
            ? line
            : null;

    private JsonElement WithoutComputed(JsonElement members) =>
        JsonSerializer.SerializeToElement(
            new JsonObject(
                members
                    .EnumerateObject()
                    .Where(member => !ComputedMembers.Contains(member.Name))
                    .Select(member => KeyValuePair.Create(member.Name, JsonSerializer.SerializeToNode(member.Value)))
            )
        );

    private ProblemException TooMany(string why) => new(Kind.TooMany, $"{why} Nothing was imported.");

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
    private TBody Patched(
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
