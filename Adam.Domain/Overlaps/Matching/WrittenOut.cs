using System.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The acronyms that a record writes, and the initials of its words in order, to find what the acronyms of another
/// record stand for: "ASCA" for "Agency for Seized and Confiscated Assets", and not for "seized assets".
/// </summary>
internal sealed class WrittenOut
{
    private const int Shortest = 3;
    private const int Longest = 7;

    /// <summary>The number of letters from which the initials of words without capitals are no chance.</summary>
    private const int Certain = 4;

    /// <summary>The number of words of one record whose initials are compared.</summary>
    private const int MostWords = 400;

    private const char Break = ' ';

    private readonly Run[] _runs;

    private WrittenOut((ulong Hash, string Word)[] acronyms, Run[] runs) => (Acronyms, _runs) = (acronyms, runs);

    /// <summary>The words in capitals, each once, in ordinal order, with the hashes of their stems.</summary>
    public (ulong Hash, string Word)[] Acronyms { get; }

    /// <param name="named">
    /// The title and the names, in which three letters suffice; in a description, three words need capitals.
    /// </param>
    public static WrittenOut FromTexts(IEnumerable<List<Token>> named, List<Token> description)
    {
        var acronyms = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
        var (all, content) = (new Initials(), new Initials());
        foreach (var tokens in named)
            Add(tokens, isName: true);
        Add(description, isName: false);
        return new([.. acronyms.Select(one => (one.Value, one.Key))], [all.ToRun(), content.ToRun()]);

        void Add(List<Token> tokens, bool isName)
        {
            var isInCapitals = tokens.Count > 2 && tokens.TrueForAll(token => token.Capitals || token.Script == 'd');
            foreach (var token in tokens)
            {
                if (token.Before is not (' ' or '-' or '\'' or '’' or '"' or '«' or '“'))
                {
                    all.End();
                    content.End();
                }

                if (token.Capitals && !isInCapitals && token.Word.Length is >= Shortest and <= Longest)
                    acronyms.TryAdd(token.Word, Hash.Compute(Profile.StemOf(token.Word)));
                all.Add(token, isName);
                if (!Vocabulary.IsFunction(token))
                    content.Add(token, isName);
            }

            all.End();
            content.End();
        }
    }

    /// <summary>
    /// Returns the hashes of the stems of the words that an acronym stands for in this record; none if it does not
    /// write them.
    /// </summary>
    public ReadOnlySpan<ulong> Find(string acronym)
    {
        foreach (var run in _runs)
        {
            for (
                var at = run.Letters.IndexOf(acronym, StringComparison.Ordinal);
                at >= 0;
                at = run.Letters.IndexOf(acronym, at + 1, StringComparison.Ordinal)
            )
            {
                if (acronym.Length >= Certain || run.AreNames(at, acronym.Length))
                    return run.Stems.AsSpan(at, acronym.Length);
            }
        }

        return [];
    }

    /// <summary>The initials of words in order, with the stem of each word, and whether it is part of a name.</summary>
    private sealed record Run(string Letters, ulong[] Stems, bool[] IsOfName)
    {
        public bool AreNames(int at, int length) => !IsOfName.AsSpan(at, length).Contains(false);
    }

    private sealed class Initials
    {
        private readonly StringBuilder _letters = new();
        private readonly List<ulong> _stems = [];
        private readonly List<bool> _isOfName = [];

        public void Add(Token token, bool isName)
        {
            if (_letters.Length >= MostWords)
                return;
            Add(Matching.Acronyms.Initial(token) is [var letter, ..] ? letter : Break, token, isName);
        }

        public void End()
        {
            if (_letters.Length > 0 && _letters[^1] != Break)
                Add(Break, default, isName: false);
        }

        public Run ToRun() => new(_letters.ToString(), [.. _stems], [.. _isOfName]);

        private void Add(char letter, Token token, bool isName)
        {
            _letters.Append(letter);
            _stems.Add(token.Word is null ? 0 : Hash.Compute(Profile.StemOf(token.Word)));
            _isOfName.Add(isName || token.Capital);
        }
    }
}
