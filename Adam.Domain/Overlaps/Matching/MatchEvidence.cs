using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The evidence that a score was computed from: for each component the sums of its agreeing and of its disagreeing
/// weights, before learned factors. A verdict keeps the evidence on which it was given, so that learning needs neither
/// the records as they were nor their term statistics.
/// </summary>
/// <param name="Rules">The version of the rules that weighted the evidence.</param>
/// <param name="Edition">The id of the term statistics.</param>
/// <param name="Score">The score at the time, from 0 to 1.</param>
/// <param name="Shown">The chance that the review queue showed the pair, above 0 and at most 1.</param>
/// <param name="FullAgreement">The sum up to which the agreeing weights of this pair count in full.</param>
/// <param name="Weights">
/// The components with evidence, in kebab case: the sum of the agreeing weights, which is 0 or more, and the sum of the
/// disagreeing weights, which is 0 or less.
/// </param>
public sealed record MatchEvidence(
    string Rules,
    string Edition,
    decimal Score,
    double Shown,
    double FullAgreement,
    IReadOnlyDictionary<string, double[]> Weights
)
{
    private const int Decimals = 4;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Returns the evidence of a pair.</summary>
    /// <exception cref="ArgumentException">The two were weighted by different term statistics.</exception>
    public static MatchEvidence FromPair(WeightedProfile a, WeightedProfile b, double shown) =>
        FromVector(Scorer.Compare(a, b), Scorer.Compute(a, b), a.TermStatistics.Id, shown);

    internal static MatchEvidence FromVector(ComparisonVector vector, Score score, string edition, double shown)
    {
        var rules = Matching.Rules.Current;
        var weights = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        for (var feature = 0; feature < ComparisonVector.Features; feature++)
        {
            var weight = Scorer.Weight(vector, (Feature)feature, rules);
            if (weight == 0)
                continue;

            var name = Matching.Rules.Kebab(rules.ComponentOf[feature].ToString());
            if (!weights.TryGetValue(name, out var sums))
                weights[name] = sums = [0, 0];
            sums[weight > 0 ? 0 : 1] += weight;
        }

        foreach (var sums in weights.Values)
            (sums[0], sums[1]) = (Math.Round(sums[0], Decimals), Math.Round(sums[1], Decimals));
        return new(Matching.Rules.Version, edition, score.ToDecimal(), shown, Scorer.Allowed(vector, rules), weights);
    }

    /// <summary>Returns the sum of the weights with learned factors.</summary>
    public double Sum(Multipliers multipliers)
    {
        var (agreement, against) = (0.0, 0.0);
        foreach (var (name, sums) in Weights)
        {
            var (agreeing, disagreeing) = multipliers.For(ComponentNamed(name));
            agreement += agreeing * sums[0];
            against += disagreeing * sums[1];
        }

        return against + Matching.Rules.Agreement(agreement, FullAgreement);
    }

    /// <summary>Returns the evidence as JSON in one line.</summary>
    public string Write() => JsonSerializer.Serialize(this, Options);

    /// <summary>Parses the text that <see cref="Write"/> returned.</summary>
    /// <exception cref="JsonException">The text does not have this form.</exception>
    public static MatchEvidence Parse(string text) =>
        JsonSerializer.Deserialize<MatchEvidence>(text, Options) ?? throw new JsonException("The evidence is null.");

    internal static Component ComponentNamed(string kebab) =>
        Enum.GetValues<Component>()
            .Cast<Component?>()
            .FirstOrDefault(component => Matching.Rules.Kebab(component!.Value.ToString()) == kebab)
        ?? throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{kebab}' is no component."));
}
