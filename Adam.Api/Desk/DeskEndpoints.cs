using Adam.Api.Accounts;
using Adam.Api.Binding;
using Adam.Api.BrowserSessions;
using Adam.Api.Configuration;
using Adam.Api.Pages;
using Adam.Api.Serialization;
using Adam.Data.BrowserSessions;
using Adam.Desk.Calls;
using Adam.Desk.Hosting;
using Adam.Desk.Shell;

namespace Adam.Api.Desk;

/// <summary>Hosts the desk: its pages, and the exchange of a key for a session.</summary>
internal static class DeskEndpoints
{
    /// <summary>The most bytes of the forms to sign in and out.</summary>
    private const int MostFormBytes = 8192;

    private static readonly string[] MediaTypes = [Html.MediaType, Json.MediaType];

    public static IServiceCollection AddDeskPages(this IServiceCollection services, Settings settings) =>
        services
            .AddDesk()
            .AddSingleton(
                new SignInWays(settings.Contact, settings.OpenIdConnect?.Client is null ? null : AccountSignIn.Path)
            )
            .AddBrowserSessions()
            .AddAccountSignIn(settings.OpenIdConnect)
            .AddSingleton<InProcessApi>()
            .AddSingleton<IApi>(provider => provider.GetRequiredService<InProcessApi>())
            .AddSingleton<PersonForms>()
            .AddSingleton<IPersonForms>(provider => provider.GetRequiredService<PersonForms>());

    public static void MapDeskPages(this WebApplication app, Settings settings)
    {
        app.MapGet("/", RespondWithHomeAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/desk/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        app.MapPost("/desk/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        app.MapAccountSignIn(settings.OpenIdConnect);
        app.MapDesk();
    }

    /// <summary>Answers a person with a page, and a program with an index.</summary>
    private static Task RespondWithHomeAsync(HttpContext http, HomeIndex index)
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
                    SessionCookie.Read(http) is null ? null : DeskPages.WordsOf(http)["SignIn.ended"]
                ),
                StatusCodes.Status200OK
            )
            : DeskPages.RespondWithHomeAsync(http);
    }

    private static async Task SignInAsync(HttpContext http, PersonForms forms)
    {
        var form = await forms.ReadAsync(http, MostFormBytes);
        var address = LocalAddress.Parse(form["return"]);
        if (await forms.SignInAsync(http, form["key"].ToString()) is { } refusal)
            await DeskPages.SendSignInAsync(http, new(address, refusal), http.Response.StatusCode);
        else
            SeeOther(http, address);
    }

    private static async Task SignOutAsync(HttpContext http, PersonForms forms, BrowserSessionStore sessions)
    {
        await forms.ReadAsync(http, MostFormBytes);
        if (SessionCookie.Read(http) is { } token)
            await sessions.EndAsync(token, http.RequestAborted);
        SessionCookie.Remove(http);
        SeeOther(http, "/");
    }

    /// <summary>Lets the browser open an address with GET, so that reloading it does not send the form again.</summary>
    private static void SeeOther(HttpContext http, string address)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = address;
    }
}
