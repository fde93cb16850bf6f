using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Records;
using Adam.Data.Reports.Notes;
using Adam.Domain.Reports;

namespace Adam.Data.Reports;

/// <summary>Stores what editors write into the yearly reports.</summary>
public sealed class ReportNoteStore(Database database, TimeProvider time)
{
    /// <summary>Returns the notes of a year's report that were ever written, in the order of their sections.</summary>
    public Task<IReadOnlyList<ReportNote>> ListAsync(int year, CancellationToken ct) =>
        database.QueryOnceAsync<IReadOnlyList<ReportNote>>(
            async session =>
                [.. (await session.QueryAsync(ReportNoteSql.OfYear, new(year), ct)).Select(row => row.ToNote())],
            ct
        );

    /// <summary>Returns the note of a section, with version 0 if nobody has written into it.</summary>
    public Task<ReportNote> FindAsync(int year, ReportSection section, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindAsync(session, year, section, ct), ct);

    /// <summary>
    /// Writes into a section. Returns the note, which is the stored one if the text is the same; null if the note has
    /// another version meanwhile, and nothing was stored.
    /// </summary>
    /// <param name="expectedVersion">The version that the client has read.</param>
    /// <param name="by">The key that writes.</param>
    public Task<ReportNote?> WriteAsync(
        int year,
        ReportSection section,
        string markdown,
        int expectedVersion,
        Actor by,
        CancellationToken ct
    ) =>
        database.InGroupedWriteAsync<ReportNote?>(
            async session =>
            {
                var stored = await FindAsync(session, year, section, ct);
                if (stored.Version != expectedVersion)
                    return null;
                if (stored.Markdown == markdown)
                    return stored;

                var at = time.Instant();
                var note = new ReportNote(year, section, markdown, stored.Version + 1, at, by.Name);
                await session.ExecuteAsync(
                    stored.Version == 0 ? ReportNoteSql.Add : ReportNoteSql.Change,
                    new(year, (byte)section, note.Version, markdown, at, by.Name),
                    ct
                );
                await AuditRecorder.AddAsync(
                    session,
                    AuditSubject.ReportNote,
                    stored.Version == 0 ? AuditAction.Created : AuditAction.Changed,
                    ReportNoteContent.IdOf(year, section),
                    note.Version,
                    ReportNoteContent.FromNote(note),
                    by,
                    at,
                    ct
                );
                return note;
            },
            ct
        );

    /// <summary>Returns the versions of a note in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(
        int year,
        ReportSection section,
        int after,
        int take,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync(
            session =>
                RecordVersions.ReadAsync(
                    session,
                    AuditSubject.ReportNote,
                    ReportNoteContent.IdOf(year, section),
                    after,
                    take,
                    ct
                ),
            ct
        );

    private static async Task<ReportNote> FindAsync(
        Session session,
        int year,
        ReportSection section,
        CancellationToken ct
    ) =>
        (await session.FirstAsync(ReportNoteSql.Find, new(year, (byte)section), ct))?.ToNote()
        ?? ReportNote.None(year, section);
}
