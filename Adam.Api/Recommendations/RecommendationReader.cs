using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Meetings;
using Adam.Api.Serialization;
using Adam.Data.Recommendations;
using Adam.Domain.CodeLists;
using Adam.Domain.Meetings;
using Adam.Domain.Partners;
using Adam.Domain.Recommendations;
using Adam.Domain.Text;

namespace Adam.Api.Recommendations;

/// <summary>Reads and validates recommendations from request bodies, and collects all errors.</summary>
internal static class RecommendationReader
{
    private const int LongestName = 200;

    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <param name="current">The recommendation to change; null for a new one.</param>
    /// <returns>The draft. Members with errors have undefined values.</returns>
    public static RecommendationDraft Read(
        RecommendationBody body,
        List<ValidationError> errors,
        Recommendation? current,
        MeetingSnapshot register
    )
    {
        var (reading, directory) = (new BodyErrors(errors), new PartnerDirectory(register.Partners));
        var others = reading.Lines("addressees.others", body.Addressees?.Others, "A name", LongestName);
        var named = others
            .Select(name => directory.Find(name) is { Agency: null } known ? known.Partner : null)
            .ToList();
        var draft = new RecommendationDraft
        {
            Reference = reading.Reference(
                body.Reference,
                current?.Draft.Reference,
                RecommendationDraft.IsReference,
                "it is a set, a slash and a number, such as EWG-2015-II/3, each of letters, digits, hyphens, dots and "
                    + "underscores."
            ),
            Text = Text(reading, "text", body.Text),
            Language = reading.Language("language", body.Language),
            Translations = Translations(reading, body),
            Pillars = reading.Pillars("pillars", body.Pillars),
            CrossCutting = reading.Codes("crossCutting", CodeListCatalog.CrossCuttingAreas, body.CrossCutting),
            Areas = reading.Codes("areas", CodeListCatalog.DeclarationAreas, body.Areas),
            MadeAt = reading.Meeting("madeAt", body.MadeAt, register) ?? "",
            EndorsedAt = reading.Meeting("endorsedAt", body.EndorsedAt, register),
            NotEndorsedAt = reading.Meeting("notEndorsedAt", body.NotEndorsedAt, register),
            Reason = TextNormalization.Paragraphs(body.Reason),
            IsToAll = body.Addressees?.All is true,
            ToPartners =
            [
                .. Partners(reading, body.Addressees?.Partners, directory)
                    .Concat(named.OfType<string>())
                    .Distinct(StringComparer.Ordinal),
            ],
            ToOthers = [.. others.Where((_, i) => named[i] is null).Distinct(StringComparer.OrdinalIgnoreCase)],
            Continues = Continues(reading, body, register),
        };
        Decision(reading, draft, register);
        Computed(reading, body, current, register);
        return draft;
    }

    /// <summary>Returns why a meeting cannot decide about a recommendation; null if it can.</summary>
    public static string? Obstacle(MeetingDraft meeting, string madeAt, MeetingSnapshot register)
    {
        if (!meeting.CanEndorse)
            return $"{meeting.Reference} is no policy meeting: policy-consultative-group or ministerial-conference.";
        if (meeting.Status != MeetingStatus.Held)
            return $"{meeting.Reference} was not held: its status is {Json.NameOf(meeting.Status)}.";
        return register.FindMeeting(madeAt)?.Meeting.Draft is { Start: { } made } && meeting.End < made
            ? $"{meeting.Reference} was over on {meeting.End:yyyy-MM-dd}, before {madeAt} began on {made:yyyy-MM-dd}."
            : null;
    }

    private static void Decision(BodyErrors reading, RecommendationDraft draft, MeetingSnapshot register)
    {
        if (draft is { EndorsedAt: not null, NotEndorsedAt: not null })
            reading.Add(
                "notEndorsedAt",
                "A recommendation is endorsed or not: leave endorsedAt or notEndorsedAt out.",
                ErrorCodes.BadValue
            );
        if (draft is { NotEndorsedAt: not null, Reason: null })
            reading.Add("reason", "Give the reason for which it was not endorsed.", ErrorCodes.Missing);
        if (draft is { NotEndorsedAt: null, Reason: not null })
            reading.Add("reason", "A reason belongs to notEndorsedAt. Leave it out.", ErrorCodes.BadValue);
        foreach (
            var (name, reference) in new[] { ("endorsedAt", draft.EndorsedAt), ("notEndorsedAt", draft.NotEndorsedAt) }
        )
        {
            if (
                reference is not null
                && register.FindMeeting(reference) is { } meeting
                && Obstacle(meeting.Meeting.Draft, draft.MadeAt, register) is { } obstacle
            )
                reading.Add(name, obstacle, ErrorCodes.NotEndorsable);
        }
    }

    private static string Text(BodyErrors reading, string name, string? text)
    {
        var paragraphs = TextNormalization.Paragraphs(text) ?? "";
        if (text is not null && Folding.Key(paragraphs).Length == 0)
            reading.Add(name, "A text needs a letter or a digit.", ErrorCodes.BadValue);
        return paragraphs;
    }

    private static IReadOnlyList<Translation> Translations(BodyErrors reading, RecommendationBody body)
    {
        var translations = new List<Translation>();
        foreach (var (i, one) in (body.Translations ?? []).Index())
        {
            var name = $"translations[{i}]";
            var language = reading.Language($"{name}.language", one.Language) ?? "";
            if (
                language.Length > 0
                && (
                    translations.Any(other => other.Language == language)
                    || language
                        == (
                            body.Language is { } own && LanguageTags.IsTag(own.Trim())
                                ? LanguageTags.Canonical(own.Trim())
                                : null
                        )
                )
            )
                reading.Add($"{name}.language", $"There is a text in {language} already.", ErrorCodes.BadValue);
            translations.Add(new(language, Text(reading, $"{name}.text", one.Text)));
        }

        return translations;
    }

    private static IReadOnlyList<string> Partners(
        BodyErrors reading,
        IReadOnlyList<string>? texts,
        PartnerDirectory directory
    ) =>
        [
            .. (texts ?? [])
                .Select((text, i) => reading.Partner($"addressees.partners[{i}]", text, directory))
                .OfType<string>(),
        ];

    private static IReadOnlyList<string> Continues(
        BodyErrors reading,
        RecommendationBody body,
        MeetingSnapshot register
    )
    {
        var earlier = new List<string>();
        foreach (var (i, text) in (body.Continues ?? []).Index())
        {
            var name = $"continues[{i}]";
            if (register.FindRecommendation(text) is not { IsActive: true } stored)
                reading.Add(name, Unknown(text, register), ErrorCodes.UnknownCode);
            else if (
                stored.Recommendation.Draft.Reference.Equals(body.Reference?.Trim(), StringComparison.OrdinalIgnoreCase)
            )
                reading.Add(name, "A recommendation does not continue itself.", ErrorCodes.BadValue);
            else
                earlier.Add(stored.Recommendation.Draft.Reference);
        }

        return [.. earlier.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Returns a sentence about a recommendation that is not in the register.</summary>
    public static string Unknown(string reference, MeetingSnapshot register)
    {
        if (register.FindRecommendation(reference) is { } withdrawn)
            return $"The recommendation {withdrawn.Recommendation.Draft.Reference} was withdrawn.";
        var known = register
            .Recommendations.Where(one => one.IsActive)
            .Select(one => one.Recommendation.Draft.Reference);
        return $"There is no recommendation {ValidationError.Quote(reference)}. "
            + (
                Nearest.FindIn(reference, known) is { } meant
                    ? $"Did you mean {ValidationError.Quote(meant)}?"
                    : "GET /v1/recommendations lists them."
            );
    }

    private static void Computed(
        BodyErrors reading,
        RecommendationBody body,
        Recommendation? current,
        MeetingSnapshot register
    )
    {
        var whole = current is null
            ? null
            : JsonSerializer.SerializeToNode(RecommendationResponse.FromRecommendation(current, register), Json.Options)
                as JsonObject;
        reading.Computed("state", body.State, whole, first: RecommendationState.Pending);
        reading.Computed("continuedBy", body.ContinuedBy, whole);
        reading.Computed("measures", body.Measures, whole);
        reading.Computed("version", body.Version, whole, first: 1);
        reading.Computed("createdAt", body.CreatedAt, whole);
        reading.Computed("updatedAt", body.UpdatedAt, whole);
        reading.Computed("updatedBy", body.UpdatedBy, whole);
    }
}
