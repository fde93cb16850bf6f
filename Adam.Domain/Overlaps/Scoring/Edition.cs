using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Domain.Overlaps.Scoring;

/// <summary>
/// A versioned term-frequency table: the number of projects in which each word, place, agency, number, date and amount
/// occurs. Rare terms weigh more. A score names the version with which it was computed. A new version is computed only
/// when the register is rebuilt, so that recording one project never changes the score of others.
/// </summary>
public sealed class Edition
{
    private const int LeastRare = 12;

    /// <summary>
    /// The number of projects that is added to the counted ones, so that a small register is treated as a sample of a
    /// larger one (additive smoothing).
    /// </summary>
    private const double Background = 100;

    private readonly Dictionary<string, int> _counts;
    private readonly HashSet<string> _common;

    private Edition(int projects, Dictionary<string, int> counts, HashSet<string> common)
    {
        (Projects, _counts, _common) = (projects, counts, common);
        Rare = RareOf(projects);
        Id = IdOf(Lines());
    }

    /// <summary>Twelve hexadecimal digits of a hash of the contents: equal statistics have equal ids.</summary>
    public string Id { get; }

    /// <summary>The number of counted projects.</summary>
    public int Projects { get; }

    /// <summary>
    /// The maximum number of projects of one country in which a blocking key may occur. It grows with the square root
    /// of the register.
    /// </summary>
    public int Rare { get; }

    /// <summary>The statistics of an empty register: every term is rare.</summary>
    public static Edition Empty { get; } = new(0, new(StringComparer.Ordinal), new(StringComparer.Ordinal));

    /// <param name="profiles">All projects that take part in overlaps. The sequence is enumerated twice.</param>
    public static Edition Of(IEnumerable<Profile> profiles)
    {
        // Most of the millions of terms occur once. They are counted by hash first, and only terms of several projects
        // are stored by name.
        var hashes = new Dictionary<ulong, int>();
        var projects = 0;
        foreach (var profile in profiles)
        {
            projects++;
            foreach (var term in Terms.Of(profile).Distinct(StringComparer.Ordinal))
                CollectionsMarshal.GetValueRefOrAddDefault(hashes, Hash.Of(term), out _)++;
        }

        // A term that is frequent in one country is frequent overall, so other terms are skipped.
        var rare = RareOf(projects);
        var (counts, inCountries) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<(string Country, string Term), int>());
        foreach (var profile in profiles)
        {
            foreach (var term in Terms.Of(profile).Distinct(StringComparer.Ordinal))
            {
                var count = hashes[Hash.Of(term)];
                if (count > 1)
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, term, out _)++;
                foreach (var country in count > rare ? profile.Countries : [])
                    CollectionsMarshal.GetValueRefOrAddDefault(inCountries, (country, term), out _)++;
            }
        }

        var common = inCountries.Where(count => count.Value > rare).Select(count => count.Key.Term).ToHashSet(StringComparer.Ordinal);

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
    /// Returns the information content of a term: the natural logarithm of the inverse of its frequency (inverse
    /// document frequency, Spärck Jones 1972). Terms of one or two projects have the maximum.
    /// </summary>
    internal double Surprise(string term) => SurpriseOf(Count(term));

    /// <inheritdoc cref="Surprise"/>
    internal double SurpriseOf(int count) => Math.Max(0, Arithmetic.Ln((Projects + Background) / (Math.Max(count, 2) + 1.0)));

    /// <summary>
    /// Serialises the statistics: the number of projects, then, in ordinal order, one line for each term that occurs
    /// more than once: the term, the number of projects, and a star if it is frequent in one country.
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
    public static Edition Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
        if (lines.Count == 0 || lines.Any(line => line.Length != 3) || lines[0][0] != "projects")
            throw new FormatException("The text is not an edition.");
        return new(int.Parse(lines[0][1], CultureInfo.InvariantCulture),
            lines.Skip(1).ToDictionary(line => line[0], line => int.Parse(line[1], CultureInfo.InvariantCulture), StringComparer.Ordinal),
            lines.Skip(1).Where(line => line[2] == "*").Select(line => line[0]).ToHashSet(StringComparer.Ordinal));
    }

    private IEnumerable<string> Lines() =>
        _counts.OrderBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key}\t{count.Value}\t{(_common.Contains(count.Key) ? "*" : "")}\n"))
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"projects\t{Projects}\t\n"));

    private static string IdOf(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static int RareOf(int projects) => Math.Max(LeastRare, (int)(Math.Sqrt(projects) / 4));
}
