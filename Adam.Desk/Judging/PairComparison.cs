using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Judging;

/// <summary>The agreement of two records in a member.</summary>
public enum Agreement
{
    /// <summary>One of them says nothing, or what they say cannot be compared.</summary>
    Unknown,
    Agrees,
    Partly,
    Differs,
}

/// <summary>A member of both records: each side is a list of values, each value a list of parts.</summary>
public sealed record ComparedMember(
    string Name,
    Agreement Agreement,
    IReadOnlyList<IReadOnlyList<Piece>> First,
    IReadOnlyList<IReadOnlyList<Piece>> Second
)
{
    /// <summary>True for texts in the language of their record.</summary>
    public bool IsProse { get; init; }
}

/// <summary>
/// Compares two records member by member, for the eye: it marks what they have in common, and does not score it.
/// </summary>
public sealed class PairComparison(DeskContext desk, Project first, Project second)
{
    private const double HalfOfWords = 0.5;

    /// <summary>Returns the members of which one record at least says something.</summary>
    public IReadOnlyList<ComparedMember> Members =>
        [.. All().Where(member => member.First.Count > 0 || member.Second.Count > 0)];

    private IEnumerable<ComparedMember> All()
    {
        yield return Prose("title", first.Title, second.Title, numbersDiffer: true);
        yield return List("owner", project => [(project.Owner, desk.Partner(project.Owner))]) with
        {
            Agreement = Agreement.Unknown,
        };
        yield return Period();
        yield return List(
            "countries",
            project => project.Countries.Select(code => (code, NameOfCountry(project, code)))
        );
        yield return List(
            "pillars",
            project => project.Pillars.Select(code => (code, desk.Words.Name("Pillar", code)))
        );
        yield return List("donors", project => project.Donors.Select(donor => Of(donor)));
        yield return Amounts();
        yield return List("implementers", project => project.Implementers.Select(one => Of(one)));
        yield return Names("beneficiaries", first.Beneficiaries, second.Beneficiaries);
        yield return List("places", project => project.Places.Select(Of));
        yield return List(
            "activityTypes",
            project => project.ActivityTypes.Select(code => (code, desk.Words.Name("Activity", code)))
        );
        yield return Neutral("status", project => desk.Words.Name("Status", project.Status));
        yield return Neutral("reference", project => project.Reference);
        yield return Prose("description", first.Description ?? "", second.Description ?? "", numbersDiffer: false);
    }

    private static ComparedMember Prose(string name, string one, string other, bool numbersDiffer)
    {
        var (a, b) = (WordMarks.Compare(one, other, numbersDiffer), WordMarks.Compare(other, one, numbersDiffer));
        var shared = Math.Min(ShareOfSame(a), ShareOfSame(b));
        return new(
            name,
            one.Length == 0 || other.Length == 0 ? Agreement.Unknown
                : a.Concat(b).Any(piece => piece.Mark == Mark.Other) ? Agreement.Differs
                : shared >= HalfOfWords ? Agreement.Agrees
                : shared > 0 ? Agreement.Partly
                : Agreement.Unknown,
            one.Length == 0 ? [] : [a],
            other.Length == 0 ? [] : [b]
        )
        {
            IsProse = true,
        };
    }

    private static double ShareOfSame(IReadOnlyList<Piece> pieces)
    {
        var all = pieces.Sum(piece => piece.Text.Length);
        return all == 0
            ? 0
            : (double)pieces.Where(piece => piece.Mark == Mark.Same).Sum(piece => piece.Text.Length) / all;
    }

    private ComparedMember List(string name, Func<Project, IEnumerable<(string Key, string Text)>> read)
    {
        var (a, b) = (
            read(first).DistinctBy(one => one.Key).ToList(),
            read(second).DistinctBy(one => one.Key).ToList()
        );
        var common = a.Select(one => one.Key).Intersect(b.Select(one => one.Key)).ToHashSet(StringComparer.Ordinal);
        var agreement =
            a.Count == 0 || b.Count == 0 ? Agreement.Unknown
            : common.Count == 0 ? Agreement.Differs
            : common.Count == a.Count && common.Count == b.Count ? Agreement.Agrees
            : Agreement.Partly;
        var others = agreement == Agreement.Differs && name != "owner" ? Mark.Other : Mark.None;
        return new(name, agreement, Side(a), Side(b));

        IReadOnlyList<IReadOnlyList<Piece>> Side(List<(string Key, string Text)> values) =>
            [.. values.Select(one => new[] { new Piece(one.Text, common.Contains(one.Key) ? Mark.Same : others) })];
    }

    /// <summary>Names in free text, which partners word differently.</summary>
    private static ComparedMember Names(string name, IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        var (a, b) = (Side(one, other), Side(other, one));
        var marks = a.Concat(b).SelectMany(value => value).ToList();
        return new(
            name,
            one.Count == 0 || other.Count == 0 ? Agreement.Unknown
                : one.Select(WordMarks.Fold).ToHashSet().SetEquals(other.Select(WordMarks.Fold)) ? Agreement.Agrees
                : marks.Any(piece => piece.Mark == Mark.Same) ? Agreement.Partly
                : Agreement.Differs,
            a,
            b
        );

        static IReadOnlyList<IReadOnlyList<Piece>> Side(IReadOnlyList<string> own, IReadOnlyList<string> others) =>
            [.. own.Select(value => WordMarks.Compare(value, string.Join(' ', others)))];
    }

    /// <summary>Amounts in one currency are comparable; those in others may be the same money.</summary>
    private ComparedMember Amounts()
    {
        var (a, b) = (Sums(first), Sums(second));
        var currencies = a.Keys.Intersect(b.Keys).ToList();
        var agreement =
            currencies.Count == 0 ? Agreement.Unknown
            : currencies.All(currency => a[currency] == b[currency]) ? Agreement.Agrees
            : currencies.Any(currency => a[currency] == b[currency]) ? Agreement.Partly
            : Agreement.Differs;
        return new("amounts", agreement, Side(a, b), Side(b, a));

        static Dictionary<string, decimal> Sums(Project project) =>
            project
                .Donors.Where(donor => donor is { Amount: not null, Currency: not null })
                .GroupBy(donor => donor.Currency!, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Sum(donor => donor.Amount!.Value));

        IReadOnlyList<IReadOnlyList<Piece>> Side(Dictionary<string, decimal> own, Dictionary<string, decimal> others) =>
            [
                .. own.Select(sum =>
                    new[]
                    {
                        new Piece(
                            desk.Words.Amount(sum.Value, sum.Key),
                            !others.TryGetValue(sum.Key, out var other) ? Mark.None
                                : other == sum.Value ? Mark.Same
                                : Mark.Other
                        ),
                    }
                ),
            ];
    }

    private ComparedMember Period()
    {
        var (a, b) = (first.Period, second.Period);
        var (starts, ends) = (a.Start is not null && a.Start == b.Start, a.End is not null && a.End == b.End);
        return new(
            "period",
            starts && ends ? Agreement.Agrees
                : starts || ends ? Agreement.Partly
                : Agreement.Unknown,
            Side(a),
            Side(b)
        );

        IReadOnlyList<IReadOnlyList<Piece>> Side(Period period) =>
            [
                [
                    new(Day(period.Start, "Period.unknownStart"), starts ? Mark.Same : Mark.None),
                    new(" – ", Mark.None),
                    new(
                        Day(period.End, period.EndBasis == "open" ? "Period.open" : "Period.unknown"),
                        ends ? Mark.Same : Mark.None
                    ),
                ],
            ];

        string Day(DateOnly? day, string unknown) => day is { } known ? desk.Words.Day(known) : desk.Words[unknown];
    }

    private ComparedMember Neutral(string name, Func<Project, string> read) =>
        new(
            name,
            Agreement.Unknown,
            [
                [new(read(first), Mark.None)],
            ],
            [
                [new(read(second), Mark.None)],
            ]
        );

    private (string Key, string Text) Of(Participant one) =>
        one.Partner is { } code ? (code, desk.Partner(code)) : (WordMarks.Fold(one.Name ?? ""), one.Name ?? "");

    private static (string Key, string Text) Of(Place place)
    {
        var text = string.Join(", ", new[] { place.Name, place.Admin1 }.Where(part => !string.IsNullOrEmpty(part)));
        return (WordMarks.Fold(place.Name ?? place.Admin1 ?? ""), text);
    }

    private string NameOfCountry(Project project, string code) =>
        project.Names?.Countries?.GetValueOrDefault(code) ?? desk.Country(code);
}
