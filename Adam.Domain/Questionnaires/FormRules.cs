namespace Adam.Domain.Questionnaires;

/// <summary>A fault of a form.</summary>
/// <param name="IsChoice">True if a choice has it, false if a question does.</param>
/// <param name="Index">The index of the question or choice.</param>
/// <param name="Member">The member, by its name in JSON.</param>
/// <param name="Reason">The value and the correction.</param>
/// <param name="IsMissing">True if a value is missing, false if it is wrong.</param>
public sealed record FormFault(bool IsChoice, int Index, string Member, string Reason, bool IsMissing = false);

/// <summary>Decides if questions and choices are a form. The same rules hold for JSON and for spreadsheets.</summary>
public static class FormRules
{
    /// <summary>Returns every fault, in the order of the rows.</summary>
    public static IReadOnlyList<FormFault> Check(IReadOnlyList<Question> questions, IReadOnlyList<Choice> choices) =>
        [.. new Checking(questions, choices).Run()];

    private sealed class Checking(IReadOnlyList<Question> questions, IReadOnlyList<Choice> choices)
    {
        private readonly Dictionary<string, Question> _named = new(StringComparer.Ordinal);
        private readonly ILookup<string, string> _lists = choices.ToLookup(
            choice => choice.List,
            choice => choice.Name,
            StringComparer.Ordinal
        );

        public IEnumerable<FormFault> Run()
        {
            var groups = new Stack<int>();
            foreach (var (i, question) in questions.Index())
            {
                foreach (var (member, reason, isMissing) in Faults(question))
                    yield return new(false, i, member, reason, isMissing);
                if (question.Type == QuestionType.BeginGroup)
                    groups.Push(i);
                else if (question.Type == QuestionType.EndGroup && !groups.TryPop(out _))
                    yield return new(false, i, "type", "No group is open here. Leave the end out.");
                if (question.Type != QuestionType.EndGroup)
                    _named.TryAdd(question.Name, question);
            }

            foreach (var i in groups)
                yield return new(
                    false,
                    i,
                    "type",
                    $"The group '{questions[i].Name}' has no end. Add a row of the type end_group."
                );
            foreach (var fault in Choices())
                yield return fault;
        }

        private IEnumerable<(string Member, string Reason, bool IsMissing)> Faults(Question question)
        {
            var isEnd = question.Type == QuestionType.EndGroup;
            if (!isEnd && question.Name.Length == 0)
                yield return ("name", "A question needs a name.", true);
            else if (!isEnd && !Question.IsName(question.Name))
                yield return (
                    "name",
                    $"'{question.Name}' is no name: a letter or underscore, then letters, digits, hyphens, dots and "
                        + $"underscores, at most {Question.MaxNameLength}.",
                    false
                );
            else if (!isEnd && _named.ContainsKey(question.Name))
                yield return (
                    "name",
                    $"Another question has the name '{question.Name}'. Give this one another.",
                    false
                );
            if (question.Label.Count == 0 && (question.TakesAnswer || question.Type == QuestionType.Note))
                yield return ("label", "A question needs a label, in at least one language.", true);
            if (question.HasChoices && question.List is null)
                yield return ("list", "Name the list of choices.", true);
            else if (question.HasChoices && !_lists.Contains(question.List!))
                yield return ("list", $"There is no choice of a list '{question.List}'. Add its choices.", false);
            else if (!question.HasChoices && question.List is not null)
                yield return ("list", "Only select_one and select_multiple have a list. Leave it out.", false);
            if (question.Required && !question.TakesAnswer)
                yield return ("required", "This takes no answer, so none can be required. Leave it out.", false);
            if (
                question.Relevant is { } relevant
                && (isEnd ? "It stands at the beginning of the group." : Wrong(relevant)) is { } wrong
            )
                yield return ("relevant", wrong, false);
            if (question.Prefill is not null && !question.TakesAnswer)
                yield return ("prefill", "This takes no answer, so none can be filled in. Leave it out.", false);
            else if (
                question.Prefill is Prefill.Projects or Prefill.Measures
                && question.Type is not (QuestionType.Text or QuestionType.WholeNumber)
            )
                yield return (
                    "prefill",
                    "projects and measures fill in a text, the list of them, or an integer, their number.",
                    false
                );
            if (question.Open && !question.TakesAnswer)
                yield return ("open", "This takes no answer, so none can be seen. Leave it out.", false);
            else if (question.Open && question.Prefill == Prefill.Projects)
                yield return (
                    "open",
                    "Projects can be restricted, so answers that are filled in from them are not open. Leave one out.",
                    false
                );
        }

        /// <summary>Returns why a condition cannot be tested; null if it can.</summary>
        private string? Wrong(Relevance relevant)
        {
            if (!_named.TryGetValue(relevant.Question, out var asked))
                return $"There is no earlier question '{relevant.Question}'.";
            if (!asked.TakesAnswer)
                return $"'{relevant.Question}' takes no answer.";
            if (asked.Type == QuestionType.SelectMultiple)
                return $"'{relevant.Question}' can have several choices, which '=' does not compare. Ask for one.";
            if (asked.HasChoices && asked.List is { } list && _lists.Contains(list))
                return _lists[list].Contains(relevant.Value, StringComparer.Ordinal)
                    ? null
                    : $"'{relevant.Value}' is no choice of '{relevant.Question}'. Known are "
                        + $"{string.Join(", ", _lists[list].Take(20))}.";
            return Answer.Parse(asked, [], relevant.Value) is { } value && value.Values[0] == relevant.Value
                ? null
                : $"'{relevant.Value}' cannot be the answer to '{relevant.Question}'.";
        }

        private IEnumerable<FormFault> Choices()
        {
            var known = new HashSet<(string, string)>();
            foreach (var (i, choice) in choices.Index())
            {
                if (!Choice.IsName(choice.List))
                    yield return new(true, i, "list", NoName(choice.List), choice.List.Length == 0);
                if (!Choice.IsName(choice.Name))
                    yield return new(true, i, "name", NoName(choice.Name), choice.Name.Length == 0);
                else if (!known.Add((choice.List, choice.Name)))
                    yield return new(true, i, "name", $"The list '{choice.List}' has '{choice.Name}' already.");
                if (choice.Label.Count == 0)
                    yield return new(true, i, "label", "A choice needs a label, in at least one language.", true);
            }
        }

        private static string NoName(string text) =>
            text.Length == 0
                ? "This is missing, and must be given."
                : $"'{text}' is no name: letters, digits, hyphens, dots and underscores, at most "
                    + $"{Question.MaxNameLength}.";
    }
}
