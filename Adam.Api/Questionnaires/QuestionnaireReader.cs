using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Meetings;
using Adam.Api.Questionnaires.Forms;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Domain.Partners;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Questionnaires;

/// <summary>Reads and validates questionnaires from request bodies, and collects all errors.</summary>
internal static class QuestionnaireReader
{
    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <param name="current">The questionnaire to change; null for a new one.</param>
    /// <returns>The draft. Members with errors have undefined values.</returns>
    /// <exception cref="ProblemException">
    /// A member is changed that is frozen since the questionnaire was opened.
    /// </exception>
    public static QuestionnaireDraft Read(
        QuestionnaireBody body,
        List<ValidationError> errors,
        Questionnaire? current,
        QuestionnaireSnapshot register
    )
    {
        var reading = new BodyErrors(errors);
        var draft = new QuestionnaireDraft
        {
            Reference = reading.Reference(
                body.Reference,
                current?.Draft.Reference,
                QuestionnaireDraft.IsReference,
                $"it has 1 to {QuestionnaireDraft.MaxReferenceLength} letters, digits, hyphens, dots and underscores, "
                    + "begins with a letter or digit, and is not 'rates'."
            ),
            Title = Texts(reading, "title", body.Title),
            Pillars = reading.Pillars("pillars", body.Pillars),
            Implements = Implements(reading, body.Implements, register),
            Continues = Continues(reading, body, register),
            Audience = Audience(reading, body.Audience, register.Directory),
            Questions = [.. (body.Questions ?? []).Select((one, i) => Question(reading, $"questions[{i}]", one))],
            Choices =
            [
                .. (body.Choices ?? []).Select(
                    (one, i) =>
                        new Choice(
                            TextNormalization.Line(one.List) ?? "",
                            TextNormalization.Line(one.Name) ?? "",
                            Texts(reading, $"choices[{i}].label", one.Label)
                        )
                ),
            ],
            State = current?.Draft.State ?? QuestionnaireState.Draft,
            OpenedOn = current?.Draft.OpenedOn,
            DueOn = body.DueOn,
        };
        // A type that cannot be read would cause errors of the other members of its row.
        var unread = errors.Select(error => error.Name).Where(name => name.EndsWith(".type", StringComparison.Ordinal));
        var skipped = unread.ToHashSet(StringComparer.Ordinal);
        foreach (var fault in FormRules.Check(draft.Questions, draft.Choices))
        {
            var row = $"{(fault.IsChoice ? "choices" : "questions")}[{fault.Index}]";
            if (!skipped.Contains($"{row}.type"))
                reading.Add(
                    $"{row}.{fault.Member}",
                    ValidationError.Printable(fault.Reason, 1_000),
                    fault.IsMissing ? ErrorCodes.Missing : ErrorCodes.BadValue
                );
        }

        if (draft.OpenedOn is { } opened && (draft.DueOn ?? DateOnly.MinValue) < opened)
            reading.Add(
                "dueOn",
                $"It was opened on {opened:yyyy-MM-dd}, so it has a due day, on or after that day.",
                draft.DueOn is null ? ErrorCodes.Missing : ErrorCodes.EndBeforeStart
            );
        Computed(reading, body, current, register);
        if (errors.Count == 0 && current is { Draft: { State: not QuestionnaireState.Draft } before })
            QuestionnaireProblems.ThrowIfFrozen(before, draft);
        return draft;
    }

    /// <summary>Reads texts, each language once.</summary>
    public static IReadOnlyList<LocalText> Texts(BodyErrors reading, string name, IReadOnlyList<LocalTextBody>? bodies)
    {
        var texts = new List<LocalText>();
        foreach (var (i, one) in (bodies ?? []).Index())
        {
            var (at, tag) = ($"{name}[{i}]", TextNormalization.Line(one.Language) ?? "");
            if (one.Language is not null && !LanguageTags.IsTag(tag))
                reading.Add(
                    $"{at}.language",
                    $"{ValidationError.Quote(tag)} is no language tag, such as en, ru or pt-BR.",
                    ErrorCodes.BadValue
                );
            else
                tag = one.Language is null ? "" : LanguageTags.Canonical(tag);
            if (texts.Any(other => other.Language == tag))
                reading.Add($"{at}.language", $"There is a text in {tag} already.", ErrorCodes.BadValue);
            var text = TextNormalization.Paragraphs(one.Text) ?? "";
            if (one.Text is not null && Folding.Key(text).Length == 0)
                reading.Add($"{at}.text", "A text needs a letter or a digit.", ErrorCodes.BadValue);
            texts.Add(new(tag, text));
        }

        return texts;
    }

    private static Question Question(BodyErrors reading, string at, QuestionBody body)
    {
        var relevant = TextNormalization.Line(body.Relevant) is { } text ? Relevance.Parse(text) : null;
        if (body.Relevant is not null && relevant is null)
            reading.Add($"{at}.relevant", AnswerErrors.NoCondition(body.Relevant), ErrorCodes.NotXlsForm);
        return new()
        {
            Type = body.Type ?? QuestionType.Text,
            Name = TextNormalization.Line(body.Name) ?? "",
            List = TextNormalization.Line(body.List),
            Label = Texts(reading, $"{at}.label", body.Label),
            Hint = Texts(reading, $"{at}.hint", body.Hint),
            Required = body.Required is true,
            Relevant = relevant,
            Prefill = body.Prefill,
            Open = body.Open is true,
        };
    }

    private static IReadOnlyList<string> Implements(
        BodyErrors reading,
        IReadOnlyList<string>? texts,
        QuestionnaireSnapshot register
    )
    {
        var references = new List<string>();
        foreach (var (i, text) in (texts ?? []).Index())
        {
            if (
                register.Implementable.FirstOrDefault(one =>
                    one.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)
                ) is
                { } known
            )
                references.Add(known);
            else
                reading.Add(
                    $"implements[{i}]",
                    $"There is no recommendation or measure {ValidationError.Quote(text)}. "
                        + (
                            Nearest.FindIn(text, register.Implementable) is { } meant
                                ? $"Did you mean {ValidationError.Quote(meant)}?"
                                : "GET /v1/recommendations and GET /v1/measures list them."
                        ),
                    ErrorCodes.UnknownCode
                );
        }

        return [.. references.Distinct(StringComparer.Ordinal)];
    }

    private static string? Continues(BodyErrors reading, QuestionnaireBody body, QuestionnaireSnapshot register)
    {
        if (TextNormalization.Line(body.Continues) is not { } text)
            return null;
        if (text.Equals(body.Reference?.Trim(), StringComparison.OrdinalIgnoreCase))
            reading.Add("continues", "A questionnaire does not continue itself.", ErrorCodes.BadValue);
        else if (register.Find(text) is { IsActive: true } earlier)
            return earlier.Questionnaire.Draft.Reference;
        else
            reading.Add("continues", RecordProblems.Unknown(text, register.Questionnaires), ErrorCodes.UnknownCode);
        return text;
    }

    private static Audience Audience(BodyErrors reading, AudienceBody? body, PartnerDirectory directory) =>
        new(
            [.. (body?.Kinds ?? []).Distinct().Order()],
            [.. (body?.Routes ?? []).Select((text, i) => Route(reading, i, text)).OfType<string>().Distinct()],
            [
                .. (body?.Partners ?? [])
                    .Select((text, i) => reading.Partner($"audience.partners[{i}]", text, directory))
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ]
        );

    private static string? Route(BodyErrors reading, int index, string text)
    {
        if (Domain.CodeLists.Route.Find(text.Trim()) is { } route)
            return route.Code;
        reading.Add(
            $"audience.routes[{index}]",
            $"{ValidationError.Quote(text)} is no route. Known are "
                + $"{string.Join(", ", Domain.CodeLists.Route.All.Select(one => one.Code))}.",
            ErrorCodes.UnknownCode
        );
        return null;
    }

    private static void Computed(
        BodyErrors reading,
        QuestionnaireBody body,
        Questionnaire? current,
        QuestionnaireSnapshot register
    )
    {
        var whole = current is null
            ? null
            : JsonSerializer.SerializeToNode(
                QuestionnaireResponse.FromQuestionnaire(current, register.Partners),
                Json.Options
            ) as JsonObject;
        reading.Computed("state", body.State, whole, first: QuestionnaireState.Draft);
        reading.Computed("openedOn", body.OpenedOn, whole);
        reading.Computed("asked", body.Asked, whole);
        reading.Computed("version", body.Version, whole, first: 1);
        reading.Computed("createdAt", body.CreatedAt, whole);
        reading.Computed("updatedAt", body.UpdatedAt, whole);
        reading.Computed("updatedBy", body.UpdatedBy, whole);
    }
}
