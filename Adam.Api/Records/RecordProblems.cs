using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Data.Records;
using Adam.Domain.Records;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Records;

/// <summary>Reads records of stores, and converts outcomes to responses and problems.</summary>
internal static class RecordProblems
{
    /// <exception cref="ProblemException">The record does not exist, or is withdrawn.</exception>
    public static async Task<TStored> GetActiveAsync<TStored, TRecord, TDraft>(
        this RecordStore<TStored, TRecord, TDraft> records,
        string reference,
        CancellationToken ct
    )
        where TStored : StoredRecord<TRecord>
        where TRecord : VersionedRecord<TDraft>
        where TDraft : ReferencedDraft =>
        await records.GetAsync(reference, ct) is var stored && stored.IsActive
            ? stored
            : throw Withdrawn<TRecord>(stored.Record.Reference, stored.WithdrawnAt);

    /// <summary>Returns a record, withdrawn or not.</summary>
    /// <exception cref="ProblemException">The record does not exist.</exception>
    public static async Task<TStored> GetAsync<TStored, TRecord, TDraft>(
        this RecordStore<TStored, TRecord, TDraft> records,
        string reference,
        CancellationToken ct
    )
        where TStored : StoredRecord<TRecord>
        where TRecord : VersionedRecord<TDraft>
        where TDraft : ReferencedDraft
    {
        if (await records.FindAsync(reference, ct) is { } stored)
            return stored;

        throw new ProblemException(RecordKind.For<TRecord>().Unknown, Unknown(reference, await records.ListAsync(ct)));
    }

    /// <summary>Returns a sentence about an unknown reference, with the nearest one of an active record.</summary>
    public static string Unknown<TRecord>(string reference, IEnumerable<StoredRecord<TRecord>> records)
        where TRecord : IReferenced
    {
        var kind = RecordKind.For<TRecord>();
        var known = records.Where(stored => stored.IsActive).Select(stored => stored.Record.Reference);
        return $"There is no {kind.Name} {ValidationError.Quote(reference)}."
            + (
                Nearest.FindIn(reference, known) is { } meant
                    ? $" Did you mean {ValidationError.Quote(meant)}?"
                    : $" GET {kind.Path} lists them."
            );
    }

    /// <summary>Loads a record for update.</summary>
    /// <exception cref="ProblemException">
    /// The record does not exist, is withdrawn, or does not match <c>If-Match</c>.
    /// </exception>
    public static async Task<TStored> GetForUpdateAsync<TStored, TRecord, TDraft>(
        this RecordStore<TStored, TRecord, TDraft> records,
        string reference,
        EntityTags ifMatch,
        CancellationToken ct
    )
        where TStored : StoredRecord<TRecord>
        where TRecord : VersionedRecord<TDraft>
        where TDraft : ReferencedDraft
    {
        var stored = await records.GetActiveAsync(reference, ct);
        ifMatch.Require(EntityTags.ForVersion(stored.Version));
        return stored;
    }

    /// <summary>Sends the versions of a record, withdrawn or not.</summary>
    /// <exception cref="ProblemException">The record does not exist.</exception>
    public static async Task HistoryAsync<TStored, TRecord, TDraft>(
        this IResponseSender send,
        RecordStore<TStored, TRecord, TDraft> records,
        string reference,
        ListRequest req,
        CancellationToken ct
    )
        where TStored : StoredRecord<TRecord>
        where TRecord : VersionedRecord<TDraft>
        where TDraft : ReferencedDraft
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var stored = await records.GetAsync(reference, ct);
        var page = await records.HistoryAsync(stored, after, req.Limit, ct);
        await send.PageAsync(
            [.. page.Items.Select(RecordVersionResponse.FromVersion)],
            page.Next is { } next ? [next] : null,
            req.Count ? page.Total : null,
            req.IfNoneMatch,
            ct
        );
    }

    /// <summary>Returns the record after a write.</summary>
    /// <exception cref="ProblemException">The write was rejected.</exception>
    public static TRecord ThrowIfRejected<TRecord>(this RecordOutcome<TRecord> outcome)
        where TRecord : IReferenced
    {
        var kind = RecordKind.For<TRecord>();
        return outcome switch
        {
            RecordOutcome<TRecord>.Done done => done.Record,
            RecordOutcome<TRecord>.ReferenceTaken taken => throw ReferenceTaken(taken.By),
            RecordOutcome<TRecord>.TooMany many => throw new ProblemException(
                kind.TooMany,
                $"The register has {many.Most} {kind.Name}s, and takes no more. Change one that is done with."
            ),
            RecordOutcome<TRecord>.Obstructed obstructed => throw kind.Obstructed(obstructed.Reference),
            RecordOutcome<TRecord>.NotFound => throw new ProblemException(
                kind.Unknown,
                $"There is no such {kind.Name}."
            ),
            RecordOutcome<TRecord>.Withdrawn withdrawn => throw Withdrawn<TRecord>(
                withdrawn.Stored.Record.Reference,
                withdrawn.Stored.WithdrawnAt
            ),
            RecordOutcome<TRecord>.Stale => throw EntityTags.Stale(),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };
    }

    /// <summary>Returns the problem that a record has the reference of a new one.</summary>
    public static ProblemException ReferenceTaken<TRecord>(StoredRecord<TRecord> by)
        where TRecord : IReferenced
    {
        var kind = RecordKind.For<TRecord>();
        var reference = ValidationError.Quote(by.Record.Reference);
        return new(
            kind.Taken,
            by.IsActive
                ? $"There is a {kind.Name} {reference} already: {kind.Path}/{by.Record.Reference}. Change that one, "
                    + "or give this one another reference."
                : $"There was a {kind.Name} {reference}, which is withdrawn; its reference stays taken. Give this one "
                    + "another."
        );
    }

    private static ProblemException Withdrawn<TRecord>(string reference, DateTimeOffset? at)
    {
        var kind = RecordKind.For<TRecord>();
        return new(
            kind.Withdrawn,
            $"The {kind.Name} {ValidationError.Quote(reference)} was withdrawn on {at:yyyy-MM-dd}. "
                + $"GET {kind.Path}/{reference}/history has it."
        );
    }
}
