using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Questionnaires;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Demo;

/// <summary>Records the sample questionnaires and the responses to them, by the same rules as requests.</summary>
internal static class DemoQuestionnaires
{
    /// <param name="questionnaires">Each with its body, the state that it is to have, and the day of opening.</param>
    /// <param name="responses">Each with its answers, and the day on which it was received; null for a draft.</param>
    public static async Task AddAsync(
        IServiceProvider services,
        Caller caller,
        IAsyncEnumerable<string> questionnaires,
        IAsyncEnumerable<string> responses,
        CancellationToken ct
    )
    {
        var closed = new List<string>();
        await foreach (var line in questionnaires)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var state = root.GetProperty("state").GetString();
            var reference = await RecordAsync(services, caller, root.GetProperty("questionnaire"), ct);
            if (state == "draft")
                continue;
            var day = DateOnly.ParseExact(root.GetProperty("openedOn").GetString()!, "yyyy-MM-dd", null);
            await SetStateAsync(
                services,
                caller,
                reference,
                new() { State = QuestionnaireState.Open, OpenedOn = day },
                ct
            );
            if (state == "closed")
                closed.Add(reference);
        }

        await foreach (var line in responses)
        {
            using var document = JsonDocument.Parse(line);
            await RespondAsync(services, caller, document.RootElement, ct);
        }

        foreach (var reference in closed)
            await SetStateAsync(services, caller, reference, new() { State = QuestionnaireState.Closed }, ct);
    }

    private static async Task<string> RecordAsync(
        IServiceProvider services,
        Caller caller,
        JsonElement json,
        CancellationToken ct
    )
    {
        var errors = new List<ValidationError>();
        var body = JsonBody.Read<QuestionnaireBody>(json, errors);
        var questionnaires = services.GetRequiredService<QuestionnaireResource>();
        return (await questionnaires.AddAsync(body, errors, caller, request: null, ct)).Response.Reference;
    }

    private static async Task SetStateAsync(
        IServiceProvider services,
        Caller caller,
        string reference,
        QuestionnaireStateBody body,
        CancellationToken ct
    )
    {
        var (errors, register) = (new List<ValidationError>(), services.GetRequiredService<QuestionnaireRegister>());
        var store = services.GetRequiredService<QuestionnaireStore>();
        var stored = await store.GetActiveAsync(reference, ct);
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        var draft = QuestionnaireStateReader.Read(
            body,
            errors,
            stored.Questionnaire.Draft,
            await register.ReadAsync(ct),
            today
        );
        Check(errors, $"state of {reference}");
        (await store.ChangeAsync(draft, stored.Version, caller.Actor, ct)).ThrowIfRejected();
    }

    private static async Task RespondAsync(
        IServiceProvider services,
        Caller caller,
        JsonElement json,
        CancellationToken ct
    )
    {
        var (reference, partner) = (
            json.GetProperty("questionnaire").GetString()!,
            json.GetProperty("partner").GetString()!
        );
        var errors = new List<ValidationError>();
        var access = services.GetRequiredService<ResponseAccess>();
        var found = await access.FindAsync(reference, partner, caller, ct);
        var body = new QuestionnaireAnswersBody { Answers = json.GetProperty("answers") };
        var answers = AnswersReader.Read(body, errors, found.Draft, current: null);
        Check(errors, $"response of {partner} to {reference}");
        var writer = services.GetRequiredService<ResponseWriter>();
        await writer.SaveAsync(reference, partner, _ => { }, answers, caller, ct);
        if (json.GetProperty("receivedOn").GetString() is { } received)
            await writer.SubmitAsync(reference, partner, DateOnly.ParseExact(received, "yyyy-MM-dd", null), caller, ct);
    }

    private static void Check(List<ValidationError> errors, string what)
    {
        if (errors.Count > 0)
            throw new InvalidDataException($"The sample's {what} has an error: {errors[0]}");
    }
}
