using Adam.Api.BrowserSessions;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Data.BrowserSessions;
using Adam.Desk.Calls;
using Adam.Desk.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Adam.Api.Desk;

/// <summary>Reads the forms of the desk from its own pages only, and exchanges a key for a session.</summary>
internal sealed partial class PersonForms(
    InProcessApi inProcess,
    BrowserSessionStore sessions,
    Settings settings,
    ILogger<PersonForms> log
) : IPersonForms
{
    private const string KeyPrefix = "adam_";

    /// <summary>The fields of the largest record, in which each list has all its items.</summary>
    private const int MostFields = 10_000;

    /// <exception cref="ProblemException">Another site has sent the form.</exception>
    public async Task<IFormCollection> ReadAsync(HttpContext http, long most)
    {
        if (!RequestOrigin.IsOwnForm(http.Request))
            throw new ProblemException(
                ErrorCodes.FormOfAnotherSite,
                "This form is accepted from pages of this register only. Open / and sign in there."
            );
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;
        if (!http.Request.HasFormContentType)
            return FormCollection.Empty;

        try
        {
            return await http.Request.ReadFormAsync(
                new FormOptions
                {
                    ValueCountLimit = MostFields,
                    ValueLengthLimit = (int)most,
                    BufferBodyLengthLimit = most,
                    MultipartBodyLengthLimit = most,
                },
                http.RequestAborted
            );
        }
        catch (InvalidDataException)
        {
            return FormCollection.Empty; // treated as a form without fields
        }
    }

    public async Task<string?> SignInAsync(HttpContext http, string key)
    {
        var words = DeskPages.WordsOf(http);
        var text = key.Trim();
        // Only a key has sessions: not a token of an issuer, which ends by itself.
        if (!text.StartsWith(KeyPrefix, StringComparison.Ordinal) || text.Any(letter => letter is <= ' ' or > '~'))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return words["SignIn.noKey"];
        }

        Me me;
        try
        {
            // The key is verified as that of any other request: with the same limits, and the same record of refusals.
            me = await new DeskApi(inProcess, http, words.Language).GetAsync<Me>("/v1/me", text);
        }
        catch (ApiProblemException problem)
        {
            http.Response.Headers.RetryAfter = problem.RetryAfter;
            http.Response.StatusCode = problem.Status;
            return $"{words["SignIn.refused"]} {problem.Problem.Detail}";
        }

        // A session that the browser had is of no use any more.
        if (SessionCookie.Read(http) is { } earlier)
            await sessions.EndAsync(earlier, http.RequestAborted);
        var keyId = me.Key!.Id;
        var token = await sessions.StartAsync(keyId, settings.SessionLifetime, http.RequestAborted);
        SessionCookie.Write(http, token!, settings.SessionLifetime);
        var browser = ClientAddress.FromRequest(http);
        SignedIn(log, keyId, browser, http.TraceIdentifier);
        return null;
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "A browser at {Address} signed in with the key {KeyId}; request id {RequestId}"
    )]
    private static partial void SignedIn(ILogger log, string keyId, string address, string requestId);
}
