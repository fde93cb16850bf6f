using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Records;

namespace Adam.Domain.Questionnaires;

/// <summary>The states of questionnaires.</summary>
public enum QuestionnaireState
{
    /// <summary>It can be changed, and takes no responses.</summary>
    Draft = 1,

    /// <summary>It takes responses.</summary>
    Open = 2,

    /// <summary>It takes the responses that were begun, and no new ones.</summary>
    Closing = 3,

    /// <summary>It takes no responses.</summary>
    Closed = 4,
}

/// <summary>The partners that are asked: each condition narrows the members of the partnership.</summary>
/// <param name="Kinds">The kinds of partners; empty for all.</param>
/// <param name="Routes">Codes of routes on which the countries lie; empty for no condition.</param>
/// <param name="Partners">Codes of partners; empty for all.</param>
public sealed record Audience(
    IReadOnlyList<PartnerKind> Kinds,
    IReadOnlyList<string> Routes,
    IReadOnlyList<string> Partners
)
{
    public static Audience Everybody { get; } = new([], [], []);

    public bool Includes(Partner partner) =>
        (Kinds.Count == 0 || Kinds.Contains(partner.Kind))
        && (Partners.Count == 0 || Partners.Contains(partner.Code, StringComparer.Ordinal))
        && (Routes.Count == 0 || Routes.Any(code => LiesOn(code, partner)));

    /// <summary>Returns true if a partner is a country on a route.</summary>
    public static bool LiesOn(string route, Partner partner) =>
        partner.Kind == PartnerKind.Country
        && Route.Find(route)?.Countries.Any(country => country.Country == partner.Code) is true;
}

/// <summary>The content of a questionnaire, validated and in canonical form.</summary>
public sealed record QuestionnaireDraft : ReferencedDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 40;

    /// <summary>The reference that is the path of something else.</summary>
    private const string Rates = "rates";

    /// <summary>The title, each language once; the first language is that of the form.</summary>
    public required IReadOnlyList<LocalText> Title { get; init; }

    /// <summary>The pillars of the Vienna Declaration, at least one, each once.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>
    /// References of the recommendations and measures that it implements. Only those of recommendations have a slash.
    /// </summary>
    public IReadOnlyList<string> Implements { get; init; } = [];

    /// <summary>The reference of the questionnaire of which this one is a new version; null if there is none.</summary>
    public string? Continues { get; init; }

    public Audience Audience { get; init; } = Audience.Everybody;

    public IReadOnlyList<Question> Questions { get; init; } = [];

    public IReadOnlyList<Choice> Choices { get; init; } = [];

    public QuestionnaireState State { get; init; } = QuestionnaireState.Draft;

    /// <summary>The day on which it was opened, whose members are asked; null for a draft.</summary>
    public DateOnly? OpenedOn { get; init; }

    /// <summary>The last day on which a response is on time; null for a draft without one.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The language of the form.</summary>
    public string Language => Title[0].Language;

    /// <summary>Returns the partners that are asked, in the order of the register; none for a draft.</summary>
    /// <param name="partners">All partners of the register.</param>
    public IReadOnlyList<Partner> Asked(IEnumerable<Partner> partners) =>
        OpenedOn is { } day ? WouldAsk(partners, day) : [];

    /// <summary>Returns the partners that are asked if it is opened on a day.</summary>
    public IReadOnlyList<Partner> WouldAsk(IEnumerable<Partner> partners, DateOnly day) =>
        [.. partners.Where(partner => partner.IsMemberOn(day) && Audience.Includes(partner))];

    /// <summary>Returns the names of the choices of a question, in the order of the list.</summary>
    public IReadOnlyList<string> ChoicesOf(Question question) =>
        question.HasChoices
            ? [.. Choices.Where(choice => choice.List == question.List).Select(choice => choice.Name)]
            : [];

    /// <summary>
    /// Returns true if a text can be the reference of a questionnaire: letters, digits, hyphens, dots and underscores,
    /// beginning with a letter or digit, so that it can stand in a URL.
    /// </summary>
    public static bool IsReference(string text) =>
        text.Length <= MaxReferenceLength && IsWord(text) && !text.Equals(Rates, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A questionnaire as the register stores it.</summary>
/// <inheritdoc cref="VersionedRecord{TDraft}" path="/param"/>
public sealed record Questionnaire(
    QuestionnaireDraft Draft,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
) : VersionedRecord<QuestionnaireDraft>(Draft, Version, CreatedAt, UpdatedAt, UpdatedBy);
