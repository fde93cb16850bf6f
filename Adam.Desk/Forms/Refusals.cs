using Adam.Desk.Calls;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Forms;

/// <summary>Takes the refusal of a form for one that the person can mend.</summary>
public static class Refusals
{
    /// <summary>
    /// True for a refusal that concerns what was entered. An ended session and a busy register keep the whole form
    /// instead.
    /// </summary>
    public static bool IsToMend(this ApiProblemException problem) =>
        problem.Status is >= 400 and < 500
        && problem.Status
            is not (
                StatusCodes.Status401Unauthorized
                or StatusCodes.Status404NotFound
                or StatusCodes.Status429TooManyRequests
            );

    /// <summary>Returns the faults of a refusal: one for each field, or one for the form as a whole.</summary>
    public static IReadOnlyList<Fault> Faults(this ApiProblemException problem) =>
        problem.Problem.Errors is { Count: > 0 } errors
            ? [.. errors.Select(error => new Fault(FieldOf(error.Name), error.Reason, error.Code))]
            : [new("", problem.Problem.Detail, problem.Problem.Code)];

    private static string FieldOf(string name) => name.Split('[', '.')[0];
}
