using System.Buffers;
using System.Globalization;
using System.Text;

namespace Adam.Domain.Sentences;

/// <summary>
/// A sentence of clauses with values, which can be stated in each of <see cref="SentenceTexts.Languages"/>.
/// </summary>
/// <param name="Code">
/// The clauses in a form that is stored: <c>name(value,value);name</c>. A value is a letter for its kind and its text,
/// a list of values in brackets, or a clause in braces.
/// </param>
public sealed record Sentence(string Code)
{
    private const char Escape = '^';
    private const string Marks = "(),;[]{}^";

    private static readonly SearchValues<char> Marked = SearchValues.Create(Marks);

    /// <summary>Returns a sentence of clauses.</summary>
    public static Sentence Create(params IEnumerable<string> clauses) => new(string.Join(';', clauses));

    /// <summary>Returns a clause.</summary>
    /// <param name="name">The name of its text in the resource files.</param>
    /// <param name="values">Its values, as the methods of this class return them.</param>
    public static string Clause(string name, params IReadOnlyList<string> values) =>
        values.Count == 0 ? name : $"{name}({string.Join(',', values)})";

    /// <summary>Returns a text that is the same in each language, such as a name.</summary>
    public static string Verbatim(string text) => Value('t', text);

    /// <summary>Returns a country.</summary>
    /// <param name="code">ISO 3166-1 alpha-2.</param>
    public static string Country(string code) => Value('c', code);

    /// <summary>Returns a partner by its code, or an organisation by its name.</summary>
    public static string Organisation(string codeOrName) =>
        codeOrName.Length == 2 ? Country(codeOrName) : Verbatim(codeOrName);

    /// <summary>Returns a code that has a name in the resource files: <c>list.code</c>.</summary>
    public static string Named(string list, string code) => Value('w', $"{list}.{code}");

    public static string Number(long number) => Value('n', number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns a number with the decimals that it has, at most four.</summary>
    public static string Amount(decimal amount) => Value('m', amount.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns a number of hundredths.</summary>
    public static string Percent(long percent) => Value('p', percent.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns a year, which is written without separators.</summary>
    public static string Year(int year) => Value('t', year.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns a day, which each language writes in its own way.</summary>
    public static string Day(DateOnly day) => Value('d', day.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Returns values in a list: “one, two and three”.</summary>
    public static string List(IEnumerable<string> values) => $"[{string.Join(',', values)}]";

    /// <summary>Returns a clause as a value of another one.</summary>
    public static string Part(string name, params IReadOnlyList<string> values) => $"{{{Clause(name, values)}}}";

    /// <summary>Returns the sentence in English.</summary>
    public override string ToString() => SentenceTexts.English.StateOf(this);

    private static string Value(char kind, string text)
    {
        if (!text.AsSpan().ContainsAny(Marked))
            return kind + text;

        var escaped = new StringBuilder(text.Length + 8).Append(kind);
        foreach (var character in text)
        {
            if (Marks.Contains(character, StringComparison.Ordinal))
                escaped.Append(Escape);
            escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Reads the form in which sentences are stored.</summary>
    internal ref struct Reader(ReadOnlySpan<char> code)
    {
        private readonly ReadOnlySpan<char> _code = code;
        private int _at;

        public readonly bool IsAtEnd => _at >= _code.Length;

        /// <summary>Reads a mark if it is the next character.</summary>
        public bool Skip(char mark)
        {
            if (IsAtEnd || _code[_at] != mark)
                return false;

            _at++;
            return true;
        }

        /// <summary>Reads the text until the next mark, without escapes.</summary>
        public string Text()
        {
            var text = new StringBuilder();
            while (!IsAtEnd && (_code[_at] == Escape || !Marks.Contains(_code[_at], StringComparison.Ordinal)))
            {
                if (_code[_at] == Escape)
                    _at++;
                text.Append(_code[_at++]);
            }

            return text.ToString();
        }
    }
}
