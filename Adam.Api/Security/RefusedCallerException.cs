using Adam.Api.Errors;

namespace Adam.Api.Security;

/// <summary>
/// A key or a token does not open the register. The message tells the client the reason and the cure.
/// </summary>
internal sealed class RefusedCallerException(ErrorCode code, string message) : Exception(message)
{
    public ErrorCode Code { get; } = code;

    /// <summary>The holder of the key or token, for the log of refusals; null if it is unknown.</summary>
    public Caller? Caller { get; init; }

    public static RefusedCallerException TooManyWrong() =>
        new(
            ErrorCodes.TooManyWrongKeys,
            "This address has sent many wrong keys, and further ones are not looked at for some time. Mend the key of "
                + "the program that sends them, and wait."
        );
}
