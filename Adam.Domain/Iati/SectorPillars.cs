using Adam.Domain.Projects;

namespace Adam.Domain.Iati;

/// <summary>The reason for which an activity belongs to a pillar.</summary>
/// <param name="Because">An explanation for readers: "DAC 15130, and the text speaks of 'drug trafficking'."</param>
public sealed record PillarReason(Pillar Pillar, string Because);

/// <summary>
/// Maps the sectors of an IATI activity to pillars, by <c>iati-sectors.tsv</c>. Some codes always imply a pillar.
/// Others do so only if the text is about narcotics (<see cref="NarcoticsText"/>). Sectors without a mapping are
/// ignored.
/// </summary>
public static class SectorPillars
{
    private const string Purposes = "1";
    private const string Categories = "2";
    private const string Ours = "99";

    private static readonly Dictionary<(string Vocabulary, string Code), (Pillar Pillar, bool Always)> Rules = CodeLists
        .CodeListCatalog.Rows("iati-sectors")
        .ToDictionary(
            row => (row["vocabulary"], row["code"]),
            row => (Code(row["pillar"])!.Value, row["when"] == "always")
        );

    /// <param name="sectors">
    /// Vocabulary and code as in the file. Vocabularies are the numbers of IATI 2 or the names of IATI 1; an empty one
    /// means DAC purpose codes.
    /// </param>
    /// <param name="texts">Title and descriptions, in every language of the file.</param>
    /// <returns>Each pillar once, in the order of their numbers; empty if the sectors imply none.</returns>
    public static IReadOnlyList<Pillar> ForSectors(
        IEnumerable<(string Vocabulary, string Code)> sectors,
        IEnumerable<string?> texts
    ) => [.. Reasons(sectors, texts).Select(reason => reason.Pillar).Distinct().Order()];

    /// <summary>
    /// Explains the result of <see cref="ForSectors"/>: a reason for each sector that implies a pillar, in the order of
    /// the sectors.
    /// </summary>
    public static IReadOnlyList<PillarReason> Reasons(
        IEnumerable<(string Vocabulary, string Code)> sectors,
        IEnumerable<string?> texts
    )
    {
        var known = sectors
            .Select(sector => (Vocabulary: Number(sector.Vocabulary), Code: sector.Code.Trim()))
            .Distinct()
            .ToList();
        var own = known
            .Where(sector => sector.Vocabulary == Ours && Code(sector.Code) is not null)
            .Select(sector => new PillarReason(
                Code(sector.Code)!.Value,
                $"Sector {sector.Code} of vocabulary 99 is the pillar itself."
            ))
            .ToList();
        if (own.Count > 0)
            return own;

        var ruled = known.Where(sector => Rule(sector) is not null).ToList();
        if (ruled.Count == 0)
            return [];

        var all = texts.ToList();
        var (narcotics, precursors) = (NarcoticsText.Find(all), NarcoticsText.Precursors(all));
        return
        [
            .. ruled
                .Where(sector => Rule(sector)!.Value.Always || narcotics.Count > 0)
                .Select(sector => Reason(sector.Code, Rule(sector)!.Value, narcotics, precursors)),
        ];
    }

    /// <summary>Explains why <see cref="ForSectors"/> returns no pillar for these sectors.</summary>
    public static string WhyNone(IEnumerable<(string Vocabulary, string Code)> sectors)
    {
        var known = sectors
            .Select(sector => (Vocabulary: Number(sector.Vocabulary), Code: sector.Code.Trim()))
            .Where(sector => sector.Vocabulary is Purposes or Categories && sector.Code.Length > 0)
            .Distinct()
            .ToList();
        var ruled = known.Where(sector => Rule(sector) is not null).ToList();
        return ruled.Count > 0 ? $"{Named(ruled)} only where the text speaks of narcotics, and it does not."
            : known.Count > 0 ? $"{Named(known)} not counter-narcotics assistance."
            : "No sector of the DAC is named.";

        static string Named(IReadOnlyCollection<(string, string Code)> sectors) =>
            $"{(sectors.Count == 1 ? "Sector" : "Sectors")} "
            + string.Join(
                ", ",
                sectors.Take(5).Select(sector => sector.Code.Length > 10 ? sector.Code[..10] : sector.Code)
            )
            + $" {(sectors.Count == 1 ? "is" : "are")}";
    }

    /// <summary>
    /// Returns the pillar and the reason for a sector. The sector identifies the actor (police, customs, courts), and
    /// the text the subject. If the subject is precursors, the pillar is <c>precursors</c>, except for sectors of
    /// finance and health.
    /// </summary>
    private static PillarReason Reason(
        string code,
        (Pillar Pillar, bool Always) rule,
        IReadOnlyList<string> narcotics,
        IReadOnlyList<string> precursors
    )
    {
        if (rule.Pillar is Pillar.RegionalInitiatives && precursors.Count > 0)
            return new(Pillar.Precursors, $"DAC {code}, and the text speaks of precursors: '{precursors[0]}'.");
        return new(rule.Pillar, rule.Always ? $"DAC {code}." : $"DAC {code}, and the text speaks of '{narcotics[0]}'.");
    }

    /// <summary>
    /// Returns the mapping of a sector; null if there is none. Some files contain a category instead of a purpose code,
    /// as three digits or with two zeros appended.
    /// </summary>
    private static (Pillar Pillar, bool Always)? Rule((string Vocabulary, string Code) sector) =>
        sector switch
        {
            (Purposes, { Length: 3 }) => Rule((Categories, sector.Code)),
            (Purposes, { Length: 5 }) when sector.Code.EndsWith("00", StringComparison.Ordinal) => Rule(
                (Categories, sector.Code[..3])
            ),
            _ => Rules.TryGetValue(sector, out var rule) ? rule : null,
        };

    private static string Number(string vocabulary) =>
        vocabulary.Trim().ToUpperInvariant() switch
        {
            "" or "DAC" => Purposes,
            "DAC-3" => Categories,
            "RO" => Ours,
            var number => number,
        };

    private static Pillar? Code(string code) => (Pillar?)CodeLists.CodeListCatalog.Pillars.Find(code)?.Number;
}
