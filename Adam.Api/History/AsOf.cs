using System.Globalization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Data.Audit;

namespace Adam.Api.History;

/// <summary>Reads the parameter <c>asOf</c>, which asks for the register as it stood at an instant.</summary>
internal static class AsOf
{
    /// <summary>Returns the instant of the parameter <c>asOf</c>.</summary>
    /// <exception cref="ProblemException">
    /// The instant is in the future, or before the one up to which history was cut off.
    /// </exception>
    public static async Task<DateTimeOffset> RequireAsync(
        DateOrInstant asOf,
        TimeProvider time,
        AuditRetention retention,
        CancellationToken ct
    )
    {
        if (asOf.Instant > time.GetUtcNow())
            throw OutOfRange(asOf, "which is in the future. State an instant in the past, or leave it out for now.");
        if (await retention.CutBeforeAsync(ct) is { } cut && asOf.Instant < cut)
            throw OutOfRange(
                asOf,
                $"and the operator has cut off the history before {Text(cut)}. State that instant or a later one."
            );
        return asOf.Instant;
    }

    private static ProblemException OutOfRange(DateOrInstant asOf, string reason) =>
        ProblemException.ForErrors(
            new ValidationError("asOf", $"asOf is {Text(asOf.Instant)}, {reason}", ErrorCodes.OutOfRange)
        );

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
