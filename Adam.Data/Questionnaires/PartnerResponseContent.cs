using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Adam.Data.Projects;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Questionnaires;

/// <summary>The response of a partner to a questionnaire, as the register stores it.</summary>
public sealed record PartnerResponseContent
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new InstantJson(),
        },
    };

    /// <summary>The reference of the questionnaire.</summary>
    public required string Questionnaire { get; init; }

    /// <summary>The code of the partner.</summary>
    public required string Partner { get; init; }

    /// <summary>The state.</summary>
    public required PartnerResponseState State { get; init; }

    /// <summary>The answers by the name of the question (<see cref="AnswersJson"/>).</summary>
    public required JsonObject Answers { get; init; }

    /// <summary>The day on which it was received; null if it counts as not received.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <summary>The note of the analyst; null without one.</summary>
    public string? Note { get; init; }

    /// <summary>1 when begun; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant at which the response was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change.</summary>
    public required string UpdatedBy { get; init; }

    public static PartnerResponseContent FromResponse(PartnerResponse response) =>
        new()
        {
            Questionnaire = response.Questionnaire,
            Partner = response.Partner,
            State = response.State,
            Answers = AnswersJson.Write(response.Answers),
            ReceivedOn = response.ReceivedOn,
            Note = response.Note,
            Version = response.Version,
            CreatedAt = response.CreatedAt,
            UpdatedAt = response.UpdatedAt,
            UpdatedBy = response.UpdatedBy,
        };

    public PartnerResponse ToResponse() =>
        new(
            Questionnaire,
            Partner,
            State,
            AnswersJson.Read(Answers),
            ReceivedOn,
            Note,
            Version,
            CreatedAt,
            UpdatedAt,
            UpdatedBy
        );

    internal static string Write(PartnerResponse response) => JsonSerializer.Serialize(FromResponse(response), Options);

    internal static PartnerResponseContent Parse(string document) =>
        JsonSerializer.Deserialize<PartnerResponseContent>(document, Options)!;
}
