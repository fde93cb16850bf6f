using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Domain.Measures;

/// <summary>
/// Compares the text of a measure with those of projects, to suggest projects that its criterion does not find. Words
/// weigh by their information content, as in the scores of overlaps.
/// </summary>
public sealed class MeasureText
{
    /// <summary>The maximum number of words that candidates are found by: those with the highest weights.</summary>
    private const int MaxWords = 30;

    /// <summary>
    /// A word weighs at least as many nats to find candidates: fewer than one in 2.7 projects has it.
    /// </summary>
    private const double LeastContent = 1;

    private readonly Dictionary<ulong, double> _contents;
    private readonly double _total;

    public MeasureText(MeasureDraft measure, TermStatistics statistics)
    {
        string[] texts = [measure.Title, .. measure.Words, measure.Description ?? ""];
        _contents = WordsOf(measure.Title, string.Join(' ', texts[1..]))
            .DistinctBy(word => word.Hash)
            .ToDictionary(word => word.Hash, word => statistics.InformationContent(Terms.Word(word.Word)));
        _total = _contents.Values.Sum();
        Words =
        [
            .. Folding
                .Words(texts)
                .Select(word => (word, statistics.InformationContent(Terms.Word(word))))
                .Where(word => word.Item2 >= LeastContent)
                .OrderByDescending(word => word.Item2)
                .ThenBy(word => word.word, StringComparer.Ordinal)
                .Take(MaxWords),
        ];
    }

    /// <summary>The folded words that find candidates, with their information content in nats.</summary>
    public IReadOnlyList<(string Word, double Content)> Words { get; }

    /// <summary>
    /// Returns the part of the information content of the measure's words that a project shares, from 0 to 1. Words are
    /// compared by their stems.
    /// </summary>
    public double Likeness(ProjectDraft project) =>
        _total == 0
            ? 0
            : WordsOf(project.Title, project.Description ?? "")
                .Select(word => word.Hash)
                .Distinct()
                .Sum(hash => _contents.GetValueOrDefault(hash)) / _total;

    private static IReadOnlyList<(ulong Hash, string Word)> WordsOf(string title, string description) =>
        Profile
            .FromDraft(
                "",
                new()
                {
                    Reference = "",
                    Title = title,
                    Description = description,
                    Pillars = [],
                    Countries = [],
                    Donors = [],
                    Status = ProjectStatus.Implementation,
                }
            )
            .Words;
}
