using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the places of two projects, and the places of each with the text of the other.</summary>
/// <param name="Shared">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of <paramref name="Rarest"/>; NaN if there
/// is none.
/// </param>
/// <param name="Apart">
/// 1 if both name places, share none, and no place of one may contain a place of the other, as a province contains its
/// towns; less than 1 if they are near each other; else NaN.
/// </param>
/// <param name="Rarest">The rarest place that both name; null if there is none.</param>
internal readonly record struct PlaceComparison(double Shared, double Apart, SharedTerm? Rarest)
{
    /// <summary>The maximum distance in kilometres of two places that count as the same.</summary>
    private const double NearKilometres = 3;

    /// <summary>The distance in kilometres from which places with coordinates are certainly different.</summary>
    private const double FarKilometres = 30;

    private const double KilometresOfADegree = 111.2;

    public static PlaceComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (places, others) = (a.Profile.Places, b.Profile.Places);
        var (content, rarest) = (-1.0, default(SharedTerm));
        var apart = places.Length > 0 && others.Length > 0 ? 1.0 : double.NaN;
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j < others.Length; j++)
            {
                if (IsSame(places[i], others[j]))
                    Consider(places[i].Name, others[j].Name, Math.Max(a.Places[i], b.Places[j]));
                else if (MayContain(places[i], others[j]) || MayContain(others[j], places[i]))
                    apart = double.NaN;
                else
                    apart = Math.Min(apart, Kilometres(places[i], others[j]) / FarKilometres);
            }
        }

        for (var i = 0; i < places.Length; i++)
        {
            if (IsNamedBy(b, places[i]))
                Consider(places[i].Name, places[i].Name, Math.Max(a.Places[i], CountOfRarestWord(places[i], a, b)));
        }

        for (var j = 0; j < others.Length; j++)
        {
            if (IsNamedBy(a, others[j]))
                Consider(others[j].Name, others[j].Name, Math.Max(b.Places[j], CountOfRarestWord(others[j], a, b)));
        }

        return content >= 0 ? new(content, double.NaN, rarest) : new(double.NaN, apart, null);

        void Consider(string one, string other, int count)
        {
            var (found, name) = (a.TermStatistics.InformationContentOf(count), SharedTerm.Spelling(one, other));
            if (found > content || (found == content && string.CompareOrdinal(name, rarest.Name) < 0))
                (content, rarest) = (found, new(name, count));
        }
    }

    private static bool IsSame(PlaceName one, PlaceName other) =>
        (one.Key == other.Key && one.Key.Length > 0)
        || (one.Skeleton.Length > 0 && one.Skeleton == other.Skeleton && HaveOneBeginning(one.Key, other.Key))
        || IsPartOfName(one, other)
        || IsPartOfName(other, one)
        || Kilometres(one, other) <= NearKilometres;

    /// <summary>
    /// Returns true if two names begin alike: with the same letter, or with letters of equal skeletons, such as two
    /// vowels, or q and k.
    /// </summary>
    private static bool HaveOneBeginning(string one, string other) =>
        one[0] == other[0]
        || (LatinFolding.Skeleton(one) is var skeleton && (skeleton[0] != one[0] || skeleton[0] != other[0]));

    /// <summary>Returns true if a name contains all words of the other: "Panj" and "Nizhny Panj".</summary>
    private static bool IsPartOfName(PlaceName one, PlaceName other)
    {
        if (one.Stems.Length == 0 || one.Stems.Length >= other.Stems.Length || one.IsProvince != other.IsProvince)
            return false;
        for (var i = 0; i < one.Stems.Length; i++)
        {
            if (!other.Stems.Contains(one.Stems[i]))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Returns true if a place is or may be the province of the other: by the name of the province in the other record,
    /// or because that record names none. The two are then neither shared nor apart.
    /// </summary>
    private static bool MayContain(PlaceName one, PlaceName other) =>
        one.Key.Length > 0
        && (one.Key == other.Province || (one.IsProvince && !other.IsProvince && other.Province.Length == 0));

    /// <summary>Returns true if the text of a record contains every word of a place's name.</summary>
    private static bool IsNamedBy(WeightedProfile record, PlaceName place)
    {
        for (var i = 0; i < place.Stems.Length; i++)
        {
            if (SortedLists.IndexOf(record.Hashes, place.Stems[i]) < 0)
                return false;
        }

        return place.Stems.Length > 0;
    }

    /// <summary>Returns the number of projects that use the rarest word of a place's name.</summary>
    private static int CountOfRarestWord(PlaceName place, WeightedProfile a, WeightedProfile b)
    {
        var least = int.MaxValue;
        foreach (var stem in place.Stems)
            least = Math.Min(least, Math.Max(CountOf(a, stem), CountOf(b, stem)));
        return least;
    }

    /// <summary>
    /// Returns the number of projects that use a word of a record; 0 if the record does not contain it.
    /// </summary>
    private static int CountOf(WeightedProfile record, ulong stem)
    {
        var at = SortedLists.IndexOf(record.Hashes, stem);
        return at < 0 ? 0 : record.Counts[at];
    }

    /// <summary>
    /// Returns the larger of the distances along a meridian and along the equator; infinity without coordinates. This
    /// is accurate enough for 3 km, although degrees of longitude are shorter outside the equator. It avoids
    /// trigonometry, because the last digit of its results differs between machines.
    /// </summary>
    private static double Kilometres(PlaceName one, PlaceName other)
    {
        if (
            one.Latitude is not { } latitude
            || other.Latitude is not { } otherLatitude
            || one.Longitude is not { } longitude
            || other.Longitude is not { } otherLongitude
        )
            return double.PositiveInfinity;

        return Math.Max(
            Math.Abs(latitude - otherLatitude) * KilometresOfADegree,
            Math.Abs(longitude - otherLongitude) * KilometresOfADegree
        );
    }
}
