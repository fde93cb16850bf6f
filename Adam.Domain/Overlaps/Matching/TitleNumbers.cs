namespace Adam.Domain.Overlaps.Matching;

/// <summary>The numbers in a title that tell one project of a series from the next.</summary>
/// <remarks>
/// Other numbers say nothing of a series: days ("17 June"), amounts ("40 officers"), and dates in digits.
/// </remarks>
/// <param name="Phases">
/// The phases ("Phase II", "2nd", "APL#6", or a number at the end, "Access 3"), ascending, each once.
/// </param>
/// <param name="Years">The years ("2016", "FY17"), ascending, each once.</param>
/// <param name="Labelled">
/// Numbers with the stem of the word before them ("School No. 5", "aged 11 to 14"), in ordinal order.
/// </param>
/// <param name="IsSequel">True if the title says that it continues something ("Continued …", "follow-up").</param>
/// <param name="IsCounted">
/// For each word of the title, true if it is a phase, a year or a mark of a budget year.
/// </param>
internal sealed record TitleNumbers(
    IReadOnlyList<int> Phases,
    IReadOnlyList<int> Years,
    IReadOnlyList<(string Label, int Number)> Labelled,
    bool IsSequel,
    IReadOnlyList<bool> IsCounted
)
{
    private const string BudgetYear = "fy";
    private static readonly char[] Digits = [.. "0123456789"];
    private const int HighestPhase = 20;
    private const int FirstYear = 1950;
    private const int LastYear = 2060;
    private const int Century = 2000;

    /// <summary>The number of words between an ordinal and the word for a phase: "second training phase".</summary>
    private const int Near = 2;

    public static TitleNumbers FromParts(IReadOnlyList<Token> parts)
    {
        var (phases, years, labelled) = (
            new SortedSet<int>(),
            new SortedSet<int>(),
            new SortedSet<(string Label, int Number)>()
        );
        var counted = new bool[parts.Count];
        var label = "";
        for (var i = 0; i < parts.Count; i++)
        {
            if (YearOf(parts, i) is { } year)
            {
                years.Add(year);
                counted[i] = true;
            }
            else if (PhaseOf(parts, i) is { } phase)
            {
                phases.Add(phase);
                counted[i] = true;
            }
            else if (Number(parts[i].Word) is { } number && LabelOf(parts, i, label) is { } found)
            {
                labelled.Add((found, number));
                label = found;
            }
            else if (!Vocabulary.IsFunction(parts[i]))
            {
                label = "";
                counted[i] = parts[i].Word == BudgetYear;
            }
        }

        var isSequel = parts.Any(part => Vocabulary.Is("sequel", part.Word));
        return new([.. phases], [.. years], [.. labelled], isSequel, counted);
    }

    /// <summary>Returns the phases that a text names ("Phase one", "the second phase"), ascending, each once.</summary>
    public static IReadOnlyList<int> PhasesOfText(IReadOnlyList<Token> tokens)
    {
        if (!NamesPhase(tokens))
            return [];

        var (parts, phases) = (Parts(tokens), new SortedSet<int>());
        for (var i = 0; i < parts.Count; i++)
        {
            if (IsBesidePhase(parts, i) && NumberOfPhase(parts, i) is { } phase)
                phases.Add(phase);
        }

        return [.. phases];
    }

    /// <summary>Returns true if a word is one for a phase, also together with a number ("apl6").</summary>
    private static bool NamesPhase(IReadOnlyList<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var word = tokens[i].Word;
            if (Vocabulary.IsPhase(word) || (char.IsAsciiDigit(word[^1]) && Vocabulary.IsPhase(word.TrimEnd(Digits))))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Splits words and numbers that are written together: "apl6" into two parts, and "fy08" into "fy" and a year.
    /// "p094311" remains one number.
    /// </summary>
    public static IReadOnlyList<Token> Parts(IReadOnlyList<Token> tokens)
    {
        var parts = new List<Token>(tokens.Count);
        foreach (var token in tokens)
        {
            var digits = token.Word.Length;
            while (digits > 0 && char.IsAsciiDigit(token.Word[digits - 1]))
                digits--;
            var count = token.Word.Length - digits;
            if (digits < 2 || count is 0 or > 2 || token.Word.AsSpan(0, digits).ContainsAnyInRange('0', '9'))
            {
                parts.Add(token);
                continue;
            }

            parts.Add(token with { Word = token.Word[..digits] });
            parts.Add(token with { Word = token.Word[digits..], Script = 'd', Before = ' ' });
        }

        return parts;
    }

    private static int? YearOf(IReadOnlyList<Token> parts, int i)
    {
        var word = parts[i].Word;
        if (word.Length == 4 && Number(word) is >= FirstYear and <= LastYear and var year)
            return i > 0 && Vocabulary.Is("number", parts[i - 1].Word) ? null : year;
        if (word.Length != 2 || i == 0 || Number(word) is not { } two)
            return null;
        if (parts[i - 1].Word == BudgetYear)
            return Century + two;

        // "2014/15" names two years.
        return
            parts[i].Before is '/' or '-' or '–'
            && parts[i - 1].Word.Length == 4
            && Number(parts[i - 1].Word) is >= FirstYear and <= LastYear and var before
            && (before + 1) % 100 == two
            ? before + 1
            : null;
    }

    private static int? PhaseOf(IReadOnlyList<Token> parts, int i)
    {
        var word = parts[i].Word;
        if (IsBesidePhase(parts, i))
            return NumberOfPhase(parts, i);
        if (i + 1 < parts.Count && Vocabulary.Is("after-ordinal", parts[i + 1].Word))
            return null;
        if (Vocabulary.Ordinal(word) is { } ordinal)
            return IsDay(parts, i) ? null : ordinal;
        if (IsOrdinalInDigits(parts, i))
            return Number(word);

        var isLast = EndsPhrase(parts, i);
        if (
            Vocabulary.Roman(word) is { } roman
            && (word.Length > 1 ? parts[i].Capitals : isLast && i > 0 && !IsJoined(parts, i))
        )
            return roman;
        // "Access 3" at the end of a title, but not "grades 5 to 7", "Karaganda, 17" or "School No. 5".
        return
            (
                i == parts.Count - 1
                || parts[i + 1].Before is '(' or ':' or '–' or '—'
                || (word.Length == 1 && parts[i + 1] is { Capitals: true, Script: not 'd' })
            )
            && i > 0
            && word.Length <= 2
            && Number(word) is > 0 and <= HighestPhase and var number
            && word[0] != '0'
            && parts[i].Before is ' ' or '#' or '-'
            && parts[i - 1].Script != 'd'
            && !Vocabulary.IsFunction(parts[i - 1])
            && !Vocabulary.Is("number", parts[i - 1].Word)
            && !Vocabulary.Is("month", parts[i - 1].Word)
            && !Vocabulary.Is("numbered", parts[i - 1].Word)
            ? number
            : null;
    }

    /// <summary>
    /// Returns true for a number of a series that a hyphen joins to the ending of an ordinal: "3-й курс". Days, classes
    /// and the like are none.
    /// </summary>
    private static bool IsOrdinalInDigits(IReadOnlyList<Token> parts, int i) =>
        Number(parts[i].Word) is > 0 and <= HighestPhase
        && parts[i].Script == 'd'
        && i + 1 < parts.Count
        && parts[i + 1] is { Before: '-', Script: 'c' }
        && Vocabulary.Is("ending-of-ordinal", parts[i + 1].Word)
        && !(
            i + 2 < parts.Count
            && (Vocabulary.Is("after-ordinal", parts[i + 2].Word) || Vocabulary.Is("month", parts[i + 2].Word))
        );

    /// <summary>
    /// Returns true if a word for a phase stands before or after a word: "phase 2", "the second stage".
    /// </summary>
    private static bool IsBesidePhase(IReadOnlyList<Token> parts, int i)
    {
        var before = i - 1;
        if (before >= 0 && Vocabulary.Is("number", parts[before].Word))
            before--;
        if (before >= 0 && Vocabulary.IsPhase(parts[before].Word))
            return true;
        var isOrdinal = Vocabulary.Ordinal(parts[i].Word) is not null || parts[i].Script == 'd';
        for (var after = i + 1; isOrdinal && after <= i + Near && after < parts.Count; after++)
        {
            if (Vocabulary.IsPhase(parts[after].Word))
                return parts[i].Script != 'd' || after == i + 1 || parts[after - 1].Word.Length <= 2;
        }

        return false;
    }

    private static int? NumberOfPhase(IReadOnlyList<Token> parts, int i)
    {
        var word = parts[i].Word;
        return Vocabulary.Ordinal(word)
            ?? Vocabulary.Roman(word)
            ?? Vocabulary.Cardinal(word)
            ?? (word.Length <= 2 && Number(word) is > 0 and <= HighestPhase and var number ? number : null);
    }

    /// <summary>
    /// Returns the stem of the word that a number numbers; null if it numbers none, such as a count ("40 officers") or
    /// a day.
    /// </summary>
    /// <param name="range">The label of the preceding number; empty if another word stands between the two.</param>
    private static string? LabelOf(IReadOnlyList<Token> parts, int i, string range)
    {
        if (i == 0 || IsDay(parts, i) || !(EndsPhrase(parts, i) || IsFollowedByNumber(parts, i)))
            return null;
        if (range.Length > 0 && (Vocabulary.IsFunction(parts[i - 1]) || parts[i - 1].Script == 'd'))
            return range;

        var before = Vocabulary.Is("number", parts[i - 1].Word) ? i - 2 : i - 1;
        return
            before >= 0
            && parts[before].Script != 'd'
            && parts[before].Word.Length > 1
            && parts[i].Before is ' ' or '#' or '№' or '-' or '.'
            && !Vocabulary.IsFunction(parts[before])
            && !Vocabulary.Is("month", parts[before].Word)
            ? Profile.StemOf(parts[before].Word)
            : null;
    }

    private static bool EndsPhrase(IReadOnlyList<Token> parts, int i) =>
        i == parts.Count - 1 || parts[i + 1].Before is not (' ' or '#' or '№') || Vocabulary.IsFunction(parts[i + 1]);

    /// <summary>Returns true if a hyphen joins a word and the next one: "X-ray", "V-shaped".</summary>
    private static bool IsJoined(IReadOnlyList<Token> parts, int i) =>
        i + 1 < parts.Count && parts[i + 1].Before == '-';

    private static bool IsFollowedByNumber(IReadOnlyList<Token> parts, int i) => parts[i + 1].Script == 'd';

    private static bool IsDay(IReadOnlyList<Token> parts, int i) =>
        (i + 1 < parts.Count && Vocabulary.Is("month", parts[i + 1].Word))
        || (i > 0 && Vocabulary.Is("month", parts[i - 1].Word));

    private static int? Number(string word)
    {
        if (word.Length is 0 or > 6)
            return null;
        var number = 0;
        foreach (var letter in word)
        {
            if (!char.IsAsciiDigit(letter))
                return null;
            number = (number * 10) + (letter - '0');
        }

        return number;
    }
}
