using Adam.Data.Databases;
using Adam.Data.Partners;

namespace Adam.Data.Copying;

/// <summary>Finds the numbers of partners by their codes, each once.</summary>
internal sealed class PartnerNumbers(Session session)
{
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);

    public async Task<long> FindAsync(string code, CancellationToken ct)
    {
        if (!_numbers.TryGetValue(code, out var number))
            _numbers[code] = number = await session.FirstAsync(PartnerSql.IdOf, new(code), ct);
        return number;
    }
}
