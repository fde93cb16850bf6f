using System.Globalization;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Sylvan.Data.Csv;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// Two lists of one donor's projects by different authors, in which the records of the same project are known. All
/// records have the same pillar, and each list is an owner. The pairs are those of both lists in one country that share
/// a day, and all known pairs.
/// </summary>
internal sealed class KnownDuplicates
{
    private static readonly string[] DateForms = ["yyyy-MM-dd"];

    private KnownDuplicates(IReadOnlyList<Labelled> pairs, IReadOnlyDictionary<Guid, ProjectDraft> drafts) =>
        (Pairs, Drafts) = (pairs, drafts);

    /// <summary>The default folder of the lists, relative to the root of the repository.</summary>
    public static string Folder => Path.Combine("..", "shared", "data", "duplicates");

    /// <summary>All pairs, including those that are not counted.</summary>
    public IReadOnlyList<Labelled> Pairs { get; }

    public IReadOnlyDictionary<Guid, ProjectDraft> Drafts { get; }

    public static KnownDuplicates Read(string folder)
    {
        var drafts = Rows(Path.Combine(folder, "worldbank-records.csv"))
            .Select(
                (row, i) => (Id: row["activity_id"], Side: new ScoredSide(Number(i), row["list"]), Draft: Draft(row))
            )
            .ToList();
        var same = Pairing("worldbank-same-project.csv");
        var uncounted = Pairing("worldbank-not-counted.csv");

        var profiles = drafts.Select(record => Profile.FromDraft(record.Side.Owner, record.Draft)).ToList();
        var statistics = TermStatistics.FromProfiles(profiles);
        var records = drafts
            .Zip(
                profiles,
                (record, profile) =>
                    (
                        record.Id,
                        record.Side,
                        Weighed: WeightedProfile.Create(profile, statistics),
                        Activity: ProjectScope.FromDraft(record.Side.Id, record.Side.Owner, record.Draft)
                    )
            )
            .ToList();
        var pairs = new List<Labelled>();
        foreach (
            var country in records
                .SelectMany(record => record.Activity.Countries.Select(country => (country, record)))
                .GroupBy(record => record.country, record => record.record, StringComparer.Ordinal)
        )
        {
            foreach (var a in country.Where(record => record.Side.Owner == "A"))
            {
                foreach (var b in country.Where(record => record.Side.Owner == "B"))
                {
                    var known = same.Contains((a.Id, b.Id));
                    if (known || OverlapDefinition.Evaluate(a.Activity, b.Activity) is not null)
                        pairs.Add(
                            new(
                                a.Side,
                                b.Side,
                                Scorer.Compare(a.Weighed, b.Weighed),
                                uncounted.Contains((a.Id, b.Id)) ? null : known,
                                country.Key
                            )
                        );
                }
            }
        }

        return new(
            [.. pairs.DistinctBy(pair => (pair.A.Id, pair.B.Id))],
            drafts.ToDictionary(record => record.Side.Id, record => record.Draft)
        );

        HashSet<(string, string)> Pairing(string file) =>
            [.. Rows(Path.Combine(folder, file)).Select(row => (row["activity_id_a"], row["activity_id_b"]))];
    }

    private static ProjectDraft Draft(Dictionary<string, string> row)
    {
        var amount =
            decimal.TryParse(
                row["budget_value"],
                NumberStyles.Number | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var value
            )
            && value > 0
            && row["currency"].Length > 0
                ? value
                : (decimal?)null;
        var (start, end) = (Date(row["start"]), Date(row["end"]));
        return new()
        {
            Reference = row["activity_id"],
            Title = row["title"],
            Description = row["description"].Length == 0 ? null : row["description"],
            Countries = row["recipient_countries"].Split(';', StringSplitOptions.RemoveEmptyEntries),
            Pillars = [Pillar.RegionalInitiatives],
            Donors = [new(null, row["donor"], amount, amount is null ? null : row["currency"])],
            Implementers =
            [
                .. row["implementer"]
                    .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(name => new Implementer(null, name)),
            ],
            Status = ProjectStatus.Implementation,
            PlannedStart = start,
            PlannedEnd = end < start ? null : end,
        };
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    private static Guid Number(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var reader = CsvDataReader.Create(file, new CsvDataReaderOptions { BufferSize = 1 << 20 });
        while (reader.Read())
            yield return Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString);
    }
}
