using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Adam.Desk.Calls;
using Adam.Desk.Forms;

namespace Adam.Desk.Recording;

/// <summary>The answer of the register to a record before it is saved.</summary>
/// <param name="Faults">The faults, which have to be mended.</param>
/// <param name="Warnings">Values that are probably wrong, and can be saved all the same.</param>
/// <param name="Overlaps">The overlaps that it would have; null while what decides them has errors.</param>
/// <param name="OthersHere">The address of the projects of others in its countries, pillars and days.</param>
public sealed record Findings(
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<Fault> Warnings,
    DraftOverlaps? Overlaps,
    string OthersHere,
    Choices Choices
)
{
    /// <summary>The measures that it would serve, and the gaps that it would close; null while it has errors.</summary>
    public EntryMeasures? Measures { get; init; }

    /// <summary>True if there is something to see before the record is saved.</summary>
    public bool AreNoteworthy => Warnings.Count > 0 || Overlaps is { Items.Count: > 0 } or { Restricted.Count: > 0 };

    /// <summary>
    /// A hash of what is to be seen. A form that is sent with it has shown this to the person before.
    /// </summary>
    public string Digest
    {
        get
        {
            var text = new StringBuilder();
            foreach (var warning in Warnings)
                text.Append(CultureInfo.InvariantCulture, $"{warning.Field} {warning.Code}\n");
            foreach (var other in Overlaps?.Items.SelectMany(overlap => overlap.Projects) ?? [])
                text.Append(CultureInfo.InvariantCulture, $"{other.Id}\n");
            foreach (var cell in Overlaps?.Restricted ?? [])
                text.Append(CultureInfo.InvariantCulture, $"{cell.Country} {cell.Pillar}\n");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
        }
    }
}
