using Adam.Api.Errors;
using Adam.Domain.Documents;
using Adam.Domain.Measures;
using Adam.Domain.Meetings;
using Adam.Domain.Posts;
using Adam.Domain.Questionnaires;
using Adam.Domain.Recommendations;

namespace Adam.Api.Records;

/// <summary>The words and error codes of a kind of record that is found by its reference.</summary>
/// <param name="Name">The name in sentences; with an s, the name in paths.</param>
/// <param name="Unknown">The code if there is no such record.</param>
/// <param name="Withdrawn">The code if the record is withdrawn.</param>
/// <param name="Taken">The code if another record has the reference.</param>
/// <param name="TooMany">The code if the register takes no more.</param>
internal sealed record RecordKind(
    string Name,
    ErrorCode Unknown,
    ErrorCode Withdrawn,
    ErrorCode Taken,
    ErrorCode TooMany
)
{
    private static readonly Dictionary<Type, RecordKind> Kinds = new()
    {
        [typeof(Measure)] = new(
            "measure",
            ErrorCodes.UnknownMeasure,
            ErrorCodes.MeasureWithdrawn,
            ErrorCodes.MeasureReferenceTaken,
            ErrorCodes.TooManyMeasures
        ),
        [typeof(Meeting)] = new(
            "meeting",
            ErrorCodes.UnknownMeeting,
            ErrorCodes.MeetingWithdrawn,
            ErrorCodes.MeetingReferenceTaken,
            ErrorCodes.TooManyMeetings
        )
        {
            Obstructed = by =>
                // The kind and the reference, such as: document EX-STUDY-2024.
                new(
                    ErrorCodes.MeetingInUse,
                    $"The {by} names the meeting. Change or withdraw it first: /v1/{by.Replace(" ", "s/")}."
                ),
        },
        [typeof(Recommendation)] = new(
            "recommendation",
            ErrorCodes.UnknownRecommendation,
            ErrorCodes.MeetingWithdrawn,
            ErrorCodes.MeetingReferenceTaken,
            ErrorCodes.TooManyMeetings
        )
        {
            Obstructed = by =>
                new(ErrorCodes.MeetingWithdrawn, $"The meeting {by} was withdrawn meanwhile. Name another one."),
        },
        [typeof(Questionnaire)] = new(
            "questionnaire",
            ErrorCodes.UnknownQuestionnaire,
            ErrorCodes.QuestionnaireWithdrawn,
            ErrorCodes.QuestionnaireReferenceTaken,
            ErrorCodes.TooManyQuestionnaires
        ),
        [typeof(Post)] = new(
            "post",
            ErrorCodes.UnknownItem,
            ErrorCodes.ItemWithdrawn,
            ErrorCodes.ItemReferenceTaken,
            ErrorCodes.TooManyLayers
        ),
        [typeof(Document)] = new(
            "document",
            ErrorCodes.UnknownDocument,
            ErrorCodes.DocumentWithdrawn,
            ErrorCodes.DocumentReferenceTaken,
            ErrorCodes.TooManyDocuments
        )
        {
            Obstructed = by =>
                new(ErrorCodes.MeetingWithdrawn, $"The meeting {by} was withdrawn meanwhile. Name another one."),
        },
    };

    /// <summary>The path of the list.</summary>
    public string Path => $"/v1/{Name}s";

    /// <summary>Returns the problem if the record with a reference stands in the way of a write.</summary>
    public Func<string, ProblemException> Obstructed { get; private init; } =
        by => throw new InvalidOperationException($"Nothing stands in the way of this kind, and {by} does.");

    public static RecordKind For<TRecord>() => Kinds[typeof(TRecord)];
}
