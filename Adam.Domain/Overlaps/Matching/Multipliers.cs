using System.Globalization;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Factors that were learned from verdicts. A component has one factor for its agreeing weights and one for its
/// disagreeing weights. The setting has none.
/// </summary>
public sealed class Multipliers
{
    /// <summary>The lowest factor. It is above 0, so that learning reverses no weight and removes none.</summary>
    public const double Lowest = 0.25;

    public const double Highest = 3;

    private const string VerdictsName = "verdicts";

    private static readonly Component[] Components = [.. Enum.GetValues<Component>().Where(IsMultiplied)];

    private readonly (double For, double Against)[] _factors;

    /// <param name="verdicts">The number of verdicts that the factors were learned from.</param>
    /// <param name="factors">The factors of some components. The others have the factor 1.</param>
    /// <exception cref="ArgumentException">
    /// A factor is below <see cref="Lowest"/> or above <see cref="Highest"/>, or is one of the setting.
    /// </exception>
    public Multipliers(int verdicts, IReadOnlyDictionary<Component, (double For, double Against)> factors)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(verdicts);
        Verdicts = verdicts;
        _factors = new (double, double)[Enum.GetValues<Component>().Length];
        Array.Fill(_factors, (1, 1));
        foreach (var (component, (agreeing, disagreeing)) in factors)
        {
            if (!IsMultiplied(component) || !IsFactor(agreeing) || !IsFactor(disagreeing))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{component} cannot have the factors {agreeing} and {disagreeing}."
                    ),
                    nameof(factors)
                );
            _factors[(int)component] = (agreeing, disagreeing);
        }
    }

    /// <summary>The factor 1 for every component: nothing was learned.</summary>
    public static Multipliers None { get; } = new(0, new Dictionary<Component, (double, double)>());

    /// <summary>The number of verdicts that the factors rest on.</summary>
    public int Verdicts { get; }

    /// <summary>The components with a factor other than 1, in their order.</summary>
    public IEnumerable<Component> Changed => Components.Where(component => _factors[(int)component] != (1, 1));

    /// <summary>Returns the factors of agreeing and of disagreeing weights of a component.</summary>
    public (double For, double Against) For(Component component) => _factors[(int)component];

    /// <summary>Returns true if the component can have factors other than 1.</summary>
    public static bool IsMultiplied(Component component) => component != Component.Setting;

    /// <summary>
    /// Returns the factors as text without tabs and line breaks, for example <c>verdicts=20 places=1.25/0.8</c>; empty
    /// for <see cref="None"/>.
    /// </summary>
    public string Write() => Verdicts == 0 && !Changed.Any() ? "" : WriteAll();

    /// <summary>
    /// Returns the factors as <see cref="Write"/> does, and the number of verdicts if there are none.
    /// </summary>
    internal string WriteAll() =>
        string.Join(
            ' ',
            Changed
                .Select(component =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Rules.Kebab(component.ToString())}={For(component).For}/{For(component).Against}"
                    )
                )
                .Prepend(string.Create(CultureInfo.InvariantCulture, $"{VerdictsName}={Verdicts}"))
        );

    /// <summary>Parses the text that <see cref="Write"/> returned.</summary>
    /// <exception cref="FormatException">The text does not have this form.</exception>
    public static Multipliers Parse(string text)
    {
        if (text.Length == 0)
            return None;

        var parts = text.Split(' ').Select(part => part.Split('=')).ToList();
        if (parts.Any(part => part.Length != 2) || parts[0][0] != VerdictsName)
            throw new FormatException($"'{text}' does not contain learned factors.");
        return new(
            int.Parse(parts[0][1], CultureInfo.InvariantCulture),
            parts.Skip(1).ToDictionary(part => ComponentNamed(part[0]), part => Factors(part[1]))
        );
    }

    private static Component ComponentNamed(string kebab) =>
        Components.FirstOrDefault(component => Rules.Kebab(component.ToString()) == kebab) is var found
        && IsMultiplied(found)
            ? found
            : throw new FormatException($"'{kebab}' is no component of a score.");

    private static (double For, double Against) Factors(string text) =>
        text.Split('/') is [var agreeing, var disagreeing]
            ? (
                double.Parse(agreeing, CultureInfo.InvariantCulture),
                double.Parse(disagreeing, CultureInfo.InvariantCulture)
            )
            : throw new FormatException($"'{text}' is not a pair of factors.");

    private static bool IsFactor(double factor) => factor is >= Lowest and <= Highest;
}
