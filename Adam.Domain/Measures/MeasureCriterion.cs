using System.Collections.Frozen;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Adam.Domain.Sentences;
using Adam.Domain.Text;

namespace Adam.Domain.Measures;

/// <summary>A part of a criterion that a project meets.</summary>
/// <param name="Component"><c>pillar</c>, <c>country</c>, <c>activity-type</c> or <c>words</c>.</param>
/// <param name="Sentence">The values of the project that meet it, in a sentence.</param>
public sealed record MeasureReason(string Component, Sentence Sentence);

/// <summary>
/// Decides if a project serves a measure: it is not cancelled, has a pillar and a country of the measure, one of its
/// types of activity and one of its phrases. The store evaluates the same conditions in the derived tables.
/// </summary>
public sealed class MeasureCriterion
{
    /// <summary>The maximum number of words of a phrase.</summary>
    public const int MaxPhraseWords = 6;

    /// <summary>
    /// The maximum length of a word of a phrase. The end of a range of words has two code units more, and fits in the
    /// column of words.
    /// </summary>
    private const int LongestWord = Folding.LongestWord - 2;

    private readonly FrozenSet<Pillar> _pillars;
    private readonly FrozenSet<string> _countries;
    private readonly FrozenSet<string> _activityTypes;

    public MeasureCriterion(MeasureDraft measure)
    {
        Countries = measure.Place;
        Phrases =
        [
            .. measure
                .Words.Select(phrase => new MeasurePhrase(
                    phrase,
                    [.. Folding.Words(phrase).Select(word => Folding.Cut(word, LongestWord))]
                ))
                .Where(phrase => phrase.Words.Count > 0),
        ];
        Pillars = measure.Pillars;
        ActivityTypes = measure.ActivityTypes;
        _pillars = measure.Pillars.ToFrozenSet();
        _countries = Countries.ToFrozenSet(StringComparer.Ordinal);
        _activityTypes = measure.ActivityTypes.ToFrozenSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<Pillar> Pillars { get; }

    /// <summary>The countries of the measure and of its routes, in the order of their codes.</summary>
    public IReadOnlyList<string> Countries { get; }

    public IReadOnlyList<string> ActivityTypes { get; }

    public IReadOnlyList<MeasurePhrase> Phrases { get; }

    /// <summary>True if pillar and country alone decide, so that the criterion finds everything in a country.</summary>
    public bool IsPlaceAlone => ActivityTypes.Count == 0 && Phrases.Count == 0;

    /// <summary>Returns true if a project has a pillar and a country of the measure, and is not cancelled.</summary>
    public bool Fits(ProjectDraft project) =>
        project.Status != ProjectStatus.Cancelled
        && project.Pillars.Any(_pillars.Contains)
        && project.Countries.Any(_countries.Contains);

    /// <summary>Returns true if a project meets all parts of the criterion.</summary>
    /// <param name="words">The words of the project (<see cref="ProjectDraft.Words"/>).</param>
    public bool IsMet(ProjectDraft project, IReadOnlyList<string> words) =>
        Fits(project)
        && (_activityTypes.Count == 0 || project.ActivityTypes.Any(_activityTypes.Contains))
        && (Phrases.Count == 0 || Phrases.Any(phrase => phrase.IsIn(words)));

    /// <summary>Returns a sentence for each part of the criterion that a project meets.</summary>
    public IReadOnlyList<MeasureReason> Explain(ProjectDraft project)
    {
        var words = project.Words;
        var reasons = new List<MeasureReason>();
        Add(
            "pillar",
            "serves",
            project.Pillars.Where(_pillars.Contains).Order().Select(one => Sentence.Named("pillar-code", NameOf(one)))
        );
        Add("country", "works-in", project.Countries.Where(_countries.Contains).Select(Sentence.Country));
        Add(
            "activity-type",
            "activities-include",
            project
                .ActivityTypes.Where(_activityTypes.Contains)
                .Select(code => Quoted(Sentence.Named("activity-code", code)))
        );
        Add(
            "words",
            "text-has",
            Phrases.Where(phrase => phrase.IsIn(words)).Select(phrase => Quoted(Sentence.Verbatim(phrase.Text)))
        );
        return reasons;

        void Add(string component, string clause, IEnumerable<string> values)
        {
            var list = values.ToList();
            if (list.Count > 0)
                reasons.Add(new(component, Sentence.Create(Sentence.Clause(clause, Sentence.List(list)))));
        }

        static string Quoted(string value) => Sentence.Part("quoted", value);
    }

    /// <summary>
    /// Returns true if two versions of a project have the same values that decide which measures it serves, so that a
    /// verdict about one holds for the other. Dates are not among them.
    /// </summary>
    public static bool AreEqual(ProjectDraft one, ProjectDraft other) =>
        ReferenceEquals(one, other)
        || (
            one.Status == ProjectStatus.Cancelled == (other.Status == ProjectStatus.Cancelled)
            && one.Pillars.ToHashSet().SetEquals(other.Pillars)
            && one.Countries.ToHashSet(StringComparer.Ordinal).SetEquals(other.Countries)
            && one.ActivityTypes.ToHashSet(StringComparer.Ordinal).SetEquals(other.ActivityTypes)
            && one.Words.ToHashSet(StringComparer.Ordinal).SetEquals(other.Words)
        );

    /// <summary>Returns true if two versions of a measure are served by the same projects.</summary>
    public static bool AreEqual(MeasureDraft one, MeasureDraft other) =>
        one.Pillars.ToHashSet().SetEquals(other.Pillars)
        && one.Place.SequenceEqual(other.Place, StringComparer.Ordinal)
        && one.ActivityTypes.ToHashSet(StringComparer.Ordinal).SetEquals(other.ActivityTypes)
        && PhrasesOf(one).SetEquals(PhrasesOf(other));

    private static HashSet<string> PhrasesOf(MeasureDraft measure) =>
        measure
            .Words.Select(phrase => string.Join(' ', Folding.Words(phrase).Order(StringComparer.Ordinal)))
            .ToHashSet();

    private static string NameOf(Pillar pillar) =>
        CodeListCatalog.Pillars.Entries.Single(entry => entry.Number == (int)pillar).Code;
}

/// <summary>A phrase of a criterion.</summary>
/// <param name="Text">The phrase as it was written.</param>
/// <param name="Words">Its folded words, each once.</param>
public sealed record MeasurePhrase(string Text, IReadOnlyList<string> Words)
{
    /// <summary>Returns true if each word is a prefix of one of the folded words of a project.</summary>
    public bool IsIn(IReadOnlyList<string> words) =>
        Words.All(word => words.Any(one => one.StartsWith(word, StringComparison.Ordinal)));
}
