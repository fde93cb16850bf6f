using System.Globalization;
using System.Resources;
using System.Text;
using Adam.Domain.CodeLists;

namespace Adam.Domain.Sentences;

/// <summary>
/// The texts of sentences in one language, from the resource files beside this one, which a translator edits. A text
/// has values in the place of <c>{0}</c>, <c>{1}</c> …
/// </summary>
public sealed class SentenceTexts
{
    private readonly CultureInfo _culture;

    private SentenceTexts(string language, string culture) =>
        (Language, _culture) = (language, CultureInfo.GetCultureInfo(culture));

    public static SentenceTexts English { get; } = new(CountryNames.English, "");

    /// <summary>The languages of sentences, English first.</summary>
    public static IReadOnlyList<SentenceTexts> Languages { get; } = [English, new("ru", "ru-RU")];

    internal static ResourceManager Resources { get; } =
        new("Adam.Domain.Sentences.Sentences", typeof(SentenceTexts).Assembly);

    /// <summary>The code of the language (ISO 639-1).</summary>
    public string Language { get; }

    /// <summary>Returns a sentence in this language.</summary>
    public string StateOf(Sentence sentence)
    {
        var reader = new Sentence.Reader(sentence.Code);
        var text = new StringBuilder();
        while (!reader.IsAtEnd)
        {
            var clause = Clause(ref reader);
            // A clause that begins with a mark goes on with the one before it.
            if (text.Length > 0 && clause is not [',' or '.', ..])
                text.Append("; ");
            text.Append(clause);
            reader.Skip(';');
        }

        if (text.Length > 0)
            text[0] = char.ToUpper(text[0], _culture);
        return text.Append('.').ToString();
    }

    private string Clause(ref Sentence.Reader reader)
    {
        var name = reader.Text();
        var values = new List<object>();
        if (reader.Skip('('))
        {
            do
            {
                values.Add(Value(ref reader));
            } while (reader.Skip(','));
            reader.Skip(')');
        }

        var text =
            Resources.GetString(name, _culture) ?? throw new KeyNotFoundException($"No sentence has the name {name}.");
        return values.Count == 0 ? text : string.Format(_culture, text, [.. values]);
    }

    private string Value(ref Sentence.Reader reader)
    {
        if (reader.Skip('['))
            return List(ref reader);
        if (reader.Skip('{'))
        {
            var clause = Clause(ref reader);
            reader.Skip('}');
            return clause;
        }

        var text = reader.Text();
        var value = text[1..];
        return text[0] switch
        {
            'c' => CountryNames.Name(value, Language) ?? value,
            'w' => Resources.GetString(value, _culture) ?? value[(value.IndexOf('.', StringComparison.Ordinal) + 1)..],
            'n' or 'm' => decimal.Parse(value, CultureInfo.InvariantCulture).ToString("#,0.####", _culture),
            'p' => Format("percent", long.Parse(value, CultureInfo.InvariantCulture)),
            'd' => Format("day", DateOnly.ParseExact(value, "O", CultureInfo.InvariantCulture)),
            _ => value,
        };
    }

    private string Format(string name, object value) =>
        string.Format(_culture, Resources.GetString(name, _culture)!, value);

    private string List(ref Sentence.Reader reader)
    {
        var values = new List<string>();
        while (!reader.Skip(']'))
        {
            values.Add(Value(ref reader));
            reader.Skip(',');
        }

        return values.Count <= 1
            ? string.Concat(values)
            : string.Format(
                _culture,
                Resources.GetString("and", _culture)!,
                string.Join(", ", values[..^1]),
                values[^1]
            );
    }
}
