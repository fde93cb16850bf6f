using Adam.Api.Errors;
using Adam.Api.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Adam.Api.Security;

/// <summary>The responses to requests without a valid key or token, which all schemes share.</summary>
internal static class Challenges
{
    private const string Realm = "Bearer realm=\"adam\"";

    /// <summary>Responds to a request that nobody has authenticated.</summary>
    /// <param name="result">The result of the scheme.</param>
    public static async Task WriteChallengeAsync(this HttpContext http, AuthenticateResult result)
    {
        // If the database cannot be read, the key is neither valid nor invalid, so the exception is rethrown.
        if (result.Failure is not (null or RefusedCallerException))
            throw result.Failure;

        var refused = result.Failure as RefusedCallerException;
        var code = refused?.Code ?? ErrorCodes.KeyMissing;
        if (refused?.Caller is { } caller)
            http.Features.Set(new RefusedCaller(caller));
        if (code.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = refused is null ? Realm : $"{Realm}, error=\"invalid_token\"";
        if (code == ErrorCodes.TooManyWrongKeys)
        {
            // A guess takes time.
            await Task.Delay(RefusedRequests.Pause, http.RequestAborted);
            http.Response.Headers.RetryAfter = "60";
        }

        await http.WriteAsync(
            code,
            refused?.Message ?? "Send the header Authorization: Bearer adam_…; an admin issues keys."
        );
    }

    /// <summary>Responds to a request of a caller whose role does not permit it.</summary>
    public static Task WriteForbiddenAsync(this HttpContext http)
    {
        var allowed = http.GetEndpoint()
            ?.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(data => data.Roles)
            .FirstOrDefault(roles => roles is not null);
        return http.WriteAsync(
            ErrorCodes.RoleForbids,
            $"This key has the role {Json.NameOf(Caller.FromPrincipal(http.User).Role)}; {http.Request.Method} on "
                + $"this path takes {allowed?.Replace(",", " or ", StringComparison.Ordinal) ?? "another"}."
        );
    }

    /// <summary>Responds to a request of a caller whose key does not have the scope.</summary>
    public static Task WriteScopeMissingAsync(this HttpContext http, string scope, string own)
    {
        http.Response.Headers.WWWAuthenticate = $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"";
        return http.WriteAsync(
            ErrorCodes.ScopeForbids,
            $"{http.Request.Method} on this path needs the scope {scope}, and this key has only {own}. An admin can "
                + "add the scope to the key, or issue another key."
        );
    }
}

/// <summary>The holder of a key or token that was refused, who is not the user of the request.</summary>
internal sealed record RefusedCaller(Caller Caller);
