using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>
/// Writes responses. If the questionnaire or the response has changed since it was read, both are read and validated
/// again, so that no response is written into a questionnaire that was closed meanwhile.
/// </summary>
internal sealed class ResponseWriter(ResponseAccess access, PartnerResponseStore responses, TimeProvider time)
{
    /// <summary>Replaces the answers of a response, or begins one.</summary>
    /// <param name="requireTag">Throws if the tag is not that of the version that the client has read.</param>
    /// <exception cref="ProblemException">It cannot be changed, or was changed since the client read it.</exception>
    public Task<PartnerResponse> SaveAsync(
        string reference,
        string partner,
        Action<string> requireTag,
        IReadOnlyList<Answer> answers,
        Caller caller,
        CancellationToken ct
    ) =>
        WriteAsync(
            reference,
            partner,
            caller,
            async found =>
            {
                requireTag(EntityTags.ForVersion(found.Version));
                await access.RequireWritableAsync(found, ct);
                return (found.Stored?.Response ?? Begin(found)) with { Answers = answers };
            },
            ct
        );

    /// <summary>Submits a response.</summary>
    /// <param name="receivedOn">The day on which it was received; null for the present day.</param>
    /// <param name="respond">
    /// Returns the response of the API that is stored in the same transaction; null to store none.
    /// </param>
    /// <exception cref="ProblemException">It cannot be submitted, or an answer is missing.</exception>
    public Task<PartnerResponse> SubmitAsync(
        string reference,
        string partner,
        DateOnly? receivedOn,
        Caller caller,
        CancellationToken ct,
        Func<PartnerResponse, KeptResponse>? respond = null
    ) =>
        WriteAsync(
            reference,
            partner,
            caller,
            async found =>
            {
                var response = found.Response;
                await access.RequireWritableAsync(found, ct);
                var errors = SubmissionRules
                    .Check(found.Draft.Questions, response.Answers)
                    .Take(ValidationError.Most)
                    .Select(fault => new ValidationError(
                        $"answers.{fault.Question}",
                        fault.Reason,
                        fault.IsMissing ? ErrorCodes.Missing : ErrorCodes.BadValue
                    ))
                    .ToList();
                var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
                if (receivedOn > today || receivedOn < found.Draft.OpenedOn)
                    errors.Add(
                        new(
                            "receivedOn",
                            $"{receivedOn:yyyy-MM-dd} lies outside {found.Draft.OpenedOn:yyyy-MM-dd}, the day of "
                                + $"opening, to {today:yyyy-MM-dd}.",
                            ErrorCodes.OutOfRange
                        )
                    );
                errors.ThrowIfAny();
                return response with
                {
                    State = PartnerResponseState.Received,
                    // A response that had issues was received when it came first.
                    ReceivedOn = response.ReceivedOn ?? receivedOn ?? today,
                };
            },
            ct,
            respond
        );

    /// <summary>Records what an analyst decides.</summary>
    /// <exception cref="ProblemException">It was not submitted, or was changed since the client read it.</exception>
    public Task<PartnerResponse> ReviewAsync(
        ChangePartnerResponseRequest req,
        PartnerResponseState state,
        string? note,
        Caller caller,
        CancellationToken ct
    ) =>
        WriteAsync(
            req.Reference,
            req.Partner,
            caller,
            found =>
            {
                var response = found.Response;
                req.IfMatch.Require(EntityTags.ForVersion(response.Version));
                if (response.ReceivedOn is null)
                    throw ProblemException.ForErrors(
                        new ValidationError(
                            "state",
                            $"{found.Partner} has not submitted the response, so there is nothing to decide.",
                            ErrorCodes.BadValue
                        )
                    );
                return Task.FromResult(
                    response with
                    {
                        State = state,
                        Note = note,
                        ReceivedOn = state == PartnerResponseState.Rejected ? null : response.ReceivedOn,
                    }
                );
            },
            ct
        );

    private async Task<PartnerResponse> WriteAsync(
        string reference,
        string partner,
        Caller caller,
        Func<AccessibleResponse, Task<PartnerResponse>> change,
        CancellationToken ct,
        Func<PartnerResponse, KeptResponse>? respond = null
    )
    {
        while (true)
        {
            var found = await access.FindAsync(reference, partner, caller, ct);
            var response = await change(found);
            if (
                await responses.WriteAsync(found.Questionnaire, found.Stored, response, caller.Actor, ct, respond) is
                { } written
            )
                return written;
        }
    }

    private static PartnerResponse Begin(AccessibleResponse found) =>
        new(
            found.Draft.Reference,
            found.Partner,
            PartnerResponseState.Draft,
            [],
            ReceivedOn: null,
            Note: null,
            Version: 0,
            default,
            default,
            ""
        );
}
