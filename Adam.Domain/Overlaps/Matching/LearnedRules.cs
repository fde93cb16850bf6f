using System.Globalization;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The rules that were learned from verdicts: factors of the weights, and the calibration of the sums that these
/// factors give. An edition contains them.
/// </summary>
/// <param name="Multipliers">The factors.</param>
/// <param name="Calibration">
/// The conversion of sums to probabilities; <see cref="Calibration.Current"/> if none was learned.
/// </param>
public sealed record LearnedRules(Multipliers Multipliers, Calibration Calibration)
{
    private const string CalibrationName = " calibration=";

    /// <summary>Nothing was learned: the factor 1 for every component, and the table of the program.</summary>
    public static LearnedRules None { get; } = new(Multipliers.None, Calibration.Current);

    /// <summary>Returns the current rules with what was learned.</summary>
    public Rules ToRules() => this == None ? Rules.Current : Rules.Current.With(Multipliers).With(Calibration);

    /// <summary>
    /// Returns the rules as text without tabs and line breaks, for example <c>verdicts=20 places=1.25/0.8
    /// calibration=-7:-6.9/0:-1.1/7:6.8</c>: the factors, and each sum with its log-odds. The calibration is omitted if
    /// it is that of the program, and the text is empty for <see cref="None"/>.
    /// </summary>
    public string Write() =>
        ReferenceEquals(Calibration, Calibration.Current)
            ? Multipliers.Write()
            : $"{Multipliers.WriteAll()}{CalibrationName}"
                + string.Join(
                    '/',
                    Calibration.Points.Select(point =>
                        string.Create(CultureInfo.InvariantCulture, $"{point.Sum}:{point.LogOdds}")
                    )
                );

    /// <summary>Parses the text that <see cref="Write"/> returned.</summary>
    /// <exception cref="FormatException">The text does not have this form.</exception>
    public static LearnedRules Parse(string text) =>
        text.Split(CalibrationName) switch
        {
            [""] => None,
            [var factors] => new(Multipliers.Parse(factors), Calibration.Current),
            [var factors, var points] => new(Multipliers.Parse(factors), CalibrationFrom(points)),
            _ => throw new FormatException($"'{text}' contains several calibrations."),
        };

    private static Calibration CalibrationFrom(string text) =>
        new([
            .. text.Split('/')
                .Select(point =>
                    point.Split(':') is [var sum, var logOdds]
                        ? new CalibrationPoint(
                            double.Parse(sum, CultureInfo.InvariantCulture),
                            double.Parse(logOdds, CultureInfo.InvariantCulture)
                        )
                        : throw new FormatException($"'{point}' is no point of a calibration.")
                ),
        ]);
}
