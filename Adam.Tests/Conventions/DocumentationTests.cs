using System.Text.RegularExpressions;

namespace Adam.Tests.Conventions;

/// <summary>Pages have one sentence on a line, so that a change of a sentence is a change of one line.</summary>
public sealed partial class DocumentationTests
{
    [Test]
    public void Pages_have_one_sentence_on_a_line() =>
        Assert.That(
            SourceFiles
                .Read("*.md")
                .SelectMany(file => Violations(file.Lines).Select(violation => $"{file.Path}:{violation}"))
                .Take(50),
            Is.Empty
        );

    [TestCase("One. Two.", false)]
    [TestCase("One (see 3.1). Two.", false)]
    [TestCase("Of e.g. Tajikistan.", true)]
    [TestCase("- An item without an end", true)]
    [TestCase("It ends `here.` and goes on.", true)]
    public void Rule_finds_two_sentences_on_a_line(string line, bool isRight) =>
        Assert.That(Violations([line]).Any(), Is.EqualTo(!isRight));

    private static IEnumerable<string> Violations(string[] lines)
    {
        var isCode = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else if (!isCode && IsText(lines[i]))
            {
                if (HasTwoSentences(lines[i]))
                    yield return $"{i + 1}: two sentences: {lines[i].Trim()}";
                if (
                    i + 1 < lines.Length
                    && IsText(lines[i + 1])
                    && !ListItem().IsMatch(lines[i + 1])
                    && !EndsSentence().IsMatch(Plain(lines[i]))
                )
                    yield return $"{i + 1}: the sentence goes on in the next line: {lines[i].Trim()}";
            }
        }
    }

    private static bool IsText(string line) =>
        line.Trim().Length > 0
        && !NoText().IsMatch(line)
        && !line.TrimStart().StartsWith("```", StringComparison.Ordinal);

    private static bool HasTwoSentences(string line)
    {
        var text = Plain(ListItem().Replace(line, ""));
        return SentenceEnd().Matches(text).Any(end => !Abbreviation().IsMatch(text[..(end.Index + 1)]));
    }

    private static string Plain(string line) => Link().Replace(CodeSpan().Replace(line, "x"), "[$1]");

    // Headings, tables, comments, rules and empty quotations.
    [GeneratedRegex(@"^\s*(#|\||<!--|---|>\s*$|!\[|<)")]
    private static partial Regex NoText();

    [GeneratedRegex(@"^\s*([-*+]|\d+\.)\s+")]
    private static partial Regex ListItem();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[.!?][)""'”’*_]*\s+(?=[""'“‘(*_\[]*[A-Z0-9`«§])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(
        @"((^|\[)\d+|e\.g|i\.e|etc|cf|vs|No|approx|incl|U\.S|Dept|art|pp?|vol|ed|al|St|Mr|Ms|Dr|(^|[ (.])[A-Z])\.$"
    )]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"[.!?:][)""'”’*_\]]*$")]
    private static partial Regex EndsSentence();
}
