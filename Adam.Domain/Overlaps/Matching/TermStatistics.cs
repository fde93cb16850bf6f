using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The frozen term statistics of a register: the number of projects that contain each word, place, agency, number, date
/// and amount. Rare terms weigh more. Each score names the statistics that it was computed with. Only a rebuild creates
/// new ones, so that no score changes because another project was recorded.
/// </summary>
public sealed class TermStatistics
{
    /// <summary>
    /// The value of <see cref="RarityThreshold"/> in a small register. It is our own choice and bounds work, not
    /// quality. In the lists with known duplicates (1,545 records), 9, 12, 24 and 48 give the same F1, and all known
    /// pairs have a common blocking key. With these values 2,742, 3,138, 4,519 and 5,510 pairs have a common key and
    /// must be compared.
    /// </summary>
    private const int MinRarityThreshold = 12;

    /// <summary>
    /// In a large register, <see cref="RarityThreshold"/> is the square root of the number of projects divided by this
    /// number. A project has at most <see cref="BlockingKeys.MaxKeys"/> keys and shares each with at most that many
    /// others of a country, so the work of a write grows with the square root of the register. The divisor is our own
    /// choice: 79 for 100,000 projects.
    /// </summary>
    private const int RootDivisor = 4;

    /// <summary>
    /// The number of projects that is added to the counted ones, so that terms have information content in a small
    /// register too.
    /// </summary>
    private const double Background = 100;

    /// <summary>The counts whose information content is computed once, because each pair needs several.</summary>
    private const int CachedCounts = 1_024;

    private readonly Dictionary<string, int> _counts;
    private readonly HashSet<string> _common;
    private readonly LearnedRules _learned;
    private readonly double[] _contents = new double[CachedCounts];

    private TermStatistics(int projects, Dictionary<string, int> counts, HashSet<string> common, LearnedRules learned)
    {
        (Projects, _counts, _common) = (projects, counts, common);
        (_learned, Rules) = (learned, learned.ToRules());
        RarityThreshold = RarityThresholdFor(projects);
        for (var count = 0; count < CachedCounts; count++)
            _contents[count] = ComputeContent(count);
        ConceptContents =
        [
            .. Enumerable.Range(0, Vocabulary.MostConcepts).Select(bit => InformationContent(Terms.Concept(bit))),
        ];
        Id = IdOf(Lines());
    }

    /// <summary>Twelve hexadecimal digits of a hash of the contents. Equal statistics have the same id.</summary>
    public string Id { get; }

    /// <summary>The number of counted projects.</summary>
    public int Projects { get; }

    /// <summary>
    /// The maximum number of projects of any one country that may contain a term for it to be a blocking key: a quarter
    /// of the square root of the number of projects, at least 12.
    /// </summary>
    public int RarityThreshold { get; }

    /// <summary>The statistics of an empty register: every term is rare.</summary>
    public static TermStatistics Empty { get; } =
        new(0, new(StringComparer.Ordinal), new(StringComparer.Ordinal), LearnedRules.None);

    /// <summary>
    /// The rules that records with these statistics are scored by: those of the program, with the factors and the
    /// calibration that had been learned when the statistics were computed.
    /// </summary>
    public Rules Rules { get; }

    /// <param name="profiles">All projects that take part in overlaps. The sequence is enumerated twice.</param>
    public static TermStatistics FromProfiles(IEnumerable<Profile> profiles) =>
        FromProfiles(profiles, LearnedRules.None);

    /// <param name="learned">The learned rules that scores are computed with.</param>
    /// <inheritdoc cref="FromProfiles(IEnumerable{Profile})"/>
    public static TermStatistics FromProfiles(IEnumerable<Profile> profiles, LearnedRules learned)
    {
        // Millions of terms occur once. They are therefore first counted by hash, and only more frequent terms by name.
        var hashes = new Dictionary<ulong, int>();
        var projects = 0;
        foreach (var profile in profiles)
        {
            projects++;
            foreach (var term in Terms.AllOf(profile).Distinct(StringComparer.Ordinal))
                CollectionsMarshal.GetValueRefOrAddDefault(hashes, Hash.Compute(term), out _)++;
        }

        // A term that is frequent in one country is frequent in the register, so other terms are skipped.
        var rare = RarityThresholdFor(projects);
        var (counts, inCountries) = (
            new Dictionary<string, int>(StringComparer.Ordinal),
            new Dictionary<(string Country, string Term), int>()
        );
        foreach (var profile in profiles)
        {
            foreach (var term in Terms.AllOf(profile).Distinct(StringComparer.Ordinal))
            {
                var count = hashes[Hash.Compute(term)];
                if (count > 1)
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, term, out _)++;
                foreach (var country in count > rare ? profile.Countries : [])
                    CollectionsMarshal.GetValueRefOrAddDefault(inCountries, (country, term), out _)++;
            }
        }

        var common = inCountries
            .Where(count => count.Value > rare)
            .Select(count => count.Key.Term)
            .ToHashSet(StringComparer.Ordinal);

        // Terms that occur once are not listed: an unlisted term counts as occurring once.
        foreach (var term in counts.Where(count => count.Value == 1).Select(count => count.Key).ToList())
            counts.Remove(term);
        return new(projects, counts, common, learned);
    }

    /// <summary>Returns true if a term is rare enough in every country to be a blocking key.</summary>
    internal bool IsRare(string term) => !_common.Contains(term);

    /// <summary>Returns the number of projects in which a term occurs; 1 for an unlisted term.</summary>
    internal int Count(string term) => _counts.GetValueOrDefault(term, 1);

    /// <summary>
    /// Returns the information content of a term in nats: the logarithm of the number of projects divided by the number
    /// that contain the term (Spärck Jones, 1972). It is highest for terms that at most two projects contain.
    /// </summary>
    internal double InformationContent(string term) => InformationContentOf(Count(term));

    /// <inheritdoc cref="InformationContent"/>
    internal double InformationContentOf(int count) =>
        (uint)count < CachedCounts ? _contents[count] : ComputeContent(count);

    /// <summary>The information content of each subject and actor, by the number of its bit.</summary>
    internal double[] ConceptContents { get; }

    private double ComputeContent(int count) =>
        Math.Max(0, Arithmetic.Ln((Projects + Background) / (Math.Max(count, 2) + 1.0)));

    /// <summary>
    /// Returns the statistics as text. The first line contains the number of projects and the learned rules. Then
    /// follows, in ordinal order, a line for each term that occurs more than once: the term, the number of projects,
    /// and a star if it is frequent in one country.
    /// </summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var line in Lines())
            text.Append(line);
        return text.ToString();
    }

    /// <summary>Parses the text that <see cref="Write"/> returned.</summary>
    /// <exception cref="FormatException">The text does not have this form.</exception>
    public static TermStatistics Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
        if (lines.Count == 0 || lines.Any(line => line.Length != 3) || lines[0][0] != "projects")
            throw new FormatException("The text is not a table of term statistics.");
        return new(
            int.Parse(lines[0][1], CultureInfo.InvariantCulture),
            lines
                .Skip(1)
                .ToDictionary(
                    line => line[0],
                    line => int.Parse(line[1], CultureInfo.InvariantCulture),
                    StringComparer.Ordinal
                ),
            lines.Skip(1).Where(line => line[2] == "*").Select(line => line[0]).ToHashSet(StringComparer.Ordinal),
            LearnedRules.Parse(lines[0][2])
        );
    }

    private IEnumerable<string> Lines() =>
        _counts
            .OrderBy(count => count.Key, StringComparer.Ordinal)
            .Select(count =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count.Key}\t{count.Value}\t{(_common.Contains(count.Key) ? "*" : "")}\n"
                )
            )
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"projects\t{Projects}\t{_learned.Write()}\n"));

    private static string IdOf(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static int RarityThresholdFor(int projects) =>
        Math.Max(MinRarityThreshold, (int)(Math.Sqrt(projects) / RootDivisor));
}
