using System.Text;

namespace Adam.Domain.Text;

/// <summary>
/// Transliterates folded Cyrillic, Greek and Arabic (Persian, Dari, Tajik) words to Latin letters, and Arabic digits,
/// so that a name can be recognised in another script. The result is for comparison only and is never shown to readers.
/// </summary>
public static class LatinFolding
{
    private const int ConsonantsAfterVowel = 3;
    private const int LongestOnStack = 64;

    private static readonly Dictionary<char, string> Letters = Table(
        "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts "
            + "ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i є=e ґ=g ј=j "
            + "љ=lj њ=nj ћ=c ђ=dj џ=dz қ=k ғ=g ҳ=h ҷ=j ӣ=i ӯ=u ң=n ө=o ү=u ұ=u һ=h ә=a "
            + "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o "
            + "ا=a آ=a أ=a إ=i ب=b پ=p ت=t ث=s ج=j چ=ch ح=h خ=kh د=d ذ=z ر=r ز=z ژ=zh س=s ش=sh ص=s ض=z ط=t ظ=z ع= "
            + "غ=gh ف=f ق=q ک=k گ=g ل=l م=m ن=n و=w ه=h ی=y ة=h ء= ئ=y ؤ=w "
            + "۰=0 ۱=1 ۲=2 ۳=3 ۴=4 ۵=5 ۶=6 ۷=7 ۸=8 ۹=9 ٠=0 ١=1 ٢=2 ٣=3 ٤=4 ٥=5 ٦=6 ٧=7 ٨=8 ٩=9"
    );

    /// <summary>
    /// Returns a folded text in which every letter with a Latin counterpart is replaced by it. Other letters, for
    /// example Chinese, are kept.
    /// </summary>
    public static string Write(string folded)
    {
        var at = 0;
        while (at < folded.Length && folded[at] < 'Ͱ')
            at++;
        if (at == folded.Length)
            return folded;

        var written = new StringBuilder(folded.Length + 8).Append(folded, 0, at);
        foreach (var letter in folded.AsSpan(at))
        {
            if (Letters.TryGetValue(letter, out var latin))
                written.Append(latin);
            else
                written.Append(letter);
        }

        return written.ToString();
    }

    /// <summary>
    /// Returns the consonants of a Latin word, as far as scripts agree on them: "Kulob", "Куляб" and "کولاب" are all
    /// <c>klb</c>. As in American Soundex (R. C. Russell, US patent 1,261,167, 1918), the first letter is kept, and
    /// vowels, h, w and y are removed. Unlike Soundex, the consonants are not classified and all are kept, because
    /// names of places are short. Equal ones count once, also with vowels between them. Some rules are our own, from
    /// names in Russian, Tajik, Persian and Uzbek: q and c count as k, but the c of ch as s, as in French and German;
    /// kh and x count as h; w counts as v, which is removed too; dz, dj and zh count as j; and a vowel at the beginning
    /// counts as a if at least three consonants follow ("Ishkashim" and "Eshkashim").
    /// </summary>
    public static string Skeleton(string word)
    {
        Span<char> skeleton = word.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[word.Length];
        var length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var letter = word[i] switch
            {
                'c' when i + 1 < word.Length && word[i + 1] == 'h' => 's',
                'k' when i + 1 < word.Length && word[i + 1] == 'h' => 'h',
                'x' => 'h',
                'q' or 'c' => 'k',
                'z' when i + 1 < word.Length && word[i + 1] == 'h' => 'j',
                'w' => 'v',
                var other => other,
            };
            if (i > 0 && letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'h' or 'v')
                continue;
            if (letter is 'z' or 'j' && length > 0 && skeleton[length - 1] == 'd')
                skeleton[length - 1] = 'j'; // Russian writes the j of "Panj" as d and zh
            else if (length == 0 || skeleton[length - 1] != letter)
                skeleton[length++] = letter;
        }

        if (length > ConsonantsAfterVowel && skeleton[0] is 'e' or 'i' or 'o' or 'u')
            skeleton[0] = 'a';
        return new(skeleton[..length]);
    }

    private static Dictionary<char, string> Table(string letters) =>
        letters.Split(' ').DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[2..]);
}
