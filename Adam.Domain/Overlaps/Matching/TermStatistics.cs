using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The statistics of a register at one moment, frozen: in how many projects each word, place, agency, number, date and
/// amount occurs. What is rare weighs more. A score names the edition that it was given under; a new edition is made
/// when the register is rebuilt, and never in between, so that one project's score does not move because another was
/// recorded.
/// </summary>
public sealed class TermStatistics
{
    /// <summary>
    /// The value of <see cref="RarityThreshold"/> in a small register. It is our own choice and bounds work, not quality: on the
    /// lists with known duplicates (1,545 records), 9, 12, 24 and 48 give the same F1 and leave no known pair without a
    /// blocking key in common, while 2,742, 3,138, 4,519 and 5,510 pairs have one and must be compared.
    /// </summary>
    private const int MinRarityThreshold = 12;

    /// <summary>
    /// In a large register, <see cref="RarityThreshold"/> is the square root of the number of projects, divided by this. A project
    /// shares its at most <see cref="BlockingKeys.MaxKeys"/> keys with at most that many others of a country, so the work
    /// of one write grows with the square root of the register. The divisor is our own choice: 79 among 100,000
    /// projects.
    /// </summary>
    private const int RootDivisor = 4;

    /// <summary>
    /// The number of projects that is added to those counted, so that a register that has just begun has some
    /// information content: it is read as a part of one of 100 projects.
    /// </summary>
    private const double Background = 100;

    private readonly Dictionary<string, int> _counts;
    private readonly HashSet<string> _common;

    private TermStatistics(int projects, Dictionary<string, int> counts, HashSet<string> common)
    {
        (Projects, _counts, _common) = (projects, counts, common);
        RarityThreshold = RarityThresholdFor(projects);
        Id = IdOf(Lines());
    }

    /// <summary>
    /// Twelve hexadecimal digits that follow from the contents: the same statistics have the same id.
    /// </summary>
    public string Id { get; }

    /// <summary>The number of counted projects.</summary>
    public int Projects { get; }

    /// <summary>
    /// The highest number of projects of any one country in which a term may occur to be a blocking key: a quarter of
    /// the square root of the number of projects, at least 12.
    /// </summary>
    public int RarityThreshold { get; }

    /// <summary>The statistics of an empty register: every term is rare.</summary>
    public static TermStatistics Empty { get; } = new(0, new(StringComparer.Ordinal), new(StringComparer.Ordinal));

    /// <param name="profiles">All projects that take part in overlaps. The sequence is enumerated twice.</param>
    public static TermStatistics FromProfiles(IEnumerable<Profile> profiles)
    {
        // Most terms occur once, and there are millions of them: they are first counted by hashes, and only those that
        // more projects have are kept by name.
        var hashes = new Dictionary<ulong, int>();
        var projects = 0;
        foreach (var profile in profiles)
        {
            projects++;
            foreach (var term in Terms.AllOf(profile).Distinct(StringComparer.Ordinal))
                CollectionsMarshal.GetValueRefOrAddDefault(hashes, Hash.Compute(term), out _)++;
        }

        // A term that is frequent in one country is frequent overall, so other terms are skipped.
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
        return new(projects, counts, common);
    }

    /// <summary>Returns true if a term is rare enough in every country to be a blocking key.</summary>
    internal bool IsRare(string term) => !_common.Contains(term);

    /// <summary>Returns the number of projects in which a term occurs; 1 for an unlisted term.</summary>
    internal int Count(string term) => _counts.GetValueOrDefault(term, 1);

    /// <summary>
    /// How surprising it is that a project has a term: the logarithm of how many projects there are for each that has
    /// it. Nothing is more surprising than what two projects alone share.
    /// </summary>
    internal double InformationContent(string term) => InformationContentOf(Count(term));

    /// <inheritdoc cref="InformationContent"/>
    internal double InformationContentOf(int count) =>
        Math.Max(0, Arithmetic.Ln((Projects + Background) / (Math.Max(count, 2) + 1.0)));

    /// <summary>
    /// The edition as text: the number of projects; then, in ordinal order, a line for each term that occurs more than
    /// once: the term, in how many projects, and a star where it is frequent in one country.
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
            throw new FormatException("The text is not an edition.");
        return new(
            int.Parse(lines[0][1], CultureInfo.InvariantCulture),
            lines
                .Skip(1)
                .ToDictionary(
                    line => line[0],
                    line => int.Parse(line[1], CultureInfo.InvariantCulture),
                    StringComparer.Ordinal
                ),
            lines.Skip(1).Where(line => line[2] == "*").Select(line => line[0]).ToHashSet(StringComparer.Ordinal)
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
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"projects\t{Projects}\t\n"));

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
