using System.Text;
using Adam.Benchmarks.Registers;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Benchmarks.Quality;

/// <summary>A generated pair, and the kind of change that generated it.</summary>
internal sealed record Planted(string As, Labelled Pair);

/// <summary>
/// Generates records from the sample register, equal for equal seeds. For each project, another partner's records of
/// the same activity: reworded, translated into Russian, with shifted dates, or with a part of the budget. Also records
/// of other activities that look like it: the next phase, the same work in another place, and an umbrella programme.
/// Every other project of the same country, pillar and time is a look-alike too.
/// </summary>
internal sealed class LookAlikes
{
    private static readonly string[] Partners = [.. FoundingPartners.All.Select(partner => partner.Code)];

    /// <summary>Words that authors use interchangeably.</summary>
    private static readonly Dictionary<string, string> Synonyms = Pairs(
        "training=courses courses=training support=assistance assistance=support centre=facility "
            + "border=frontier police=constabulary strengthening=reinforcing improving=upgrading drug=narcotics "
            + "drugs=narcotics narcotics=drugs "
            + "laboratory=lab programme=project project=programme officers=officials treatment=care "
            + "control=checks joint=shared construction=building equipment=devices for=of to=towards and=with "
            + "capacity=skills establishment=creation"
    );

    private static readonly Dictionary<string, string> Russian = Pairs(
        "training=обучение support=поддержка border=граница police=полиция drug=наркотики drugs=наркотики "
            + "narcotics=наркотики laboratory=лаборатория programme=программа project=проект treatment=лечение "
            + "control=контроль joint=совместный "
            + "equipment=оборудование centre=центр prevention=профилактика school=школа schools=школы "
            + "customs=таможня officers=сотрудники regional=региональный national=национальный "
            + "cooperation=сотрудничество"
    );

    private static readonly string[] Latins =
        "shch zh kh ts ch sh yu ya a b v g d e z i k l m n o p r s t u f h c j q w x y".Split(' ');
    private static readonly string[] Cyrillics =
        "щ ж х ц ч ш ю я а б в г д е з и к л м н о п р с т у ф х к дж к в кс й".Split(' ');

    private readonly Random _random;
    private readonly List<(Entry Base, Entry Variant, string As, bool Same)> _planted = [];

    private LookAlikes(int seed) => _random = new(seed);

    public static IReadOnlyList<Planted> Make(int seed)
    {
        var set = new LookAlikes(seed);
        var bases = SampleRecords.Read().Where(entry => entry.Draft.Status != ProjectStatus.Cancelled).ToList();
        foreach (var entry in bases)
            set.Plant(entry);

        var entries = bases.Concat(set._planted.Select(planted => planted.Variant)).ToList();
        var profiles = entries.ToDictionary(entry => entry, entry => Profile.FromDraft(entry.Owner, entry.Draft));
        var statistics = TermStatistics.FromProfiles(profiles.Values);
        var weighed = profiles.ToDictionary(
            profile => profile.Key,
            profile => WeightedProfile.Create(profile.Value, statistics)
        );
        var sides = entries
            .Select((entry, i) => (entry, new ScoredSide(new(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), entry.Owner)))
            .ToDictionary(side => side.entry, side => side.Item2);
        var judged = SampleRecords
            .Judged()
            .Where(pair => pair.Same)
            .SelectMany(pair => new[] { (pair.A, pair.B), (pair.B, pair.A) })
            .ToHashSet();

        var result = new List<Planted>();
        foreach (
            var (one, variant, kind, same) in set._planted.Where(planted => Overlap(planted.Base, planted.Variant))
        )
            result.Add(
                new(kind, new(sides[one], sides[variant], Scorer.Compare(weighed[one], weighed[variant]), same, kind))
            );
        for (var i = 0; i < bases.Count; i++)
        {
            for (var j = i + 1; j < bases.Count; j++)
            {
                if (
                    Overlap(bases[i], bases[j])
                    && !judged.Contains(
                        ((bases[i].Owner, bases[i].Draft.Reference), (bases[j].Owner, bases[j].Draft.Reference))
                    )
                )
                    result.Add(
                        new(
                            "neighbour",
                            new(
                                sides[bases[i]],
                                sides[bases[j]],
                                Scorer.Compare(weighed[bases[i]], weighed[bases[j]]),
                                false,
                                "neighbour"
                            )
                        )
                    );
            }
        }

        return result;
    }

    private static bool Overlap(Entry one, Entry other) =>
        OverlapDefinition.Evaluate(
            ProjectScope.FromDraft(Guid.Empty, one.Owner, one.Draft),
            ProjectScope.FromDraft(Guid.Empty, other.Owner, other.Draft)
        )
            is not null;

    private void Plant(Entry entry)
    {
        var draft = entry.Draft;
        Add(
            "retitled",
            true,
            Recorded(draft) with
            {
                Title = Retold(draft.Title),
                Description = Half(draft.Description),
            }
        );
        Add(
            "translated",
            true,
            Recorded(draft) with
            {
                Title = Translated(draft.Title),
                Description = draft.Description is null ? null : Translated(draft.Description),
            }
        );
        Add(
            "dates shifted",
            true,
            Shifted(Recorded(draft) with { Title = Retold(draft.Title), Description = null }, _random.Next(-90, 91))
        );
        Add(
            "budget split",
            true,
            Split(
                Shifted(
                    Recorded(draft) with
                    {
                        Title = Retold(draft.Title),
                        Description = Half(draft.Description),
                    },
                    _random.Next(-60, 61)
                )
            )
        );

        // Every generated project has a start.
        var (period, start) = (draft.Period, draft.Period.Start!.Value);
        if (period.End is { } end && end.DayNumber - start.DayNumber > 200)
            Add(
                "next phase",
                false,
                Recorded(draft) with
                {
                    Title = draft.Title + ", phase II",
                    Description = Half(draft.Description),
                    PlannedStart = end.AddDays(-_random.Next(10, 90)),
                    PlannedEnd = end.AddDays(end.DayNumber - start.DayNumber),
                    ActualStart = null,
                    ActualEnd = null,
                    Donors = [.. draft.Donors.Select(Scaled)],
                }
            );
        if (draft.Places.Count > 0)
            Add(
                "elsewhere",
                false,
                Shifted(
                    Moved(Recorded(draft) with { Title = Retold(draft.Title), Description = Half(draft.Description) }),
                    _random.Next(60, 200)
                )
            );
        Add(
            "umbrella",
            false,
            Recorded(draft) with
            {
                Title = $"Country programme of drug control {start.Year}-{start.Year + 5}",
                Description = "Covers all work of the partner in the country, from law enforcement to health.",
                Places = [],
                Beneficiaries = [],
                PlannedStart = new(start.Year, 1, 1),
                PlannedEnd = new(start.Year + 5, 12, 31),
                ActualStart = null,
                ActualEnd = null,
                Donors = [.. draft.Donors.Select(donor => donor with { Amount = donor.Amount * 10 })],
                ActivityTypes = ["coordination", "training", "treatment", "research", "equipment"],
            }
        );

        void Add(string kind, bool same, ProjectDraft variant) =>
            _planted.Add((entry, new(Other(entry.Owner), variant), kind, same));
    }

    /// <summary>Returns the same activity with another reference and without identifiers that link the two.</summary>
    private ProjectDraft Recorded(ProjectDraft draft) =>
        draft with
        {
            Reference = $"N{_random.Next(100_000, 999_999)}",
            IatiIdentifier = null,
            RelatedProjects = [],
        };

    private static ProjectDraft Shifted(ProjectDraft draft, int days) =>
        draft with
        {
            PlannedStart = draft.PlannedStart?.AddDays(days),
            PlannedEnd = draft.PlannedEnd?.AddDays(days + 20),
            ActualStart = draft.ActualStart?.AddDays(days),
            ActualEnd = draft.ActualEnd?.AddDays(days + 20),
        };

    /// <summary>
    /// Returns the same work in another province, with other names in its text and with other beneficiaries and
    /// implementers.
    /// </summary>
    private ProjectDraft Moved(ProjectDraft draft) =>
        draft with
        {
            Title = Renamed(draft.Title)!,
            Description = Renamed(draft.Description),
            Places = [new(Name(), null, null, null)],
            Beneficiaries = [.. draft.Beneficiaries.Select(_ => $"{Name()} regional department")],
            Implementers = [new(null, $"{Name()} foundation")],
            Donors = [.. draft.Donors.Select(Scaled)],
        };

    private string? Renamed(string? text) =>
        text is null
            ? null
            : string.Join(
                ' ',
                text.Split(' ').Select((word, i) => i > 0 && word.Length > 0 && char.IsUpper(word[0]) ? Name() : word)
            );

    /// <summary>Returns the activity with another donor and a part of the amount.</summary>
    private ProjectDraft Split(ProjectDraft draft) =>
        draft with
        {
            Donors =
            [
                draft.Donors[0] with
                {
                    Partner = Other(draft.Donors[0].Partner ?? ""),
                    Name = null,
                    Amount = draft.Donors[0].Amount is { } amount
                        ? Math.Round(amount * _random.Next(30, 70) / 100)
                        : null,
                },
            ],
        };

    private Donor Scaled(Donor donor) =>
        donor with
        {
            Amount = donor.Amount is { } amount ? Math.Round(amount * _random.Next(40, 250) / 100) : null,
        };

    private string Other(string partner)
    {
        var other = Partners[_random.Next(Partners.Length)];
        return other == partner ? Other(partner) : other;
    }

    private string Retold(string title)
    {
        var words = title
            .Split(' ')
            .Select(word =>
                Synonyms.GetValueOrDefault(
                    word.ToLowerInvariant(),
                    _random.Next(8) == 0 && word.Length > 8 ? word[..6] + "." : word
                )
            )
            .ToList();
        var cut = _random.Next(words.Count);
        return string.Join(' ', words.Skip(cut).Concat(words.Take(cut)));
    }

    private string? Half(string? text) =>
        text is null || _random.Next(3) == 0
            ? null
            : string.Join(' ', text.Split(' ').Where(_ => _random.Next(2) == 0));

    private static string Translated(string text) =>
        string.Join(
            ' ',
            text.Split(' ')
                .Select(
                    (word, i) =>
                        Russian.TryGetValue(word.ToLowerInvariant(), out var known) ? known
                        : word.Length > 0 && char.IsUpper(word[0]) && i > 0 ? Cyrillic(word)
                        : word.Any(char.IsDigit) ? word
                        : new string([
                            .. word.Where(char.IsLetter)
                                .Select((letter, at) => (char)('а' + ((letter * 7) + (at * 3)) % 32)),
                        ])
                )
        );

    private static string Cyrillic(string name)
    {
        var written = new StringBuilder();
        for (var at = 0; at < name.Length; )
        {
            var found = Array.FindIndex(
                Latins,
                latin => string.Compare(name, at, latin, 0, latin.Length, StringComparison.OrdinalIgnoreCase) == 0
            );
            written.Append(
                found < 0 ? name[at].ToString()
                : char.IsUpper(name[at]) ? char.ToUpperInvariant(Cyrillics[found][0]) + Cyrillics[found][1..]
                : Cyrillics[found]
            );
            at += found < 0 ? 1 : Latins[found].Length;
        }

        return written.ToString();
    }

    private string Name() =>
        "KLMNPRSTVZ"[_random.Next(10)]
        + string.Concat(
            Enumerable.Range(0, 3).Select(_ => "aeiou"[_random.Next(5)].ToString() + "bdgklmnrstvz"[_random.Next(12)])
        );

    private static Dictionary<string, string> Pairs(string words) =>
        words
            .Split(' ')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
