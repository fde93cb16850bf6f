using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps.Scoring;

/// <summary>What comparing two records brought to light: a value for each feature that both say enough for, and what the sentences need to name. Nothing in it depends on which of the two comes first.</summary>
internal sealed class Evidence
{
    public const int Features = (int)Feature.RareShared + 1;
    private const int FewestWords = 8;
    private const int MostRare = 3;
    private const double RareFrom = 3;
    private const double NearKilometres = 3;
    private const int ShortestName = 4;

    private readonly double[] _values = new double[Features];
    private readonly (string Word, int Count)[] _rareWords = new (string, int)[MostRare];
    private readonly double[] _rareWeights = new double[MostRare];

    private Evidence(Weighed a, Weighed b)
    {
        (A, B) = (a, b);
        Array.Fill(_values, double.NaN);
        this[Feature.SharedSetting] = 0;
        OtherLanguage = a.Profile.Script != b.Profile.Script || (a.Profile.Language is { } one && b.Profile.Language is { } other && one != other);
    }

    public Weighed A { get; }

    public Weighed B { get; }

    /// <summary>Whether the two are written in different languages, as far as one can see. Words that differ then say little.</summary>
    public bool OtherLanguage { get; }

    /// <summary>The rarest place, implementer, donor and number that both name, as the one whose name comes first writes it; null where none is shared.</summary>
    public (string Name, int Count)? Place { get; private set; }

    public (string Name, int Count)? Implementer { get; private set; }

    public (string Name, int Count)? Donor { get; private set; }

    public (string Name, int Count)? Number { get; private set; }

    /// <summary>The beneficiaries that are most alike.</summary>
    public (string One, string Other)? Beneficiaries { get; private set; }

    /// <summary>The amounts that come nearest to each other.</summary>
    public (Gift One, Gift Other)? Gifts { get; private set; }

    /// <summary>The rarest words, or names in other scripts, that both texts use: at most three.</summary>
    public IEnumerable<(string Word, int Count)> RareWords => _rareWords.Where(word => word.Word is not null);

    /// <summary>The value of a feature; NaN where there is nothing to compare.</summary>
    public double this[Feature feature]
    {
        get => _values[(int)feature];
        private set => _values[(int)feature] = value;
    }

    public static Evidence Of(Weighed a, Weighed b)
    {
        var evidence = new Evidence(a, b);
        evidence.ComparePeriods();
        evidence.ComparePlaces();
        evidence.CompareActivityTypes();
        evidence.CompareBeneficiaries();
        evidence.CompareParticipants();
        evidence.CompareTitles();
        evidence.CompareTexts();
        evidence.CompareAmounts();
        evidence.CompareReferences();
        return evidence;
    }

    private void ComparePeriods()
    {
        var (a, b) = (A.Profile, B.Profile);
        this[Feature.StartGap] = Math.Abs(a.Start.DayNumber - b.Start.DayNumber);
        if (a.Start == b.Start && a.Start.Day != 1)
            this[Feature.SameDay] = A.StartSurprise;
        if (a.End is { } one && b.End is { } other)
        {
            this[Feature.EndGap] = Math.Abs(one.DayNumber - other.DayNumber);
            var together = Math.Min(one.DayNumber, other.DayNumber) - Math.Max(a.Start.DayNumber, b.Start.DayNumber) + 1;
            var all = Math.Max(one.DayNumber, other.DayNumber) - Math.Min(a.Start.DayNumber, b.Start.DayNumber) + 1;
            this[Feature.SharedDays] = Math.Max(0, (double)together / all);
        }
    }

    private void ComparePlaces()
    {
        var (a, b) = (A.Profile.Places, B.Profile.Places);
        var (best, apart) = (-1.0, a.Count > 0 && b.Count > 0);
        for (var i = 0; i < a.Count; i++)
        {
            for (var j = 0; j < b.Count; j++)
            {
                if (IsSame(a[i], b[j]))
                    Consider(a[i], b[j].Name, Math.Max(A.Places[i], B.Places[j]));
                apart &= !Holds(a[i], b[j]) && !Holds(b[j], a[i]);
            }
        }

        // A place of the one that the text of the other names.
        for (var i = 0; i < a.Count; i++)
        {
            if (Mentions(B, a[i]))
                Consider(a[i], a[i].Name, Math.Max(A.Places[i], LeastCommonWord(a[i])));
        }

        for (var j = 0; j < b.Count; j++)
        {
            if (Mentions(A, b[j]))
                Consider(b[j], b[j].Name, Math.Max(B.Places[j], LeastCommonWord(b[j])));
        }

        if (best >= 0)
            this[Feature.PlaceShared] = best;
        else if (apart)
            this[Feature.PlacesApart] = 1;

        void Consider(PlaceName place, string otherName, int count)
        {
            var surprise = A.Edition.SurpriseOf(count);
            var name = First(place.Name, otherName);
            if (surprise > best || (surprise == best && string.CompareOrdinal(name, Place!.Value.Name) < 0))
                (best, Place) = (surprise, (name, count));
        }

        int LeastCommonWord(PlaceName place)
        {
            var least = int.MaxValue;
            foreach (var stem in place.Stems)
                least = Math.Min(least, Math.Max(CountOf(A, stem), CountOf(B, stem)));
            return least;
        }
    }

    private static bool IsSame(PlaceName one, PlaceName other) =>
        (one.Key == other.Key && one.Key.Length > 0) || (one.Skeleton.Length > 0 && one.Skeleton == other.Skeleton && one.Key[0] == other.Key[0]) || Kilometres(one, other) <= NearKilometres;

    /// <summary>Whether the one is the province that the other lies in: not shared for certain, and not apart.</summary>
    private static bool Holds(PlaceName one, PlaceName other) => one.Key.Length > 0 && one.Key == other.Province;

    private static bool Mentions(Weighed weighed, PlaceName place) => place.Stems.Count > 0 && HoldsAll(weighed.Hashes, place.Stems);

    private static bool HoldsAll(ulong[] hashes, IReadOnlyList<ulong> stems)
    {
        for (var i = 0; i < stems.Count; i++)
        {
            if (Array.BinarySearch(hashes, stems[i]) < 0)
                return false;
        }

        return true;
    }

    private static int CountOf(Weighed weighed, ulong stem) =>
        Array.BinarySearch(weighed.Hashes, stem) is var at && at >= 0 ? weighed.Edition.Count(Terms.Word(weighed.Profile.Words[at].Word)) : 0;

    /// <summary>Near enough for small distances; without coordinates, infinitely far. No trigonometry: its last digit is the machine's.</summary>
    private static double Kilometres(PlaceName one, PlaceName other)
    {
        if (one.Latitude is not { } south || other.Latitude is not { } north || one.Longitude is not { } west || other.Longitude is not { } east)
            return double.PositiveInfinity;
        const double KilometresOfADegree = 111.2;
        var (up, along) = (Math.Abs(south - north) * KilometresOfADegree, Math.Abs(west - east) * KilometresOfADegree);
        return Math.Max(up, along);
    }

    private void CompareActivityTypes()
    {
        var (a, b) = (A.Profile.ActivityTypes, B.Profile.ActivityTypes);
        if (a.Count == 0 || b.Count == 0)
            return;
        var (shared, all) = Common(a, A.ActivityTypes, b, B.ActivityTypes);
        this[Feature.TypeOverlap] = shared / (all - shared);
    }

    /// <summary>The weight of what two ordered lists have in common, and of both lists together.</summary>
    private static (double Shared, double All) Common(IReadOnlyList<string> a, double[] weights, IReadOnlyList<string> b, double[] others)
    {
        var (shared, all) = (0.0, 0.0);
        for (int i = 0, j = 0; i < a.Count || j < b.Count;)
        {
            var order = i == a.Count ? 1 : j == b.Count ? -1 : string.CompareOrdinal(a[i], b[j]);
            if (order == 0)
            {
                shared += weights[i];
                all += weights[i++] + others[j++];
            }
            else
            {
                all += order < 0 ? weights[i++] : others[j++];
            }
        }

        return (shared, all);
    }

    private void CompareBeneficiaries()
    {
        var (a, b) = (A.Profile.Beneficiaries, B.Profile.Beneficiaries);
        if (a.Count == 0 || b.Count == 0)
            return;
        var best = -1.0;
        for (var i = 0; i < a.Count; i++)
        {
            for (var j = 0; j < b.Count; j++)
            {
                var likeness = a[i].Key == b[j].Key ? 1 : Likeness(a[i].Words, A.Beneficiaries[i], b[j].Words, B.Beneficiaries[j]);
                if (likeness < best)
                    continue;
                var names = string.CompareOrdinal(a[i].Name, b[j].Name) <= 0 ? (One: a[i].Name, Other: b[j].Name) : (One: b[j].Name, Other: a[i].Name);
                if (likeness > best || IsBefore(names, Beneficiaries!.Value))
                    (best, Beneficiaries) = (likeness, names);
            }
        }

        // The same agency in two languages shares no word: that is no sign of two agencies.
        if (best > 0 || !OtherLanguage)
            this[Feature.BeneficiaryLikeness] = best;
    }

    private static bool IsBefore((string One, string Other) names, (string One, string Other) others) =>
        string.CompareOrdinal(names.One, others.One) is not 0 and var order ? order < 0 : string.CompareOrdinal(names.Other, others.Other) < 0;

    private static double Likeness(IReadOnlyList<string> one, double[] weights, IReadOnlyList<string> other, double[] otherWeights)
    {
        var (shared, all) = Common(one, weights, other, otherWeights);
        return all == 0 ? 0 : 2 * shared / all;
    }

    private void CompareParticipants()
    {
        var (a, b) = (A.Profile, B.Profile);
        Implementer = Rarest(a.Implementers, A.Implementers, b.Implementers);
        if (Implementer is { } implementer)
            this[Feature.ImplementerShared] = A.Edition.SurpriseOf(implementer.Count);
        else if (a.Implementers.Count > 0 && b.Implementers.Count > 0)
            this[Feature.ImplementersApart] = 1;

        Donor = Rarest(a.Donors, A.Donors, b.Donors);
        if (Donor is { } donor)
            this[Feature.DonorShared] = A.Edition.SurpriseOf(donor.Count);

        if (a.Owner == b.Owner)
            return;
        if (Names(a.Implementers, b.Owner) || Names(b.Implementers, a.Owner))
            this[Feature.OwnerImplements] = 1;
        if (Names(a.Donors, b.Owner) || Names(b.Donors, a.Owner))
            this[Feature.OwnerPays] = 1;
    }

    private static bool Names(IReadOnlyList<(string Key, string Name)> participants, string owner)
    {
        for (var i = 0; i < participants.Count; i++)
        {
            if (participants[i].Key == owner)
                return true;
        }

        return false;
    }

    /// <summary>The rarest that two lists, in the order of their keys, have in common.</summary>
    private static (string Name, int Count)? Rarest(IReadOnlyList<(string Key, string Name)> a, int[] counts, IReadOnlyList<(string Key, string Name)> b)
    {
        (string Name, int Count)? rarest = null;
        for (int i = 0, j = 0; i < a.Count && j < b.Count;)
        {
            var order = string.CompareOrdinal(a[i].Key, b[j].Key);
            if (order == 0 && (rarest is null || counts[i] < rarest.Value.Count))
                rarest = (First(a[i].Name, b[j].Name), counts[i]);
            if (order <= 0)
                i++;
            if (order >= 0)
                j++;
        }

        return rarest;
    }

    private void CompareTitles()
    {
        var titles = TitleAlignment.Of(A, B);
        this[Feature.TitleLikeness] = titles.Likeness;
        this[Feature.TitleCoverage] = titles.Coverage;
        this[Feature.TitleSurprise] = titles.Surprise;
        this[Feature.TitleConflict] = titles.Conflict;

        var (a, b) = (A.Profile.Title.Phases, B.Profile.Title.Phases);
        if (a.Count > 0 && b.Count > 0)
            this[a.Any(b.Contains) ? Feature.PhaseSame : Feature.PhaseOther] = 1;
        else if (a.Count + b.Count > 0)
        {
            var (numbered, text) = a.Count > 0 ? (a, B.Profile.TextPhases) : (b, A.Profile.TextPhases);
            if (numbered.Any(text.Contains))
                this[Feature.PhaseSame] = 1;
            else if (numbered[^1] > 1)
                this[Feature.PhaseUnmatched] = 1;
        }
    }

    private void CompareTexts()
    {
        double product = 0, rare = 0;
        var (hashes, others) = (A.Hashes, B.Hashes);
        for (int i = 0, j = 0; i < hashes.Length && j < others.Length;)
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
                var weight = A.Weights[i];
                product += weight * weight;
                if (weight > RareFrom && First(A.Profile.Words[i].Word, B.Profile.Words[j].Word) is var word && !Vocabulary.IsGeneric(word))
                    Keep(weight - RareFrom, word, A.Edition.Count(Terms.Word(word)));
                i++;
                j++;
            }
        }

        if (A.Profile.Script != B.Profile.Script)
            CompareNames();
        foreach (var weight in _rareWeights)
            rare += weight;

        var shorter = Math.Min(hashes.Length, others.Length);
        if (shorter >= FewestWords || rare > 0)
            this[Feature.RareShared] = rare;
        if (shorter >= FewestWords)
        {
            this[Feature.TextLikeness] = product / Math.Sqrt((A.SquaredLength * B.SquaredLength) + 1e-9);
            this[Feature.TextCoverage] = product / (Math.Min(A.SquaredLength, B.SquaredLength) + 1e-9);
        }
    }

    /// <summary>Across scripts, names are known by their consonants.</summary>
    private void CompareNames()
    {
        var (names, others) = (A.Profile.Names, B.Profile.Names);
        for (int i = 0, j = 0; i < names.Count && j < others.Count;)
        {
            var order = string.CompareOrdinal(names[i].Skeleton, others[j].Skeleton);
            if (order == 0 && names[i].Skeleton.Length >= ShortestName && A.Edition.Count(Terms.Name(names[i].Skeleton)) is var count && A.Edition.SurpriseOf(count) is var weight && weight > RareFrom
                && First(names[i].Word, others[j].Word) is var word && !IsKept(word))
            {
                Keep(weight - RareFrom, word, count);
            }

            if (order <= 0)
                i++;
            if (order >= 0)
                j++;
        }
    }

    /// <summary>A name that both write with the same letters has counted as a word already.</summary>
    private bool IsKept(string word) => RareWords.Any(kept => kept.Word == word);

    private void Keep(double weight, string word, int count)
    {
        for (var place = 0; place < MostRare; place++)
        {
            if (weight <= _rareWeights[place])
                continue;
            for (var below = MostRare - 1; below > place; below--)
                (_rareWeights[below], _rareWords[below]) = (_rareWeights[below - 1], _rareWords[below - 1]);
            (_rareWeights[place], _rareWords[place]) = (weight, (word, count));
            return;
        }
    }

    private void CompareAmounts()
    {
        var (a, b) = (A.Profile.Gifts, B.Profile.Gifts);
        var least = double.PositiveInfinity;
        for (var i = 0; i < a.Count; i++)
        {
            for (var j = 0; j < b.Count; j++)
            {
                var (one, other) = (a[i], b[j]);
                if (one.Currency != other.Currency || one.Donor != other.Donor)
                    continue;
                var gap = one.Amount == other.Amount ? 0 : Math.Abs(Arithmetic.Ln(Math.Max(one.Amount, other.Amount) / Math.Min(one.Amount, other.Amount)));
                if (gap >= least)
                    continue;
                (least, Gifts) = (gap, one.Amount <= other.Amount ? (one, other) : (other, one));
                this[Feature.AmountSame] = gap == 0 ? A.Gifts[i] : double.NaN;
            }
        }

        if (Gifts is not null)
            this[Feature.AmountGap] = least;
    }

    private void CompareReferences()
    {
        var (a, b) = (A.Profile, B.Profile);
        Number = Rarest(a.References, A.References, b.References);
        if (Number is { } number)
            this[Feature.NumberShared] = A.Edition.SurpriseOf(number.Count);
        if (a.Links.Count > 0)
            CompareLinks(a, b);
        if (b.Links.Count > 0)
            CompareLinks(b, a);
    }

    private void CompareLinks(Profile from, Profile to)
    {
        foreach (var (key, relation) in from.Links)
        {
            if (!to.Identifiers.Contains(key))
                continue;
            if (relation == Relation.ThirdParty)
                this[Feature.LinkThirdParty] = 1;
            else if (relation == Relation.CoFunded)
                this[Feature.LinkCoFunded] = 1;
        }
    }

    private static string First(string one, string other) => string.CompareOrdinal(one, other) <= 0 ? one : other;
}
