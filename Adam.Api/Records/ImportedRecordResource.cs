using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Data.Records;
using Adam.Domain.Records;
using Adam.Domain.Text;

namespace Adam.Api.Records;

/// <summary>Base of the writes to records of one kind that files are imported to, too.</summary>
internal abstract class ImportedRecordResource<TStored, TRecord, TDraft, TBody, TResponse, TOthers>(
    RecordStore<TStored, TRecord, TDraft> records
) : RecordResource<TStored, TRecord, TDraft, TBody, TResponse, TOthers>(records), IRecordImports
    where TStored : StoredRecord<TRecord>
    where TRecord : VersionedRecord<TDraft>
    where TDraft : ReferencedDraft
    where TBody : class, new()
    where TResponse : notnull
{
    /// <summary>The attempts of an import whose records others change meanwhile.</summary>
    private const int MostAttempts = 3;

    RecordKind IRecordImports.Kind => Kind;

    public abstract ListTable Table { get; }

    public abstract IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>The members that the register computes. Exported files have them, and imports skip them.</summary>
    protected virtual IReadOnlyCollection<string> ComputedMembers { get; } =
    ["version", "createdAt", "updatedAt", "updatedBy"];

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
                || await Records.WriteAllAsync(writes, caller.Actor, ct)
            )
                return imported;
        }

        throw new ProblemException(
            ErrorCodes.RecordsChanged,
            $"Others changed {Kind.Name}s of the file while it was read. Nothing was imported; send it again."
        );
    }

    /// <summary>Returns the outcome of each record of a file, and the writes of the valid ones.</summary>
    private async Task<(List<ImportedRecord> Imported, List<RecordWrite<TDraft>> Writes)> ReadAsync(
        IAsyncEnumerable<RecordRow> rows,
        Caller caller,
        CancellationToken ct
    )
    {
        // Records are read before the others: a write that falls between them is found by the version.
        var stored = (await Records.ListAsync(ct)).ToDictionary(one => one.Record.Key, StringComparer.Ordinal);
        var others = await OthersAsync(ct);
        var (imported, writes, seen) = (
            new List<ImportedRecord>(),
            new List<RecordWrite<TDraft>>(),
            new HashSet<string>()
        );
        var added = 0;
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (imported.Count == Records.MaxRecords)
                throw TooMany($"The file has more than {Records.MaxRecords} {Kind.Name}s.");

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

            var change = Records.ChangeOf(current, draft);
            added += change == RecordChange.Created ? 1 : 0;
            imported.Add(new(row.Number, row.Line, draft.Reference, change, []));
            writes.Add(new(draft, current?.Version));
            others = With(others, Records.Preview(current, draft));
        }

        return stored.Count + added > Records.MaxRecords
            ? throw TooMany(
                $"The register takes {Records.MaxRecords} {Kind.Name}s. It has {stored.Count}, and the file has "
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

    private static ProblemException TooMany(string why) => new(Kind.TooMany, $"{why} Nothing was imported.");
}
