using System.Globalization;
using System.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The weights of the features, from the readable table <c>rules.tsv</c>. A weight is the natural logarithm of how much
/// more often a value occurs between two records of one undertaking than between records of different ones (Fellegi and
/// Sunter, 1969). Weights between two values of the table are interpolated linearly.
/// </summary>
public sealed class Rules
{
    /// <summary>
    /// The version, which is returned with every score. It changes with everything that can change a score: the table,
    /// the word lists, the extraction of profiles.
    /// </summary>
    public const string Version = "5";

    /// <summary>The lowest score that is stored. Pairs without a common blocking key have a lower one.</summary>
    public static Score Floor { get; } = Score.FromDecimal(0.30m);

    /// <summary>The lowest score from which a mutual best match is one project.</summary>
    public static Score SameProject { get; } = Score.FromDecimal(0.60m);

    /// <summary>The lowest score from which two records are the same activity.</summary>
    public static Score SameActivity { get; } = Score.FromDecimal(0.50m);

    /// <summary>
    /// The highest probability, from 0 to 1, of a pair without a common blocking key. Its distance from
    /// <see cref="Floor"/> exceeds the sum of all rounding, which is half a ten-thousandth for each component.
    /// </summary>
    internal const double HighestUnkeyed = 0.29;

    /// <summary>The limit of the sum of weights, so that a score never reaches 0 or 1.</summary>
    internal const double SurestSum = 7;

    /// <summary>The share of the weight with which differing words of another language count against a pair.</summary>
    internal const double OtherLanguageShare = 0.15;

    /// <summary>
    /// The share of the weight with which differing words count if the owner of one record pays for the other. The
    /// payer names its grant, and the paid organisation its work.
    /// </summary>
    internal const double OtherTellerShare = 0.5;

    /// <summary>
    /// The number of words of the shorter text from which differing words count in full. Two institutions tell one
    /// project in a sentence each without a common word, but not on a page each.
    /// </summary>
    private const double EnoughWords = 30;

    /// <summary>The share of the weight with which differing words of the shortest texts count.</summary>
    private const double FewWordsShare = 0.5;

    /// <summary>
    /// The sum up to which agreeing weights count in full. A quarter of the excess counts beyond it, because agreeing
    /// features are not independent: the next phase of a project has the same title, places and agencies, but other
    /// dates still make it another project.
    /// </summary>
    internal const double FullAgreement = 7;
    internal const double FurtherAgreement = 0.25;

    /// <summary>
    /// Returns the share of the weight with which differing words count, from 0.4 to 1, by the number of words of the
    /// shorter text.
    /// </summary>
    internal static double ShareOfWords(int words) => Math.Clamp(words / EnoughWords, FewWordsShare, 1);

    private readonly (double At, double Weight)[][] _knots;
    private readonly (double At, double Weight)[]?[] _allowed;

    private Rules(IReadOnlyList<Rule> table, Calibration calibration, Multipliers multipliers)
    {
        (Table, Calibration, Multipliers) = (table, calibration, multipliers);
        HighestUnkeyedSum = calibration.SumAt(HighestUnkeyed);
        SameActivitySum = calibration.SumAt((double)SameActivity.ToDecimal());
        SameProjectSum = calibration.SumAt((double)SameProject.ToDecimal());
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
        _allowed =
        [
            .. Enum.GetValues<Feature>()
                .Select(feature =>
                    table.Any(rule => rule.Feature == feature && rule.Allows is not null)
                        ? table
                            .Where(rule => rule.Feature == feature)
                            .OrderBy(rule => rule.At)
                            .Select(rule => (rule.At, rule.Allows ?? FullAgreement))
                            .ToArray()
                        : null
                ),
        ];
        Contradictions = [.. Enum.GetValues<Feature>().Where(IsContradiction)];
        ComponentOf =
        [
            .. Enum.GetValues<Feature>().Select(feature => table.First(rule => rule.Feature == feature).Component),
        ];
    }

    /// <summary>The rules of <see cref="Version"/>.</summary>
    public static Rules Current { get; } =
        new(
            [
                .. CodeLists
                    .CodeListCatalog.Rows("rules")
                    .Select(row => new Rule(
                        Enum.Parse<Component>(Pascal(row["component"])),
                        Enum.Parse<Feature>(Pascal(row["feature"])),
                        Number(row["at"]),
                        Number(row["prior"]),
                        Number(row["weight"]),
                        row["allows"].Length == 0 ? null : Number(row["allows"]),
                        row["meaning"],
                        row["source"]
                    )),
            ],
            Calibration.Current,
            Multipliers.None
        );

    /// <summary>The table, in its order.</summary>
    public IReadOnlyList<Rule> Table { get; }

    /// <summary>
    /// The factors that were learned from verdicts. <see cref="Table"/> contains the weights without them.
    /// </summary>
    public Multipliers Multipliers { get; }

    /// <summary>
    /// The version as responses state it, with the number of verdicts that the learned factors rest on: <c>2</c>, or
    /// <c>2 with 20 verdicts</c>.
    /// </summary>
    public string Name =>
        Multipliers.Verdicts == 0
            ? Version
            : string.Create(CultureInfo.InvariantCulture, $"{Version} with {Multipliers.Verdicts} verdicts");

    /// <summary>The conversion of the sum of weights to a probability.</summary>
    public Calibration Calibration { get; }

    /// <summary>The highest sum of a pair without a common blocking key (<see cref="HighestUnkeyed"/>).</summary>
    internal double HighestUnkeyedSum { get; }

    /// <summary>The sum from which on two records are the same activity.</summary>
    internal double SameActivitySum { get; }

    /// <summary>The sum from which on a mutual best match is one project.</summary>
    internal double SameProjectSum { get; }

    /// <summary>The component of each feature, by its number.</summary>
    internal Component[] ComponentOf { get; }

    /// <summary>The features of which some value is a contradiction, in their order.</summary>
    internal Feature[] Contradictions { get; }

    /// <summary>Returns the same table with other weights, one for each row in order.</summary>
    public Rules With(IReadOnlyList<double> weights) =>
        new([.. Table.Select((rule, i) => rule with { Weight = weights[i] })], Calibration, Multipliers);

    /// <summary>Returns the same weights with another calibration.</summary>
    public Rules With(Calibration calibration) => new(Table, calibration, Multipliers);

    /// <summary>
    /// Returns these rules with learned factors, by which the weights of each component are multiplied.
    /// </summary>
    /// <exception cref="InvalidOperationException">These rules have learned factors already.</exception>
    public Rules With(Multipliers multipliers)
    {
        if (Multipliers != Multipliers.None)
            throw new InvalidOperationException("The weights have learned factors already.");
        return new(Table, Calibration, multipliers);
    }

    /// <summary>Returns the table in the form of <c>rules.tsv</c>.</summary>
    public string Write()
    {
        var text = new StringBuilder("component\tfeature\tat\tprior\tweight\tallows\tmeaning\tsource\n");
        foreach (var rule in Table)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Kebab(rule.Component.ToString())}\t{Kebab(rule.Feature.ToString())}\t{rule.At}\t"
                    + $"{rule.Prior:0.00}\t{rule.Weight:0.00}\t{rule.Allows:0.0}\t{rule.Meaning}\t{rule.Source}\n"
            );
        return text.ToString();
    }

    /// <summary>Returns the counted sum of agreeing weights.</summary>
    /// <param name="allowed">
    /// The sum up to which they count in full: <see cref="FullAgreement"/>, or less if a contradiction holds
    /// (<see cref="Allowed"/>).
    /// </param>
    internal static double Agreement(double sum, double allowed) =>
        sum <= allowed ? sum : allowed + ((sum - allowed) * Further(allowed));

    /// <summary>
    /// Returns the share of the excess that counts: <see cref="FurtherAgreement"/> without a contradiction, and less
    /// the more a contradiction limits.
    /// </summary>
    internal static double Further(double allowed) =>
        FurtherAgreement * (allowed / FullAgreement) * (allowed / FullAgreement);

    /// <summary>Returns true if some value of a feature is a contradiction, which limits the agreement.</summary>
    internal bool IsContradiction(Feature feature) => _allowed[(int)feature] is not null;

    /// <summary>
    /// Returns the sum up to which agreeing weights count in full if a feature has a value. A sibling of a project,
    /// such as its next phase, agrees in as much as a second record of it. Agreement is therefore little evidence if a
    /// contradiction holds.
    /// </summary>
    internal double Allowed(Feature feature, double value) =>
        _allowed[(int)feature] is { } knots && !double.IsNaN(value) ? Interpolate(knots, value) : FullAgreement;

    /// <summary>Returns the weight of a feature's value.</summary>
    internal double Weight(Feature feature, double value) => Interpolate(_knots[(int)feature], value);

    private static double Interpolate((double At, double Weight)[] knots, double value)
    {
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

    /// <summary>Returns the learned factor of a weight of a feature.</summary>
    internal double Factor(int feature, double weight)
    {
        var (agreeing, disagreeing) = Multipliers.For(ComponentOf[feature]);
        return weight > 0 ? agreeing : disagreeing;
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
/// <param name="At">The value of the feature.</param>
/// <param name="Prior">The weight that was set by reasoning. Learning is regularised towards it.</param>
/// <param name="Weight">The weight in use: learned, or the prior if no training data exist.</param>
/// <param name="Allows">
/// The sum up to which agreeing weights count in full if the feature has this value; null if the value is no
/// contradiction.
/// </param>
/// <param name="Source">The source of the weight.</param>
public sealed record Rule(
    Component Component,
    Feature Feature,
    double At,
    double Prior,
    double Weight,
    double? Allows,
    string Meaning,
    string Source
);
