using Adam.Data.Databases;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>The knowledge of restricted projects that others have: that there is one, and whom to ask.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Ask">The contact of the owner; its code if it has none.</param>
public sealed record RestrictedCell(string Country, Pillar Pillar, string Ask);

/// <summary>
/// Reads the countries and pillars of the restricted projects that a reader does not see. It depends on nothing else of
/// these projects: a filter by days or donors would let a reader find them out by asking again and again.
/// </summary>
public sealed class RestrictedCells(Database database)
{
    /// <summary>Returns the cells that meet the countries, routes and pillars of a filter.</summary>
    /// <param name="reader">The reader; null for one who sees everything, who is told of none.</param>
    public Task<IReadOnlyList<RestrictedCell>> FindAsync(
        ReaderScope? reader,
        ProjectFilter filter,
        CancellationToken ct
    ) =>
        reader is null
            ? Task.FromResult<IReadOnlyList<RestrictedCell>>([])
            : database.QueryOnceAsync<IReadOnlyList<RestrictedCell>>(
                async session =>
                    [
                        .. (await ReadAsync(session, reader, ct)).Where(cell =>
                            Passes(filter.Countries, cell.Country)
                            && Passes(filter.RouteCountries, cell.Country)
                            && Passes(filter.Pillars, cell.Pillar)
                        ),
                    ],
                ct
            );

    /// <summary>Returns the cells of a draft.</summary>
    /// <inheritdoc cref="FindAsync" path="/param[@name='reader']"/>
    internal static async Task<IReadOnlyList<RestrictedCell>> OfDraftAsync(
        Session session,
        ReaderScope? reader,
        ProjectDraft draft,
        CancellationToken ct
    ) =>
        reader is null || draft.Status == ProjectStatus.Cancelled
            ? []
            :
            [
                .. (await ReadAsync(session, reader, ct)).Where(cell =>
                    draft.Countries.Contains(cell.Country) && draft.Pillars.Contains(cell.Pillar)
                ),
            ];

    /// <summary>Returns all cells.</summary>
    /// <inheritdoc cref="FindAsync" path="/param[@name='reader']"/>
    internal static async Task<IReadOnlyList<RestrictedCell>> AllAsync(
        Session session,
        ReaderScope? reader,
        CancellationToken ct
    ) => reader is null ? [] : [.. await ReadAsync(session, reader, ct)];

    private static async Task<IEnumerable<RestrictedCell>> ReadAsync(
        Session session,
        ReaderScope reader,
        CancellationToken ct
    ) =>
        (await session.As(reader: null).QueryAsync(ProjectSql.RestrictedCells, new(reader.Partner), ct))
            .Select(row => new RestrictedCell(row.Country, (Pillar)row.Pillar, row.Contact ?? row.Owner))
            .Distinct()
            .OrderBy(cell => cell.Country, StringComparer.Ordinal)
            .ThenBy(cell => cell.Pillar)
            .ThenBy(cell => cell.Ask, StringComparer.Ordinal);

    private static bool Passes<T>(IReadOnlyList<T> values, T value) => values.Count == 0 || values.Contains(value);
}
