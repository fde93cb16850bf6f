using System.Globalization;
using System.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// What each feature is worth: a table that can be read, <c>rules.tsv</c>. A weight is a natural logarithm of how much
/// more often a value is seen between two records of one undertaking than between two of different ones; between the
/// values that the table names, it is interpolated.
/// </summary>
public sealed class Rules
{
    /// <summary>
    /// Named with every score. It changes with anything that could change one: the table, the words, the way records
    /// are read.
    /// </summary>
    public const string Version = "1";

    /// <summary>The lowest score that is stored. Pairs without a blocking key in common score below it.</summary>
    public static Score Floor { get; } = Score.FromDecimal(0.30m);

    /// <summary>The lowest score from which two records that are each other's best match are one project.</summary>
    public static Score SameProject { get; } = Score.FromDecimal(0.60m);

    /// <summary>The lowest score from which two records are the same activity.</summary>
    public static Score SameActivity { get; } = Score.FromDecimal(0.50m);

    /// <summary>
    /// The highest likelihood, from 0 to 1, without a blocking key in common. Its distance from <see cref="Floor"/>
    /// exceeds the sum of all rounding: half a ten-thousandth for each component.
    /// </summary>
    internal const double HighestUnkeyed = 0.29;

    /// <summary>Beyond these log-odds nothing is surer: a score never quite reaches 0 or 1.</summary>
    internal const double SurestLogOdds = 7;

    /// <summary>
    /// Words of another language that differ speak against a pair by no more than this share of their weight.
    /// </summary>
    internal const double OtherLanguageShare = 0.15;

    /// <summary>
    /// Up to here, what agrees counts in full; beyond it, a quarter. Things that agree are not independent of each
    /// other: the next phase of a project has its title, its places and its agencies, and however many of them agree,
    /// other dates still make it another project.
    /// </summary>
    internal const double FullAgreement = 7;
    internal const double FurtherAgreement = 0.25;

    private readonly (double At, double Weight)[][] _knots;

    private Rules(IReadOnlyList<Rule> table)
    {
        Table = table;
        _knots =
        [
            .. Enum.GetValues<Feature>()
                .Select(feature =>
                    table
                        .Where(rule => rule.Feature == feature)
                        .OrderBy(rule => rule.At)
                        .Select(rule => (rule.At, rule.Weight))
                        .ToArray()
                ),
        ];
        ComponentOf =
        [
            .. Enum.GetValues<Feature>().Select(feature => table.First(rule => rule.Feature == feature).Component),
        ];
    }

    /// <summary>The rules of <see cref="Version"/>.</summary>
    public static Rules Current { get; } =
        new([
            .. CodeLists
                .CodeListCatalog.Rows("rules")
                .Select(row => new Rule(
                    Enum.Parse<Component>(Pascal(row["component"])),
                    Enum.Parse<Feature>(Pascal(row["feature"])),
                    Number(row["at"]),
                    Number(row["prior"]),
                    Number(row["weight"]),
                    row["meaning"],
                    row["source"]
                )),
        ]);

    /// <summary>The table, in its order.</summary>
    public IReadOnlyList<Rule> Table { get; }

    /// <summary>The component of each feature, by its number.</summary>
    internal IReadOnlyList<Component> ComponentOf { get; }

    /// <summary>The same table with other weights, a weight for each row in its order.</summary>
    public Rules With(IReadOnlyList<double> weights) =>
        new([.. Table.Select((rule, i) => rule with { Weight = weights[i] })]);

    /// <summary>The table as <c>rules.tsv</c> holds it.</summary>
    public string Write()
    {
        var text = new StringBuilder("component\tfeature\tat\tprior\tweight\tmeaning\tsource\n");
        foreach (var rule in Table)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Kebab(rule.Component.ToString())}\t{Kebab(rule.Feature.ToString())}\t{rule.At}\t{rule.Prior:0.00}\t{rule.Weight:0.00}\t{rule.Meaning}\t{rule.Source}\n"
            );
        return text.ToString();
    }

    /// <summary>What the weights of all that agrees count together.</summary>
    internal static double Agreement(double sum) =>
        sum <= FullAgreement ? sum : FullAgreement + ((sum - FullAgreement) * FurtherAgreement);

    /// <summary>The weight of a feature's value.</summary>
    internal double Weight(Feature feature, double value)
    {
        var knots = _knots[(int)feature];
        if (value <= knots[0].At)
            return knots[0].Weight;
        for (var i = 1; i < knots.Length; i++)
        {
            if (value <= knots[i].At)
            {
                var share = (value - knots[i - 1].At) / (knots[i].At - knots[i - 1].At);
                return knots[i - 1].Weight + (share * (knots[i].Weight - knots[i - 1].Weight));
            }
        }

        return knots[^1].Weight;
    }

    internal static string Kebab(string pascal) =>
        string.Concat(
            pascal.Select(
                (letter, i) =>
                    char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()
            )
        );

    private static string Pascal(string kebab) =>
        string.Concat(kebab.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>One row of the table.</summary>
/// <param name="At">The value of the feature that the row is about.</param>
/// <param name="Prior">The weight by reasoning, towards which learning is drawn.</param>
/// <param name="Weight">The weight that counts: learned, or, where no records could teach it, the prior.</param>
/// <param name="Source">Where the weight is from.</param>
public sealed record Rule(
    Component Component,
    Feature Feature,
    double At,
    double Prior,
    double Weight,
    string Meaning,
    string Source
);
