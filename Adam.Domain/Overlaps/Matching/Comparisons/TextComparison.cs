namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the words of titles and descriptions.</summary>
/// <param name="Similarity">
/// The cosine of the two texts, from 0 to 1, with words weighted by their information content
/// (<see cref="TermStatistics.InformationContent"/>). NaN if a record has no description, because the titles are
/// compared already, or if one text has fewer than <see cref="FewestWords"/> words.
/// </param>
/// <param name="Coverage">
/// The part of the shorter text that the longer one contains, from 0 to 1, with the same weights and the same NaN.
/// </param>
/// <param name="FewWords">
/// The same part if the shorter text has fewer than <see cref="FewestWords"/> words and both records have a
/// description; else NaN.
/// </param>
/// <param name="RareShared">
/// The sum over <paramref name="RareWords"/> of the information content in excess of <see cref="RareFrom"/>. NaN if it
/// is 0 and one text has fewer than <see cref="FewestWords"/> words.
/// </param>
/// <param name="RareWords">
/// The rarest common words, and the rarest common names with equal consonants in two scripts: at most
/// <see cref="MostRare"/>, the rarest first.
/// </param>
internal readonly record struct TextComparison(
    double Similarity,
    double Coverage,
    double FewWords,
    double RareShared,
    IReadOnlyList<SharedTerm> RareWords
)
{
    private const int FewestWords = 8;
    private const int MostRare = 3;

    /// <summary>The information content from which a word is rare: about one project in twenty contains it.</summary>
    private const double RareFrom = 3;

    private const int ShortestName = 4;

    /// <summary>Keeps the denominators above 0.</summary>
    private const double Tiny = 1e-9;

    public static TextComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (product, rare) = (0.0, new Rarest());
        var (hashes, others) = (a.Hashes, b.Hashes);
        for (int i = 0, j = 0; i < hashes.Length && j < others.Length; )
        {
            if (hashes[i] < others[j])
            {
                i++;
            }
            else if (hashes[i] > others[j])
            {
                j++;
            }
            else
            {
                var weight = a.Weights[i];
                product += weight * weight;
                if (
                    weight > RareFrom
                    && SharedTerm.Spelling(a.Profile.Words[i].Word, b.Profile.Words[j].Word) is var word
                    && !Vocabulary.IsGeneric(word)
                )
                    rare.Add(weight - RareFrom, new(word, a.Counts[i]));
                i++;
                j++;
            }
        }

        if (a.Profile.Script != b.Profile.Script)
            AddNames(a, b, ref rare);
        product += AddAcronyms(a, b, ref rare);

        var shorter = Math.Min(hashes.Length, others.Length);
        var rareShared = shorter >= FewestWords || rare.Sum > 0 ? rare.Sum : double.NaN;
        if (!a.Profile.HasDescription || !b.Profile.HasDescription)
            return new(double.NaN, double.NaN, double.NaN, rareShared, rare.Words);

        var coverage = product / (Math.Min(a.SquaredLength, b.SquaredLength) + Tiny);
        return shorter < FewestWords
            ? new(double.NaN, double.NaN, coverage, rareShared, rare.Words)
            : new(
                product / Math.Sqrt((a.SquaredLength * b.SquaredLength) + Tiny),
                coverage,
                double.NaN,
                rareShared,
                rare.Words
            );
    }

    /// <summary>
    /// Adds the acronyms of one record that the other writes out, and returns the sum of their squared weights.
    /// </summary>
    private static double AddAcronyms(WeightedProfile a, WeightedProfile b, ref Rarest rare)
    {
        SortedDictionary<string, int>? found = null;
        FindAcronyms(a, b, ref found);
        FindAcronyms(b, a, ref found);
        if (found is null)
            return 0;

        var product = 0.0;
        foreach (var (acronym, count) in found)
        {
            var weight = a.TermStatistics.InformationContentOf(count);
            product += weight * weight;
            if (weight > RareFrom && !rare.Contains(acronym))
                rare.Add(weight - RareFrom, new(acronym, count));
        }

        return product;
    }

    /// <summary>
    /// Finds the acronyms of a record that the other writes out, each with the number of projects that use it, or the
    /// rarest word for which it stands if they are more.
    /// </summary>
    private static void FindAcronyms(
        WeightedProfile record,
        WeightedProfile other,
        ref SortedDictionary<string, int>? found
    )
    {
        foreach (var (hash, acronym) in record.Profile.WrittenOut.Acronyms)
        {
            var stems = other.ContainsWord(hash) ? [] : other.Profile.WrittenOut.Find(acronym);
            if (stems.IsEmpty)
                continue;

            var rarest = int.MaxValue;
            foreach (var stem in stems)
                rarest = Math.Min(rarest, other.CountOf(stem));
            var ofWords = rarest == int.MaxValue ? 0 : rarest;
            found ??= new(StringComparer.Ordinal);
            found[acronym] = Math.Max(ofWords, record.TermStatistics.Count(Terms.Word(acronym)));
        }
    }

    /// <summary>Adds the names that have the same consonants in two scripts.</summary>
    private static void AddNames(WeightedProfile a, WeightedProfile b, ref Rarest rare)
    {
        var (names, others) = (a.Profile.Names, b.Profile.Names);
        for (int i = 0, j = 0; i < names.Count && j < others.Count; )
        {
            var order = string.CompareOrdinal(names[i].Skeleton, others[j].Skeleton);
            if (order == 0 && names[i].Skeleton.Length >= ShortestName)
            {
                var name = SharedTerm.Spelling(names[i].Word, others[j].Word);
                var count = a.TermStatistics.Count(Terms.Name(names[i].Skeleton));
                var weight = a.TermStatistics.InformationContentOf(count);
                // A name with the same letters in both texts was already added as a word.
                if (weight > RareFrom && !rare.Contains(name))
                    rare.Add(weight - RareFrom, new(name, count));
            }

            if (order <= 0)
                i++;
            if (order >= 0)
                j++;
        }
    }

    /// <summary>
    /// Keeps the words with the highest weights. Of equal weights, it keeps those that were added first.
    /// </summary>
    private struct Rarest
    {
        private (double Weight, SharedTerm Word)[]? _found;
        private int _count;

        public readonly IReadOnlyList<SharedTerm> Words =>
            _count == 0 ? [] : Array.ConvertAll(_found![.._count], found => found.Word);

        public readonly double Sum
        {
            get
            {
                var sum = 0.0;
                for (var place = 0; place < _count; place++)
                    sum += _found![place].Weight;
                return sum;
            }
        }

        public readonly bool Contains(string name)
        {
            for (var place = 0; place < _count; place++)
            {
                if (_found![place].Word.Name == name)
                    return true;
            }

            return false;
        }

        public void Add(double weight, SharedTerm word)
        {
            _found ??= new (double, SharedTerm)[MostRare];
            for (var place = 0; place < MostRare; place++)
            {
                if (weight <= _found[place].Weight)
                    continue;

                for (var below = MostRare - 1; below > place; below--)
                    _found[below] = _found[below - 1];
                _found[place] = (weight, word);
                _count = Math.Min(_count + 1, MostRare);
                return;
            }
        }
    }
}
