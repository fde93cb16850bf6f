namespace Adam.Domain.Overlaps.Matching;

/// <summary>An alignment of two titles: pairs of matching words, in any order.</summary>
/// <param name="Similarity">The share of both titles with a counterpart in the other, by weight, from 0 to 1.</param>
/// <param name="Coverage">The same share of the shorter title.</param>
/// <param name="InformationContent">
/// The information content of the shared words. If both titles are equal, at most that of the whole title.
/// </param>
/// <param name="Conflict">
/// The information content of the rarest word without a counterpart in the other record's title or description, the
/// smaller one of both titles. 0 if one record contains the title of the other.
/// </param>
/// <param name="Retold">
/// The share of the words without a counterpart in the other title that the other description contains, by weight, from
/// 0 to 1. NaN if all words have a counterpart, or neither record has a description.
/// </param>
/// <param name="Core">
/// The similarity without the words of names of places and organisations in either record; NaN if no title has others.
/// </param>
/// <param name="HasOtherTail">
/// True if both titles have a colon or dash, the same words before it, and no words in common after it, also not in the
/// other description.
/// </param>
internal readonly record struct TitleAlignment(
    double Similarity,
    double Coverage,
    double InformationContent,
    double Conflict,
    double Retold,
    double Core,
    bool HasOtherTail
)
{
    private const double AcronymSimilarity = 0.8;
    private const int ShortestAcronym = 3;
    private const int LongestAcronym = 8;

    private readonly record struct Match(double Similarity, double Weight, int I, int J);

    public static TitleAlignment Align(WeightedProfile a, WeightedProfile b)
    {
        var (ours, theirs) = (a.TitleWords, b.TitleWords);
        Span<double> here = stackalloc double[Title.Longest];
        Span<double> there = stackalloc double[Title.Longest];
        Span<bool> taken = stackalloc bool[Title.Longest];
        Span<bool> given = stackalloc bool[Title.Longest];
        a.TitleWeights.CopyTo(here);
        b.TitleWeights.CopyTo(there);

        var matched = 0.0;
        Span<Match> found = stackalloc Match[ours.Length * theirs.Length];
        var count = 0;
        for (var i = 0; i < ours.Length; i++)
        {
            for (var j = 0; j < theirs.Length; j++)
            {
                // Most words begin with other letters, and not with two vowels.
                if (ours[i][0] != theirs[j][0] && (a.TitleSkeletons[i] ?? b.TitleSkeletons[j]) is null)
                    continue;
                var similarity = WordSimilarity.Similarity(
                    ours[i],
                    a.TitleSkeletons[i],
                    theirs[j],
                    b.TitleSkeletons[j]
                );
                if (similarity > 0)
                    found[count++] = new(similarity, Math.Min(here[i], there[j]), i, j);
            }
        }

        // The best match first. A word occurs once in a title, so the order does not depend on the side.
        while (count > 0)
        {
            var best = -1;
            for (var m = 0; m < count; m++)
            {
                if (
                    !taken[found[m].I]
                    && !given[found[m].J]
                    && (best < 0 || IsBetter(found[m], found[best], ours, theirs))
                )
                    best = m;
            }

            if (best < 0)
                break;
            var (similarity, weight, i, j) = found[best];
            (taken[i], given[j]) = (true, true);
            // An abbreviation is rare as a word, but its meaning is as common as that of the full word.
            (here[i], there[j]) = (weight, weight);
            matched += similarity * weight;
            found[best] = found[--count];
        }

        // Both directions start from the same unmatched words, so that the result is symmetric.
        Span<bool> takenToo = stackalloc bool[Title.Longest];
        Span<bool> givenToo = stackalloc bool[Title.Longest];
        taken.CopyTo(takenToo);
        given.CopyTo(givenToo);
        matched += Acronyms(ours, taken, here, b, givenToo) + Acronyms(theirs, given, there, a, takenToo);
        for (var i = 0; i < Title.Longest; i++)
            (taken[i], given[i]) = (taken[i] | takenToo[i], given[i] | givenToo[i]);
        var isSameTitle = a.Profile.Title.Signature == b.Profile.Title.Signature;
        var information = isSameTitle ? Math.Min(matched, a.TitleInformation) : matched;

        var hasOneHead = IsMatched(taken, a) && IsMatched(given, b);
        var core = CoreSimilarity(a, taken, here, b, given, there);
        var (retold, unmatched) = (0.0, 0.0);
        Retell(a, taken, b, ref retold, ref unmatched);
        Retell(b, given, a, ref retold, ref unmatched);
        var hasDescription = a.Profile.HasDescription || b.Profile.HasDescription;
        var conflict = Math.Min(Rarest(taken, a), Rarest(given, b));
        var (mine, other) = (Sum(here, ours.Length), Sum(there, theirs.Length));
        return new(
            Math.Min(1, 2 * matched / (mine + other)),
            Math.Min(1, matched / Math.Min(mine, other)),
            information,
            conflict,
            hasDescription && unmatched > 0 ? retold / unmatched : double.NaN,
            core,
            hasOneHead && IsFree(taken, a) && IsFree(given, b)
        );
    }

    private static bool IsBetter(Match one, Match other, string[] ours, string[] theirs)
    {
        if (one.Similarity != other.Similarity)
            return one.Similarity > other.Similarity;
        if (one.Weight != other.Weight)
            return one.Weight > other.Weight;
        var (low, high) = Sorted(ours[one.I], theirs[one.J]);
        var (otherLow, otherHigh) = Sorted(ours[other.I], theirs[other.J]);
        return string.CompareOrdinal(low, otherLow) is not 0 and var order
            ? order < 0
            : string.CompareOrdinal(high, otherHigh) < 0;
    }

    private static (string Low, string High) Sorted(string one, string other) =>
        string.CompareOrdinal(one, other) <= 0 ? (one, other) : (other, one);

    /// <summary>Matches an acronym ("TVET") with consecutive words that begin with its letters.</summary>
    private static double Acronyms(
        string[] words,
        Span<bool> matched,
        Span<double> weights,
        WeightedProfile other,
        Span<bool> otherMatched
    )
    {
        var sum = 0.0;
        for (var i = 0; i < words.Length; i++)
        {
            if (matched[i] || words[i].Length is < ShortestAcronym or > LongestAcronym)
                continue;
            var title = other.Profile.Title;
            var at = title.Initials.IndexOf(words[i], StringComparison.Ordinal);
            if (at < 0)
                continue;
            var weight = 0.0;
            for (var letter = at; letter < at + words[i].Length; letter++)
            {
                var j = title.InitialOf[letter];
                if (!otherMatched[j])
                    weight += other.TitleWeights[j];
                otherMatched[j] = true;
            }

            if (weight == 0)
                continue;
            weights[i] = weight;
            matched[i] = true;
            sum += AcronymSimilarity * weight;
        }

        return sum;
    }

    /// <summary>Returns true if a title has a head, and all its words have a counterpart.</summary>
    private static bool IsMatched(Span<bool> matched, WeightedProfile record) =>
        record.Profile.Title.Head is > 0 and var head && !matched[..head].Contains(false);

    /// <summary>
    /// Returns true if no word after the head has a counterpart, and one of them is no number, such as a share.
    /// </summary>
    private static bool IsFree(Span<bool> matched, WeightedProfile record)
    {
        var hasWord = false;
        for (var i = record.Profile.Title.Head; i < record.TitleWords.Length; i++)
        {
            if (matched[i])
                return false;
            hasWord |= !char.IsAsciiDigit(record.TitleWords[i][0]);
        }

        return hasWord;
    }

    /// <summary>Marks the words without a counterpart that the other description contains, and sums weights.</summary>
    private static void Retell(
        WeightedProfile record,
        Span<bool> matched,
        WeightedProfile other,
        ref double retold,
        ref double unmatched
    )
    {
        for (var i = 0; i < record.TitleWords.Length; i++)
        {
            if (matched[i])
                continue;
            unmatched += record.TitleWeights[i];
            if (!other.Tells(record, i))
                continue;
            retold += record.TitleWeights[i];
            matched[i] = true;
        }
    }

    /// <summary>
    /// Returns the weight of the rarest word that is not matched. Numbers are omitted: a count or a share is no name.
    /// </summary>
    private static double Rarest(Span<bool> matched, WeightedProfile record)
    {
        var rarest = 0.0;
        for (var i = 0; i < record.TitleWords.Length; i++)
        {
            if (!matched[i] && !char.IsAsciiDigit(record.TitleWords[i][0]))
                rarest = Math.Max(rarest, record.TitleWeights[i]);
        }

        return rarest;
    }

    /// <summary>
    /// Returns the share of the words with a counterpart, by weight, from 0 to 1, without words of names of places and
    /// organisations in either record. NaN if no title has other words.
    /// </summary>
    private static double CoreSimilarity(
        WeightedProfile a,
        Span<bool> taken,
        Span<double> here,
        WeightedProfile b,
        Span<bool> given,
        Span<double> there
    )
    {
        var (matched, all) = (0.0, 0.0);
        Add(a, taken, here, b, ref matched, ref all);
        Add(b, given, there, a, ref matched, ref all);
        return all > 0 ? matched / all : double.NaN;

        static void Add(
            WeightedProfile record,
            Span<bool> isMatched,
            Span<double> weights,
            WeightedProfile other,
            ref double matched,
            ref double all
        )
        {
            for (var i = 0; i < record.TitleWords.Length; i++)
            {
                if (record.IsTitleName[i] || other.Profile.HasNameWith(record.TitleHashes[i]))
                    continue;
                all += weights[i];
                matched += isMatched[i] ? weights[i] : 0;
            }
        }
    }

    private static double Sum(Span<double> weights, int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
            sum += weights[i];
        return sum;
    }
}
