using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Api.Overlaps;

/// <summary>A country and a pillar in which a partner has a restricted project that the caller does not see.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Pillar">A pillar of the Vienna Declaration.</param>
/// <param name="Ask">The contact of the owner; its code if it has none.</param>
internal sealed record RestrictedCellResponse([property: CodeOf("countries")] string Country, Pillar Pillar, string Ask)
{
    public static RestrictedCellResponse FromCell(RestrictedCell cell) => new(cell.Country, cell.Pillar, cell.Ask);
}
