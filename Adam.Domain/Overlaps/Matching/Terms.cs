using System.Globalization;
using System.Numerics;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>The names of terms in the statistics: a letter for the kind of term, a colon, and the term.</summary>
internal static class Terms
{
    private const int MostDonors = 4;
    private const int MostPlaces = 4;
    private const int MostCountries = 4;

    /// <summary>The number of recipient countries from which on all of them together are a term.</summary>
    private const int SeveralCountries = 3;

    /// <summary>Half of the days of the years into which starts are divided.</summary>
    private const int HalfYear = 183;

    /// <summary>
    /// The natural logarithm of the ratio of two sums that may be one sum in two currencies, as in the comparison of
    /// amounts.
    /// </summary>
    private const double SumStep = 0.15;

    private const int DaysOfHalfAQuarter = 46;

    /// <summary>Returns the term of a word of title or description, by its stem.</summary>
    public static string Word(string word) => "w:" + Profile.StemOf(word);

    public static string TitleWord(string word) => "t:" + word;

    public static string WholeTitle(string signature) => "h:" + signature;

    public static string Name(string skeleton) => "s:" + skeleton;

    public static string Place(string key) => "p:" + key;

    public static string Beneficiary(string key) => "b:" + key;

    public static string Implementer(string key) => "i:" + key;

    public static string Donor(string key) => "d:" + key;

    /// <summary>
    /// Returns the terms of the acronyms of an organisation: those that it writes, and its initials.
    /// </summary>
    public static IEnumerable<string> OfAcronyms(Acronyms acronyms) =>
        acronyms.Written.Concat(acronyms.Initials).Select(letters => "c:" + letters);

    public static string Reference(string key) => "r:" + key;

    public static string ActivityType(string code) => "y:" + code;

    public static string Start(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"f:{day:yyyy-MM-dd}");

    public static string DonorAmount(DonorAmount amount) =>
        string.Create(CultureInfo.InvariantCulture, $"a:{amount.Currency}{amount.Amount}");

    /// <summary>
    /// Returns the terms of adjacent words of a title, by their first letters, in any order. Such a pair is rarer than
    /// either word, and equal for most abbreviations.
    /// </summary>
    public static IEnumerable<string> TitlePairs(Title title)
    {
        for (var i = 0; i + 1 < title.Words.Count; i++)
        {
            var (one, other) = (Beginning(title.Words[i]), Beginning(title.Words[i + 1]));
            yield return string.CompareOrdinal(one, other) <= 0 ? $"k:{one} {other}" : $"k:{other} {one}";
        }
    }

    /// <summary>Returns the terms of a place together with a beneficiary, which are rarer than either.</summary>
    public static IEnumerable<string> Posts(Profile profile) =>
        from place in profile.Places
        from beneficiary in profile.Beneficiaries
        select $"o:{place.Key} {beneficiary.Key}";

    /// <summary>
    /// Returns the terms of a donor together with a place, with the organisation that carries out or records the
    /// project, and with a subject. Each is rarer than the donor, and independent of the language.
    /// </summary>
    public static IEnumerable<string> Grants(Profile profile)
    {
        foreach (var donor in profile.Donors.Take(MostDonors))
        {
            foreach (var place in profile.Places.Take(MostPlaces))
                yield return $"x:{donor.Key} {(place.Skeleton.Length > 0 ? place.Skeleton : place.Key)}";
            foreach (var implementer in profile.Implementers.Take(MostPlaces))
                yield return $"v:{donor.Key} {implementer.Key}";
            if (profile.Owner != donor.Key)
                yield return $"v:{donor.Key} {profile.Owner}";
            for (var left = profile.Subjects; left != 0; left &= left - 1)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"u:{donor.Key} {BitOperations.TrailingZeroCount(left)}"
                );
        }
    }

    /// <summary>
    /// Returns the terms of a donor, or of the owner, together with the quarter in which the project starts, and with
    /// the quarter that begins half a quarter later: two records whose starts are 45 days apart share one of them. They
    /// are independent of all words.
    /// </summary>
    public static IEnumerable<string> Starts(Profile profile)
    {
        if (profile.Start is not { } start)
            yield break;
        var halves = start.DayNumber / DaysOfHalfAQuarter;
        foreach (
            var payer in profile.Donors.Take(MostDonors).Select(donor => donor.Key).Append(profile.Owner).Distinct()
        )
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"z:{payer} {halves / 2}");
            yield return string.Create(CultureInfo.InvariantCulture, $"z:{payer} {(halves + 1) / 2}'");
        }
    }

    /// <summary>
    /// Returns the term of a subject or an actor (<see cref="Vocabulary.Concepts"/>), by the number of its bit.
    /// </summary>
    public static string Concept(int bit) => string.Create(CultureInfo.InvariantCulture, $"j:{bit}");

    private static IEnumerable<string> Concepts(ulong concepts)
    {
        for (var left = concepts; left != 0; left &= left - 1)
            yield return Concept(BitOperations.TrailingZeroCount(left));
    }

    /// <summary>
    /// Returns the terms of a recipient country together with a donor and with a year of the start. Two institutions
    /// that tell one project without a common word still agree in them.
    /// </summary>
    public static IEnumerable<string> DonorYears(Profile profile) =>
        from country in profile.Countries.Take(MostCountries)
        from donor in profile.Donors.Take(MostDonors)
        from year in StartYears(profile)
        select string.Create(CultureInfo.InvariantCulture, $"e:{donor.Key} {country} {year}");

    /// <summary>
    /// Returns the terms of a recipient country together with a subject, an agency or a venue, and with a year of the
    /// start. They are independent of the language.
    /// </summary>
    public static IEnumerable<string> SubjectYears(Profile profile)
    {
        foreach (var country in profile.Countries.Take(MostCountries))
        {
            foreach (var year in StartYears(profile))
            {
                for (var left = profile.Subjects; left != 0; left &= left - 1)
                    yield return InYear(country, 's', BitOperations.TrailingZeroCount(left), year);
                for (var left = profile.Actors; left != 0; left &= left - 1)
                    yield return InYear(country, 'a', BitOperations.TrailingZeroCount(left), year);
            }
        }
    }

    /// <summary>
    /// Returns the terms of the sum that a donor gives, in US dollars. Sums that differ by less than
    /// <see cref="SumStep"/> have a term in common, because each has the terms of two steps.
    /// </summary>
    public static IEnumerable<string> DonorSums(Profile profile)
    {
        foreach (var (donor, amount) in profile.DollarAmounts.Take(MostDonors))
        {
            if (donor is null || amount <= 0)
                continue;
            var step = (int)Math.Floor(Arithmetic.Ln(amount) / SumStep);
            yield return string.Create(CultureInfo.InvariantCulture, $"$:{donor} {step}");
            yield return string.Create(CultureInfo.InvariantCulture, $"$:{donor} {step + 1}");
        }
    }

    /// <summary>
    /// Returns the two years, which begin half a year apart, that contain the start of a project; none if the start is
    /// unknown. Starts up to half a year apart have a year in common, and starts a year apart have none.
    /// </summary>
    private static int[] StartYears(Profile profile) =>
        profile.Start is { } start ? [start.DayNumber / HalfYear, (start.DayNumber / HalfYear) + 1] : [];

    /// <summary>
    /// Returns the terms of all recipient countries together with a year of the start, if there are at least
    /// <see cref="SeveralCountries"/>: few programmes are in the same five countries.
    /// </summary>
    public static IEnumerable<string> CountriesYears(Profile profile) =>
        profile.Countries.Count < SeveralCountries
            ? []
            : StartYears(profile)
                .Select(year =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"m:{string.Concat(profile.Countries.Order(StringComparer.Ordinal))} {year}"
                    )
                );

    private static string InYear(string country, char kind, int concept, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"n:{country} {kind}{concept} {year}");

    /// <summary>Returns all terms of a profile; a term may occur more than once.</summary>
    public static IEnumerable<string> AllOf(Profile profile) =>
        [
            .. profile.Words.Select(word => Word(word.Word)),
            .. profile.Title.Words.Select(TitleWord),
            WholeTitle(profile.Title.Signature),
            .. TitlePairs(profile.Title),
            .. profile.Names.Select(name => Name(name.Skeleton)),
            .. profile.Places.Select(place => Place(place.Key)),
            .. profile.Places.Where(place => place.Skeleton.Length > 0).Select(place => Name(place.Skeleton)),
            .. profile.Beneficiaries.Select(agency => Beneficiary(agency.Key)),
            .. profile.Beneficiaries.SelectMany(agency => OfAcronyms(agency.Acronyms)),
            .. profile.Implementers.Select(implementer => Implementer(implementer.Key)),
            .. profile.Donors.Select(donor => Donor(donor.Key)),
            .. profile.References.Select(reference => Reference(reference.Key)),
            .. profile.Identifiers.Select(Reference),
            .. profile.Links.Select(link => Reference(link.Key)),
            .. profile.ActivityTypes.Select(ActivityType),
            .. Concepts(profile.Subjects | profile.Actors),
            .. Posts(profile),
            .. Grants(profile),
            .. Starts(profile),
            .. DonorYears(profile),
            .. SubjectYears(profile),
            .. DonorSums(profile),
            .. CountriesYears(profile),
            .. profile.Start is { } start ? [Start(start)] : (string[])[],
            .. profile.DonorAmounts.Select(DonorAmount),
        ];

    private static string Beginning(string word) => word.Length <= 3 ? word : word[..3];
}
