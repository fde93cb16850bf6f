using System.Text.Json;
using Adam.Data.Audit.Recording;
using Adam.Data.Overlaps.Learning;

namespace Adam.Data.Audit;

/// <summary>Learned rules that were adopted.</summary>
/// <param name="WithdrawnAt">The instant at which they were withdrawn; null if they were not.</param>
internal sealed record AdoptedRules(string Multipliers, DateTimeOffset CreatedAt, DateTimeOffset? WithdrawnAt)
{
    /// <summary>Returns what the entries of a version of the rules say, in the order of adoption.</summary>
    public static IReadOnlyList<AdoptedRules> FromEntries(IEnumerable<AuditRow> entries)
    {
        var adopted = new List<AdoptedRules>();
        foreach (var entry in entries)
        {
            var last = adopted.FindLastIndex(rules => rules.WithdrawnAt is null);
            if (entry.Action == (byte)AuditAction.Created)
                adopted.Add(new(MultipliersOf(entry), entry.At, null));
            else if (last >= 0)
                adopted[last] = adopted[last] with { WithdrawnAt = entry.At };
        }

        return adopted;
    }

    private static string MultipliersOf(AuditRow entry) =>
        JsonSerializer.Deserialize<LearnedRulesContent>(entry.Content!, JsonSerializerOptions.Web)!.Multipliers;
}
