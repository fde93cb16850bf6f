using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adam.Desk.Calls;

// The parts of the API's answers about questionnaires that pages show.

/// <summary>A text in a language (BCP 47).</summary>
public sealed record LocalText(string Language, string Text);

public sealed record Questionnaire
{
    public string Reference { get; init; } = "";

    /// <summary>The title, each language once; the first one is that of the form.</summary>
    public IReadOnlyList<LocalText> Title { get; init; } = [];
    public IReadOnlyList<string> Pillars { get; init; } = [];
    public IReadOnlyList<string> Implements { get; init; } = [];
    public string? Continues { get; init; }
    public IReadOnlyList<FormItem> Questions { get; init; } = [];
    public IReadOnlyList<FormChoice> Choices { get; init; } = [];
    public string State { get; init; } = "";
    public DateOnly? OpenedOn { get; init; }
    public DateOnly? DueOn { get; init; }

    /// <summary>The partners that are asked; null for a draft.</summary>
    public AskedPartners? Asked { get; init; }

    /// <summary>True if the questionnaire asks a partner.</summary>
    public bool Asks(string partner) => Asked?.Partners.Contains(partner) is true;
}

public sealed record AskedPartners(DateOnly On, int Count, IReadOnlyList<string> Partners);

/// <summary>The form of a partner, filled in with its answers, and else with what the register knows.</summary>
public sealed record PartnerForm(string Partner, string State, IReadOnlyList<FormItem> Items);

/// <summary>A row of a form: a question, a note, or the beginning or end of a group.</summary>
public sealed record FormItem
{
    public string Type { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>The name of the list of choices; null for none.</summary>
    public string? List { get; init; }
    public IReadOnlyList<LocalText> Label { get; init; } = [];
    public IReadOnlyList<LocalText> Hint { get; init; } = [];
    public bool Required { get; init; }

    /// <summary>True if everybody sees how the answers are distributed.</summary>
    public bool Open { get; init; }

    /// <summary>The condition under which it is asked, such as <c>${unit} = 'yes'</c>; null if it always is.</summary>
    public string? Relevant { get; init; }
    public IReadOnlyList<FormChoice> Choices { get; init; } = [];

    /// <summary>The answer as the API takes it; null if there is none.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>The source of an answer that the partner has not saved yet; null for none.</summary>
    public string? FilledFrom { get; init; }

    [JsonIgnore]
    public bool TakesAnswer => Type is not ("note" or "begin_group" or "end_group");
}

public sealed record FormChoice(string List, string Name, IReadOnlyList<LocalText> Label);

/// <summary>The answers of a partner, and the state of its response.</summary>
public sealed record PartnerResponse
{
    public string Partner { get; init; } = "";
    public string State { get; init; } = "";
    public IReadOnlyDictionary<string, JsonElement> Answers { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The day on which it was received; null if it counts as not received.</summary>
    public DateOnly? ReceivedOn { get; init; }
    public string? Note { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string UpdatedBy { get; init; } = "";
}

/// <summary>A partner that a questionnaire asks, and what it has done.</summary>
/// <param name="State">The state of its response; <c>none</c> if it has not begun one.</param>
public sealed record AskedPartner(
    string Partner,
    string Name,
    string Kind,
    string State,
    DateOnly? ReceivedOn,
    bool? IsOnTime
);

/// <summary>The answers to a questionnaire, counted: of all partners, and then of each group.</summary>
/// <param name="Responses">The number of responses counted; null if it would tell who has not answered.</param>
/// <param name="Withheld">True if the results of all partners or of the groups would tell it.</param>
public sealed record QuestionResults(
    IReadOnlyList<QuestionResult> Items,
    int? Responses,
    IReadOnlyList<ResultGroup> Groups,
    bool Withheld,
    string? NextCursor
);

/// <summary>A route or pillar, and how many of its partners have responded.</summary>
public sealed record ResultGroup(string Value, int Asked, int Responses);

/// <param name="Group">The route or pillar of the partners; null for all partners.</param>
public sealed record QuestionResult(
    string? Group,
    string Question,
    IReadOnlyList<LocalText> Label,
    int Values,
    int Unknown,
    int NotApplicable,
    int Unanswered,
    IReadOnlyList<ChoiceCount> Choices,
    decimal? Least,
    decimal? Median,
    decimal? Most
);

public sealed record ChoiceCount(string Name, int Count);

/// <summary>Answers to a question as they stood, which are evidence of the progress of a measure.</summary>
public sealed record Finding
{
    public string Questionnaire { get; init; } = "";
    public string Question { get; init; } = "";
    public IReadOnlyList<LocalText> Label { get; init; } = [];
    public DateOnly AsOf { get; init; }
    public int Asked { get; init; }
    public int Responses { get; init; }
    public decimal Rate { get; init; }
    public int Values { get; init; }
    public int Unknown { get; init; }
    public int NotApplicable { get; init; }
    public int Unanswered { get; init; }
    public IReadOnlyList<FindingChoice> Choices { get; init; } = [];
    public decimal? Least { get; init; }
    public decimal? Median { get; init; }
    public decimal? Most { get; init; }

    /// <summary>The meaning of the answers for the progress, in the words of the analyst.</summary>
    public string Text { get; init; } = "";
    public string Partner { get; init; } = "";
    public DateTimeOffset WrittenAt { get; init; }
}

public sealed record FindingChoice(string Name, IReadOnlyList<LocalText> Label, int Count);

/// <summary>The progress of a measure, of which a page shows the evidence from questionnaires.</summary>
public sealed record MeasureProgress(IReadOnlyList<Finding> Findings);

/// <summary>The rates of responses on a day.</summary>
/// <param name="Withheld">The questionnaires whose numbers would tell who has not answered.</param>
public sealed record ResponseRates(
    IReadOnlyList<ResponseRate> Items,
    ResponseRate Totals,
    AnsweringPartners Partners,
    DateOnly On,
    IReadOnlyList<string> Withheld
);

public sealed record ResponseRate(
    string? Value,
    int Expected,
    int Received,
    int ReceivedOnTime,
    decimal? Rate,
    decimal? RateOnTime,
    IReadOnlyList<AskedOn> Asked
);

/// <summary>The denominator of a rate: how many partners of which day a questionnaire asks.</summary>
public sealed record AskedOn(string Questionnaire, DateOnly On, int Partners);

public sealed record AnsweringPartners(int Asked, int? Answered, decimal? Rate);
