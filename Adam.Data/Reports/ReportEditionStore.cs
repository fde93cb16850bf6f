using System.Globalization;
using System.Security.Cryptography;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;

namespace Adam.Data.Reports;

/// <summary>Stores the frozen editions of the yearly reports. They are never changed or removed.</summary>
public sealed class ReportEditionStore(Database database, TimeProvider time)
{
    /// <summary>The maximum number of editions of a year.</summary>
    public const int MostOfYear = 100;

    /// <summary>Returns the editions of a year, the first one first.</summary>
    public Task<IReadOnlyList<ReportEdition>> ListAsync(int year, CancellationToken ct) =>
        database.InReadTransactionAsync(session => ListAsync(session, year, ct), ct);

    /// <summary>Returns a file of an edition; null if there is no such edition, or no such file of it.</summary>
    public Task<FrozenReport?> FindAsync(int year, int number, string language, string format, CancellationToken ct) =>
        database.InReadTransactionAsync<FrozenReport?>(
            async session =>
            {
                var edition = (await ListAsync(session, year, ct)).FirstOrDefault(one => one.Number == number);
                var file = edition?.Files.FirstOrDefault(one => (one.Language, one.Format) == (language, format));
                return
                    file is not null
                    && await session.FirstAsync(ReportEditionSql.Content, new(year, number, language, format), ct)
                        is { } content
                    ? new(edition!, file, content)
                    : null;
            },
            ct
        );

    /// <summary>
    /// Freezes a report. Returns null if the year has <see cref="MostOfYear"/> editions, and nothing was stored.
    /// </summary>
    /// <param name="until">The day of the figures.</param>
    /// <param name="remark">Why it is frozen; null for nothing.</param>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<ReportEdition?> FreezeAsync(
        int year,
        DateOnly until,
        string? remark,
        IReadOnlyList<NewReportFile> files,
        Actor by,
        CancellationToken ct,
        Func<ReportEdition, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync<ReportEdition?>(
            async session =>
            {
                var last = await session.QueryAsync(ReportEditionSql.OfYear, new(year), ct) is [.., var latest]
                    ? latest
                    : null;
                if (last?.Number >= MostOfYear)
                    return null;

                var edition = new ReportEdition(
                    year,
                    (last?.Number ?? 0) + 1,
                    until,
                    remark,
                    time.Instant(),
                    by.Name,
                    [.. files.Select(FileOf).OrderBy(file => file.Language).ThenBy(file => file.Format)]
                );
                await session.ExecuteAsync(
                    ReportEditionSql.Add,
                    new(year, edition.Number, until.DayNumber, remark, edition.CreatedAt, by.Name),
                    ct
                );
                foreach (var file in files)
                {
                    var (language, format, length, hash) = FileOf(file);
                    await session.ExecuteAsync(
                        ReportEditionSql.AddFile,
                        new(year, edition.Number, language, format, length, hash, file.Content),
                        ct
                    );
                }

                await AuditRecorder.AddAsync(
                    session,
                    AuditSubject.ReportEdition,
                    AuditAction.Created,
                    ReportEditionContent.IdOf(year, edition.Number),
                    version: null,
                    ReportEditionContent.FromEdition(edition),
                    by,
                    edition.CreatedAt,
                    ct
                );
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(edition), ct);
                return edition;
            },
            ct
        );

    private static async Task<IReadOnlyList<ReportEdition>> ListAsync(Session session, int year, CancellationToken ct)
    {
        var files = (await session.QueryAsync(ReportEditionSql.FilesOfYear, new(year), ct)).ToLookup(file =>
            file.ReportEditionId
        );
        return
        [
            .. (await session.QueryAsync(ReportEditionSql.OfYear, new(year), ct)).Select(row =>
                row.ToEdition(files[row.ReportEditionId])
            ),
        ];
    }

    private static ReportEditionFile FileOf(NewReportFile file) => FileOf(file.Language, file.Format, file.Content);

    /// <summary>Returns what an edition says of a file with this content.</summary>
    internal static ReportEditionFile FileOf(string language, string format, byte[] content) =>
        new(language, format, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
}

/// <summary>An edition as its audit entry contains it: the hashes stand for the files.</summary>
internal sealed record ReportEditionContent(
    int Year,
    int Number,
    DateOnly Until,
    string? Remark,
    IReadOnlyList<ReportEditionFile> Files
)
{
    public static ReportEditionContent FromEdition(ReportEdition edition) =>
        new(edition.Year, edition.Number, edition.Until, edition.Remark, edition.Files);

    /// <summary>Returns the id of an edition in its audit entry: <c>2015/1</c>.</summary>
    public static string IdOf(int year, int number) => string.Create(CultureInfo.InvariantCulture, $"{year}/{number}");

    /// <summary>
    /// Returns an edition as it is stored. A file whose bytes are not those that its row states is named with both, so
    /// that no entry says the same.
    /// </summary>
    public static ReportEditionContent FromRows(ReportEditionRow row, IReadOnlyList<ReportEditionContentRow> files)
    {
        var edition = row.ToEdition(files);
        var found = files.Select(file => ReportEditionStore.FileOf(file.Language, file.Format, file.Content));
        return FromEdition(edition with { Files = [.. edition.Files, .. found.Except(edition.Files)] });
    }
}
