using System.Globalization;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Data;
using Adam.Data.Audit;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Domain.Text;

namespace Adam.Api.History;

/// <summary>Opens the register of the parameter <c>asOf</c>: the present one without it.</summary>
internal sealed class RegistersByInstant(
    ReportStores present,
    PastRegisters past,
    AuditRetention retention,
    TimeProvider time
)
{
    /// <exception cref="ProblemException">
    /// The instant is in the future, or before the one up to which history was cut off; the register of the instant is
    /// not written yet; or the operator has turned off registers of the past.
    /// </exception>
    public async Task<OpenRegister> OpenAsync(DateOrInstant? asOf, CancellationToken ct)
    {
        if (asOf is not { } given)
            return new(present, () => { });

        var at = await AsOf.RequireAsync(given, time, retention, ct);
        if (!past.IsOn)
            throw ProblemException.ForErrors(
                new ValidationError(
                    "asOf",
                    "The operator of this register has turned this off. Leave asOf out, or ask the operator for a "
                        + "file with the register of that day.",
                    ErrorCodes.NotAsOf
                )
            );
        try
        {
            return await past.OpenAsync(at, ct);
        }
        catch (PastRegisterNotReadyException notReady)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(notReady.RetryAfter.TotalSeconds));
            throw new ProblemException(
                ErrorCodes.PastNotReady,
                "The register of the instant of asOf is written when it is first asked for, one after the other. Send "
                    + $"this request again in {Counted.Noun(seconds, "second")}."
            )
            {
                Headers = { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) },
            };
        }
    }
}

internal static class RegistersByInstantServices
{
    public static IServiceCollection AddPastRegisters(this IServiceCollection services, Settings settings) =>
        services
            .AddSingleton(provider => new PastRegisters(
                provider.GetRequiredService<Database>(),
                file => AdamData.CreateIndexers(file, new()),
                provider.GetRequiredService<TimeProvider>(),
                settings.PastRegisters
            ))
            .AddSingleton<ReportStores>()
            .AddSingleton<RegistersByInstant>();
}
