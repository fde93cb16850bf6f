using System.Globalization;
using Adam.Desk.Briefs;
using Adam.Desk.Calls;
using Adam.Desk.Duplication;
using Adam.Desk.Home;
using Adam.Desk.Judging;
using Adam.Desk.Maps;
using Adam.Desk.Overlaps;
using Adam.Desk.Presence;
using Adam.Desk.Projects;
using Adam.Desk.Shell;
using Adam.Desk.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Adam.Desk.Hosting;

/// <summary>
/// Serves the pages of the desk. They need no key by themselves: what they show, the API has answered to the session of
/// the browser.
/// </summary>
public static class DeskPages
{
    private const string Root = "/desk";

    // Everything that a page loads comes from this server, and no page has scripts or styles of its own.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string LanguageCookie = "adam-language";

    private const int Year = 365;

    public static IServiceCollection AddDesk(this IServiceCollection services) => services.AddSingleton<DeskRenderer>();

    /// <summary>Maps the pages below <c>/desk</c>.</summary>
    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        Map("/projects", (desk, api, _) => ListModel.LoadAsync(desk, api));
        Map("/projects/{id}", (desk, api, http) => ProjectModel.LoadAsync(desk, api, Route(http, "id")));
        Map("/matrix", (desk, api, _) => MatrixModel.LoadAsync(desk, api));
        Map("/map", (desk, api, _) => MapModel.LoadAsync(desk, api));
        Map("/timeline", (desk, api, _) => TimelineModel.LoadAsync(desk, api));
        Map("/overlaps", (desk, api, _) => OverlapsModel.LoadAsync(desk, api));
        Map("/overlaps/{id}", (desk, api, http) => PairPageModel.LoadAsync(desk, api, Route(http, "id")));
        Map("/duplication", (desk, api, _) => DuplicationModel.LoadAsync(desk, api));
        Map("/judging", (desk, api, _) => JudgingModel.LoadAsync(desk, api));
        Map(
            "/countries/{code}",
            (desk, api, http) => BriefModel.LoadAsync(desk, api, Route(http, "code").ToUpperInvariant())
        );
        routes.MapGet(Root, () => Results.Redirect("/")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet($"{Root}/language", SetLanguage).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet($"{DeskAssets.Root}/{{hash}}/{{name}}", SendAsset).AllowAnonymous().ExcludeFromDescription();

        void Map(string path, Func<DeskContext, DeskApi, HttpContext, Task<View>> load) =>
            routes.MapGet(Root + path, http => RespondAsync(http, load)).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Sends the first page of a person: the overview, or the way to sign in.</summary>
    /// <param name="contact">The mailbox or page where people ask for a key; null if there is none.</param>
    public static async Task RespondWithHomeAsync(HttpContext http, string? contact)
    {
        if (http.Request.Cookies.Count == 0)
            await SendSignInAsync(http, new("/", contact, null), StatusCodes.Status200OK);
        else
            await RespondAsync(http, (desk, api, _) => OverviewModel.LoadAsync(desk, api), contact, isHome: true);
    }

    /// <summary>Sends the page with the form to sign in.</summary>
    public static Task SendSignInAsync(HttpContext http, SignInModel model, int status)
    {
        var desk = ContextOf(http) with { Path = "/", Filters = new([]) };
        return SendAsync(http, desk, SignInModel.Create(desk, model) with { Status = status });
    }

    /// <summary>Answers a form: with the page that follows, or with the reason why the API has refused it.</summary>
    /// <param name="form">The fields, from a page of this register.</param>
    public static async Task RespondToFormAsync(HttpContext http, IFormCollection form, IDeskForm handler)
    {
        var desk = ContextOf(http);
        var api = new DeskApi(http.RequestServices.GetRequiredService<IApi>(), http, desk.Words.Language);
        try
        {
            http.Response.Headers.Location = await handler.SendAsync(desk, api, form);
            // The browser opens the page with GET, so that reloading it does not send the form again.
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
        }
        catch (ApiProblemException problem)
        {
            await RespondAsync(http, (context, same, _) => handler.ExplainAsync(context, same, form, problem));
        }
    }

    /// <summary>Returns a text of the pages in the language of a request.</summary>
    public static Words WordsOf(HttpContext http) => ContextOf(http).Words;

    private static async Task RespondAsync(
        HttpContext http,
        Func<DeskContext, DeskApi, HttpContext, Task<View>> load,
        string? contact = null,
        bool isHome = false
    )
    {
        var desk = ContextOf(http);
        var api = new DeskApi(http.RequestServices.GetRequiredService<IApi>(), http, desk.Words.Language);
        try
        {
            desk = await WithPersonAsync(desk, api);
            await SendAsync(http, desk, await load(desk, api, http));
        }
        catch (ApiProblemException problem) when (problem.Status == StatusCodes.Status401Unauthorized)
        {
            // Nobody has signed in, or no longer: the page is opened afterwards.
            if (isHome)
                await SendSignInAsync(http, new("/", contact, null), StatusCodes.Status200OK);
            else
                http.Response.Redirect($"/?return={Uri.EscapeDataString(desk.Address)}");
        }
        catch (ApiProblemException problem)
        {
            http.Response.Headers.RetryAfter = problem.RetryAfter;
            var view = View.Create<ProblemView, ApiProblemException>(problem.Problem.Title, "", problem);
            await SendAsync(http, desk, view with { Status = problem.Status, HasFilters = desk.Countries.Count > 0 });
        }
    }

    /// <summary>Returns the context with the person, and with the countries and partners that filters offer.</summary>
    private static async Task<DeskContext> WithPersonAsync(DeskContext desk, DeskApi api)
    {
        var me = await api.GetAsync<Me>("/v1/me");
        const string Most = "&include=names&sort=projects-descending&limit=200";
        var countries = await api.GetAsync<PresenceTable>($"/v1/presence?by=country{Most}");
        var partners = await api.GetAsync<PresenceTable>($"/v1/presence?by=partner{Most}");
        return desk with
        {
            Me = me,
            Countries = Sort(countries.Items.Select(row => row.Country!), countries.Names?.Countries),
            Partners = Sort(partners.Items.Select(row => row.Partner!), partners.Names?.Partners),
        };

        Named[] Sort(IEnumerable<string> codes, IReadOnlyDictionary<string, string>? names) =>
            [
                .. codes
                    .Select(code => new Named(code, names?.GetValueOrDefault(code) ?? code))
                    .OrderBy(one => one.Name, StringComparer.Create(desk.Words.Culture, ignoreCase: true)),
            ];
    }

    private static async Task SendAsync(HttpContext http, DeskContext desk, View view)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = desk.Words.Culture;
        var html = await http.RequestServices.GetRequiredService<DeskRenderer>().RenderAsync(desk, view);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers.ContentLanguage = desk.Words.Language;
        headers["Referrer-Policy"] = "same-origin"; // forms state their origin, by which they are accepted
        headers.Append(HeaderNames.Vary, "Accept, Accept-Language, Cookie");
        http.Response.StatusCode = view.Status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(html, http.RequestAborted);
    }

    private static DeskContext ContextOf(HttpContext http)
    {
        var today = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        return new(
            new Words(CultureOf(http)),
            Filters.Read(http.Request.Query),
            http.Request.Path.Value!,
            $"{http.Request.Scheme}://{http.Request.Host}",
            DateOnly.FromDateTime(today)
        );
    }

    /// <summary>Returns the language that the person has chosen, else the one that the browser prefers.</summary>
    private static CultureInfo CultureOf(HttpContext http)
    {
        var chosen = http.Request.Cookies[LanguageCookie];
        var language =
            chosen is not null && Words.Languages.Contains(chosen)
                ? chosen
                : http.Request.GetTypedHeaders()
                    .AcceptLanguage.Where(range => range.Quality is not 0)
                    .OrderByDescending(range => range.Quality ?? 1)
                    .Select(range => range.Value.Value!.Split('-')[0].ToLowerInvariant())
                    .FirstOrDefault(Words.Languages.Contains)
                    ?? Words.Languages[0];
        return CultureInfo.GetCultureInfo(language == "ru" ? "ru-RU" : "en-GB");
    }

    private static void SetLanguage(HttpContext http)
    {
        var language = http.Request.Query["to"].ToString();
        if (Words.Languages.Contains(language))
            http.Response.Cookies.Append(
                LanguageCookie,
                language,
                new()
                {
                    HttpOnly = true,
                    SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
                    Secure = http.Request.IsHttps,
                    MaxAge = TimeSpan.FromDays(Year),
                    IsEssential = true,
                }
            );
        http.Response.Redirect(LocalAddress.Parse(http.Request.Query["return"]));
    }

    private static async Task SendAsset(HttpContext http)
    {
        if (DeskAssets.Find(Route(http, "hash"), Route(http, "name")) is not { } asset)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.ContentType = asset.MediaType;
        await http.Response.Body.WriteAsync(asset.Content, http.RequestAborted);
    }

    private static string Route(HttpContext http, string name) => (string)http.GetRouteValue(name)!;
}
