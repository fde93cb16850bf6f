using Adam.Data.Audit.Recording;
using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Overlaps.Notes;
using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps;

/// <summary>The result of writing a note on an overlap.</summary>
public abstract record OverlapNoteOutcome
{
    private OverlapNoteOutcome() { }

    public sealed record Done(OverlapNote Note) : OverlapNoteOutcome;

    /// <summary>One of the two projects does not exist for the caller, or they do not overlap.</summary>
    public sealed record NoOverlap : OverlapNoteOutcome;

    /// <summary>The caller may not write on this pair.</summary>
    public sealed record NotAllowed(Overlap Overlap) : OverlapNoteOutcome;

    /// <summary>The pair has as many notes as it can have.</summary>
    public sealed record TooMany : OverlapNoteOutcome;
}

/// <summary>Stores the notes on overlaps, which are added, and neither changed nor removed.</summary>
public sealed class OverlapNoteStore(Database database)
{
    /// <summary>The maximum number of notes on a pair.</summary>
    public const int MostOfPair = 100;

    /// <summary>
    /// Returns the notes on two projects, the earliest first; null if the reader does not see both or they do not
    /// overlap.
    /// </summary>
    public Task<IReadOnlyList<OverlapNote>?> ListAsync(OverlapId id, CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<OverlapNote>?>(
            async session =>
                await OverlapStore.BothAsync(session, id, ct) is var (one, other)
                && Overlap.Between(one, other) is not null
                    ? await session.QueryAsync(OverlapNoteSql.OfPair, OverlapStore.Key(one, other), ct)
                    : null,
            ct
        );

    /// <summary>Writes a note on an overlap that the present reader sees.</summary>
    /// <param name="isAllowed">Returns true if the caller may write on this pair.</param>
    /// <param name="respond">
    /// Returns the response that is stored in the same transaction; null if none is to be stored.
    /// </param>
    public Task<OverlapNoteOutcome> AddAsync(
        OverlapId id,
        OverlapNote note,
        Func<Overlap, bool> isAllowed,
        Actor by,
        CancellationToken ct,
        Func<OverlapNote, KeptResponse>? respond = null
    )
    {
        // Another flow may run the write.
        var reader = ReaderScope.Current;
        return database.InGroupedWriteAsync<OverlapNoteOutcome>(
            async session =>
            {
                if (
                    await OverlapStore.BothAsync(session.As(reader), id, ct) is not var (one, other)
                    || Overlap.Between(one, other) is not { } overlap
                )
                    return new OverlapNoteOutcome.NoOverlap();
                if (!isAllowed(overlap))
                    return new OverlapNoteOutcome.NotAllowed(overlap);

                var key = OverlapStore.Key(one, other);
                if (await session.FirstAsync(OverlapNoteSql.CountOfPair, key, ct) >= MostOfPair)
                    return new OverlapNoteOutcome.TooMany();

                await session.ExecuteAsync(
                    OverlapNoteSql.Add,
                    new(
                        note.Id,
                        key.FirstId,
                        key.SecondId,
                        note.Text,
                        (byte?)note.Proposed,
                        note.WrittenBy,
                        note.Partner,
                        note.WrittenAt
                    ),
                    ct
                );
                var (first, second) = one.ProjectId < other.ProjectId ? (one, other) : (other, one);
                await ChangeRecorder.AddAsync(
                    session,
                    [
                        new(
                            ChangeKind.NoteAdded,
                            key.FirstId,
                            key.SecondId,
                            Version: null,
                            Fields: [],
                            ChangeScope.FromPair(first.Project, second.Project),
                            new(ChangeRestriction.OwnerOf(first.Project), ChangeRestriction.OwnerOf(second.Project))
                        ),
                    ],
                    by.Name,
                    note.WrittenAt,
                    ct
                );
                await AuditRecorder.AddAsync(
                    session,
                    AuditSubject.OverlapNote,
                    AuditAction.Created,
                    note.Id.ToString(),
                    version: null,
                    OverlapNoteContent.FromNote(id, note),
                    by,
                    note.WrittenAt,
                    ct
                );
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(note), ct);
                return new OverlapNoteOutcome.Done(note);
            },
            ct
        );
    }
}

/// <summary>A note as its audit entry contains it.</summary>
internal sealed record OverlapNoteContent(
    string Overlap,
    string Text,
    Verdict? Proposed,
    string WrittenBy,
    string Partner
)
{
    public static OverlapNoteContent FromNote(OverlapId pair, OverlapNote note) =>
        new(pair.ToString(), note.Text, note.Proposed, note.WrittenBy, note.Partner);
}
