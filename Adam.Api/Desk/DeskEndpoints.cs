using Adam.Api.Binding;
using Adam.Api.BrowserSessions;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Pages;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.BrowserSessions;
using Adam.Desk.Calls;
using Adam.Desk.Hosting;
using Adam.Desk.Judging;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http.Features;

namespace Adam.Api.Desk;

/// <summary>Hosts the desk: its pages, and the exchange of a key for a session.</summary>
internal static partial class DeskEndpoints
{
    /// <summary>
    /// The bytes that are read of a form: a note of 2,000 letters, each of which may be nine bytes in the form.
    /// </summary>
    private const int MostFormBytes = 32_768;

    private const string KeyPrefix = "adam_";

    /// <summary>The characters of a key as a person enters it.</summary>
    private const int MostKey = 4096;

    private static readonly string[] MediaTypes = [Html.MediaType, Json.MediaType];

    public static IServiceCollection AddDeskPages(this IServiceCollection services) =>
        services
            .AddDesk()
            .AddBrowserSessions()
            .AddSingleton<InProcessApi>()
            .AddSingleton<IApi>(provider => provider.GetRequiredService<InProcessApi>());

    public static void MapDeskPages(this WebApplication app)
    {
        app.MapGet("/", RespondWithHomeAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/desk/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        app.MapPost("/desk/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        MapForm("/desk/judging", new JudgingForm());
        MapForm("/desk/notes", new NoteForm());
        app.MapDesk();

        void MapForm(string path, IDeskForm form) =>
            app.MapPost(
                    path,
                    async (HttpContext http) =>
                        await DeskPages.RespondToFormAsync(http, await ReadFormAsync(http), form)
                )
                .AllowAnonymous()
                .ExcludeFromDescription()
                .DisableAntiforgery();
    }

    /// <summary>Answers a person with a page, and a program with an index.</summary>
    private static Task RespondWithHomeAsync(HttpContext http, HomeIndex index, Settings settings)
    {
        if (Negotiation.Choose(http, MediaTypes) != 0)
        {
            http.Response.Headers.Vary = "Accept"; // pages of the desk state it themselves
            return index.Respond(http).ExecuteAsync(http);
        }

        return http.Request.Query["return"] is [{ } address]
            ? DeskPages.SendSignInAsync(
                http,
                new(
                    LocalAddress.Parse(address),
                    settings.Contact,
                    SessionCookie.Read(http) is null ? null : DeskPages.WordsOf(http)["SignIn.ended"]
                ),
                StatusCodes.Status200OK
            )
            : DeskPages.RespondWithHomeAsync(http, settings.Contact);
    }

    private static async Task SignInAsync(
        HttpContext http,
        InProcessApi inProcess,
        BrowserSessionStore sessions,
        Settings settings,
        ILogger<DeskPage> log
    )
    {
        var form = await ReadFormAsync(http);
        var (key, address) = (form["key"].ToString().Trim(), LocalAddress.Parse(form["return"]));
        var words = DeskPages.WordsOf(http);
        // The key is verified as that of any other request: with the same limits, and the same record of refusals.
        var api = new DeskApi(inProcess, http, words.Language);
        // Only a key has sessions: not a token of an issuer, which ends by itself.
        if (
            !key.StartsWith(KeyPrefix, StringComparison.Ordinal)
            || key.Length > MostKey
            || key.Any(letter => letter is <= ' ' or > '~')
        )
        {
            await DeskPages.SendSignInAsync(
                http,
                new(address, settings.Contact, words["SignIn.noKey"]),
                StatusCodes.Status400BadRequest
            );
            return;
        }

        Me me;
        try
        {
            me = await api.GetAsync<Me>("/v1/me", key);
        }
        catch (ApiProblemException problem)
        {
            http.Response.Headers.RetryAfter = problem.RetryAfter;
            await DeskPages.SendSignInAsync(
                http,
                new(address, settings.Contact, $"{words["SignIn.refused"]} {problem.Problem.Detail}"),
                problem.Status
            );
            return;
        }

        // A session that the browser had is of no use any more.
        if (SessionCookie.Read(http) is { } earlier)
            await sessions.EndAsync(earlier, http.RequestAborted);
        var token = await sessions.StartAsync(me.Key.Id, settings.SessionLifetime, http.RequestAborted);
        SessionCookie.Write(http, token!, settings.SessionLifetime);
        var browser = ClientAddress.FromRequest(http);
        SignedIn(log, me.Key.Id, browser, http.TraceIdentifier);
        SeeOther(http, address);
    }

    private static async Task SignOutAsync(HttpContext http, BrowserSessionStore sessions)
    {
        await ReadFormAsync(http);
        if (SessionCookie.Read(http) is { } token)
            await sessions.EndAsync(token, http.RequestAborted);
        SessionCookie.Remove(http);
        SeeOther(http, "/");
    }

    /// <exception cref="ProblemException">Another site has sent the form, or it is none.</exception>
    private static async Task<IFormCollection> ReadFormAsync(HttpContext http)
    {
        if (!RequestOrigin.IsOwnForm(http.Request))
            throw new ProblemException(
                ErrorCodes.FormOfAnotherSite,
                "This form is accepted from pages of this register only. Open / and sign in there."
            );
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostFormBytes;
        if (!http.Request.HasFormContentType)
            return FormCollection.Empty;

        try
        {
            return await http.Request.ReadFormAsync(
                new FormOptions { ValueLengthLimit = MostFormBytes, MultipartBodyLengthLimit = MostFormBytes },
                http.RequestAborted
            );
        }
        catch (InvalidDataException)
        {
            return FormCollection.Empty; // treated as a form without fields
        }
    }

    /// <summary>Lets the browser open an address with GET, so that reloading it does not send the form again.</summary>
    private static void SeeOther(HttpContext http, string address)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = address;
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "A browser at {Address} signed in with the key {KeyId}; request id {RequestId}"
    )]
    private static partial void SignedIn(ILogger log, string keyId, string address, string requestId);

    /// <summary>The category of the log.</summary>
    private sealed class DeskPage;
}
