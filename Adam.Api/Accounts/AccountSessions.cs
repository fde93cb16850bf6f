using Adam.Api.BrowserSessions;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Api.Tokens;
using Adam.Data.BrowserSessions;
using Adam.Desk.Hosting;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Adam.Api.Accounts;

/// <summary>Exchanges an account that the issuer has confirmed for a session of the browser.</summary>
internal sealed partial class AccountSessions(
    TokenCallers callers,
    BrowserSessionStore sessions,
    WrongKeys wrongKeys,
    IRefusals refusals,
    Settings settings,
    TimeProvider time,
    ILogger<AccountSessions> log
)
{
    // All attempts of an address count together: an account is not known before the issuer names it.
    private const string AnyAccount = "";

    /// <summary>The reactions to the steps of the framework's handler.</summary>
    public OpenIdConnectEvents Events =>
        new()
        {
            OnMessageReceived = RefuseGuesses,
            OnTicketReceived = StartAsync,
            OnAccessDenied = context => EndAsync(context, "Account.cancelled", null),
            OnRemoteFailure = context => EndAsync(context, "Account.failed", context.Failure),
        };

    // A code is redeemed by a request to the issuer, so that many wrong ones would be its load.
    private Task RefuseGuesses(MessageReceivedContext context)
    {
        if (wrongKeys.Refuses(context.HttpContext, AnyAccount))
            context.Fail(RefusedCallerException.TooManyWrong());
        return Task.CompletedTask;
    }

    private async Task StartAsync(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        context.HandleResponse();
        var address = LocalAddress.Parse(context.ReturnUri);
        Caller caller;
        try
        {
            caller = await callers.MapAsync(
                context.Principal!,
                time.GetUtcNow() + settings.SessionLifetime,
                http.TraceIdentifier,
                http.RequestAborted
            );
        }
        catch (RefusedCallerException refused)
        {
            await RefuseAsync(http, address, "Account.refused", refused);
            return;
        }

        if (SessionCookie.Read(http) is { } earlier)
            await sessions.EndAsync(earlier, http.RequestAborted);
        var account = new Account(
            caller.KeyId,
            caller.Partner,
            caller.Role,
            caller.KeyName,
            caller.Token!.Issuer,
            caller.Token.Subject
        );
        var token = await sessions.StartAsync(account, settings.SessionLifetime, http.RequestAborted);
        SessionCookie.Write(http, token!, settings.SessionLifetime);
        var browser = ClientAddress.FromRequest(http);
        SignedIn(log, account.Id, browser, http.TraceIdentifier);
        // A redirect would still be a request of the issuer's site, with which browsers send no cookie that is Strict.
        await DeskPages.SendSignedInAsync(http, address);
    }

    private Task EndAsync<TOptions>(HandleRequestContext<TOptions> context, string text, Exception? failure)
        where TOptions : AuthenticationSchemeOptions
    {
        context.HandleResponse();
        // The messages of the library contain parts of tokens.
        var refused =
            failure as RefusedCallerException
            ?? new RefusedCallerException(
                ErrorCodes.TokenInvalid,
                "The sign-in with an account was not completed: it was cancelled, it took longer than 15 minutes, or "
                    + "what came back is not what was sent."
            );
        return RefuseAsync(context.HttpContext, "/", text, refused);
    }

    private async Task RefuseAsync(HttpContext http, string address, string text, RefusedCallerException refused)
    {
        wrongKeys.Add(http, AnyAccount);
        if (refused.Caller is { } caller)
            http.Features.Set(new RefusedCaller(caller));
        refusals.Add(http, refused.Code, refused.Message);
        if (refused.Code == ErrorCodes.TooManyWrongKeys)
            await Task.Delay(RefusedRequests.Pause, http.RequestAborted);
        var message = refused.Code == ErrorCodes.TokenInvalid ? "" : $" {refused.Message}";
        await DeskPages.SendSignInAsync(
            http,
            new(address, DeskPages.WordsOf(http)[text] + message),
            refused.Code.Status
        );
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "A browser at {Address} signed in with the account {AccountId}; request id {RequestId}"
    )]
    private static partial void SignedIn(ILogger log, string accountId, string address, string requestId);
}
