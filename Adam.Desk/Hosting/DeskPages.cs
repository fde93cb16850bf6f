using System.Globalization;
using Adam.Desk.Audit;
using Adam.Desk.Briefs;
using Adam.Desk.Calls;
using Adam.Desk.Documents;
using Adam.Desk.Duplication;
using Adam.Desk.Forms;
using Adam.Desk.Gaps;
using Adam.Desk.Health;
using Adam.Desk.Home;
using Adam.Desk.Imports;
using Adam.Desk.Judging;
using Adam.Desk.Keys;
using Adam.Desk.Layers;
using Adam.Desk.Maps;
using Adam.Desk.Measures;
using Adam.Desk.Meetings;
using Adam.Desk.Overlaps;
using Adam.Desk.Partners;
using Adam.Desk.Posts;
using Adam.Desk.Presence;
using Adam.Desk.Projects;
using Adam.Desk.Questionnaires;
using Adam.Desk.Recommendations;
using Adam.Desk.Recording;
using Adam.Desk.Reports;
using Adam.Desk.Shell;
using Adam.Desk.Subscriptions;
using Adam.Desk.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Adam.Desk.Hosting;

/// <summary>
/// Serves the pages of the desk, and takes its forms. They need no key by themselves: what they show and write, the API
/// has answered to the session of the browser.
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

    private const int MostPartners = 500;

    /// <summary>The most bytes of a form: a small file to import, or the largest record.</summary>
    private const long MostFormBytes = 16 << 20;

    public static IServiceCollection AddDesk(this IServiceCollection services) => services.AddSingleton<DeskRenderer>();

    /// <summary>Maps the pages below <c>/desk</c>.</summary>
    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        Map("/projects/new", (desk, api, _) => RecordModel.NewAsync(desk, api));
        Map("/projects/{id}/edit", (desk, api, http) => RecordModel.EditAsync(desk, api, Route(http, "id")));
        Take("/projects/new", (desk, api, _, form) => RecordModel.SubmitAsync(desk, api, null, Fields.Read(form)));
        Take(
            "/projects/{id}/edit",
            (desk, api, http, form) => RecordModel.SubmitAsync(desk, api, Route(http, "id"), Fields.Read(form))
        );
        Take(
            "/projects/check",
            (desk, api, _, form) => RecordModel.CheckAsync(desk, api, Fields.Read(form)),
            isPart: true
        );
        Map("/imports", (desk, api, _) => ImportListModel.LoadAsync(desk, api));
        Map("/imports/new", (desk, api, _) => NewImportModel.ShowAsync(desk, api));
        Map("/imports/{id}", (desk, api, http) => ImportModel.LoadAsync(desk, api, Route(http, "id")));
        Take("/imports/new", (desk, api, http, form) => NewImportModel.SubmitAsync(desk, api, form, http));
        Take(
            "/imports/{id}",
            (desk, api, http, form) => ImportModel.SubmitAsync(desk, api, Route(http, "id"), Fields.Read(form))
        );
        Map("/partners", (desk, api, _) => PartnersModel.ShowAsync(desk, api));
        Map("/partners/{code}", (desk, api, http) => PartnersModel.EditAsync(desk, api, Route(http, "code")));
        Take("/partners", (desk, api, _, form) => PartnersModel.SubmitAsync(desk, api, null, Fields.Read(form)));
        Take(
            "/partners/{code}",
            (desk, api, http, form) => PartnersModel.SubmitAsync(desk, api, Route(http, "code"), Fields.Read(form))
        );
        Map("/keys", (desk, api, _) => KeysModel.ShowAsync(desk, api));
        Take("/keys", (desk, api, _, form) => KeysModel.SubmitAsync(desk, api, Fields.Read(form)));
        Map("/subscriptions", (desk, api, _) => SubscriptionsModel.ShowAsync(desk, api));
        Take("/subscriptions", (desk, api, _, form) => SubscriptionsModel.SubmitAsync(desk, api, Fields.Read(form)));
        Map("/audit", (desk, api, _) => AuditModel.LoadAsync(desk, api));
        Map("/health", (desk, api, _) => HealthModel.LoadAsync(desk, api));
        Map("/gaps", (desk, api, _) => GapsModel.LoadAsync(desk, api));
        Map("/measures", (desk, api, _) => MeasuresModel.LoadAsync(desk, api));
        Map("/measures/new", (desk, api, _) => MeasureFormModel.NewAsync(desk, api));
        Map("/measures/{reference}", (desk, api, http) => MeasureModel.LoadAsync(desk, api, Route(http, "reference")));
        Map(
            "/measures/{reference}/edit",
            (desk, api, http) => MeasureFormModel.EditAsync(desk, api, Route(http, "reference"))
        );
        Map(
            "/measures/{reference}/judging",
            (desk, api, http) => MeasureJudgingModel.LoadAsync(desk, api, Route(http, "reference"))
        );
        Take("/measures/new", (desk, api, _, form) => MeasureFormModel.SubmitAsync(desk, api, null, Fields.Read(form)));
        Take(
            "/measures/{reference}/edit",
            (desk, api, http, form) =>
                MeasureFormModel.SubmitAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        Take(
            "/measures/{reference}/judging",
            (desk, api, http, form) =>
                MeasureJudgingForm.SubmitAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        Map("/recommendations", (desk, api, _) => RecommendationsModel.LoadAsync(desk, api));
        Map(
            "/recommendations/{set}/{number}",
            (desk, api, http) =>
                RecommendationModel.LoadAsync(desk, api, $"{Route(http, "set")}/{Route(http, "number")}")
        );
        Map("/meetings", (desk, api, _) => MeetingsModel.LoadAsync(desk, api));
        Map("/meetings/{reference}", (desk, api, http) => MeetingModel.LoadAsync(desk, api, Route(http, "reference")));
        Take(
            "/meetings/{reference}/endorsements",
            (desk, api, http, form) => MeetingModel.EndorseAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        Map("/documents", (desk, api, _) => DocumentsModel.LoadAsync(desk, api));
        Map("/documents/new", (desk, api, _) => DocumentFormModel.NewAsync(desk, api));
        Map(
            "/documents/{reference}",
            (desk, api, http) => DocumentModel.LoadAsync(desk, api, Route(http, "reference"))
        );
        Map(
            "/documents/{reference}/edit",
            (desk, api, http) => DocumentFormModel.EditAsync(desk, api, Route(http, "reference"))
        );
        Take(
            "/documents/new",
            (desk, api, _, form) => DocumentFormModel.SubmitAsync(desk, api, null, Fields.Read(form))
        );
        Take(
            "/documents/{reference}/edit",
            (desk, api, http, form) =>
                DocumentFormModel.SubmitAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        Take(
            "/documents/{reference}/withdraw",
            (desk, api, http, form) =>
                DocumentModel.WithdrawAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        Map("/posts", (desk, api, _) => PostsModel.LoadAsync(desk, api));
        Map("/posts/new", (desk, api, _) => PostFormModel.NewAsync(desk, api));
        Map("/posts/{reference}", (_, api, http) => PostModel.LoadAsync(api, Route(http, "reference")));
        Map(
            "/posts/{reference}/edit",
            (desk, api, http) => PostFormModel.EditAsync(desk, api, Route(http, "reference"))
        );
        Take("/posts/new", (desk, api, _, form) => PostFormModel.SubmitAsync(desk, api, null, Fields.Read(form)));
        Take(
            "/posts/{reference}/edit",
            (desk, api, http, form) => PostFormModel.SubmitAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        Take(
            "/posts/{reference}/withdraw",
            (desk, api, http, form) => PostModel.WithdrawAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        Map("/questionnaires", (desk, api, _) => QuestionnairesModel.LoadAsync(desk, api));
        Map(
            "/questionnaires/{reference}",
            (desk, api, http) => QuestionnaireModel.LoadAsync(desk, api, Route(http, "reference"))
        );
        Take(
            "/questionnaires/{reference}/state",
            (desk, api, http, form) =>
                QuestionnaireModel.SetStateAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        Take(
            "/questionnaires/{reference}/findings",
            (desk, api, http, form) =>
                QuestionnaireModel.PromoteAsync(desk, api, Route(http, "reference"), Fields.Read(form))
        );
        const string Response = "/questionnaires/{reference}/responses/{partner}";
        Map(Response, (desk, api, http) => ResponseModel.LoadAsync(desk, api, ResponseAt(http)));
        Take(
            Response,
            (desk, api, http, form) => ResponseForm.SubmitAsync(desk, api, ResponseAt(http), Fields.Read(form))
        );
        Take(
            $"{Response}/workbook",
            (desk, api, http, form) => ResponseForm.SendWorkbookAsync(desk, api, ResponseAt(http), form, http)
        );
        Take(
            $"{Response}/review",
            (desk, api, http, form) => ResponseForm.ReviewAsync(desk, api, ResponseAt(http), Fields.Read(form))
        );
        Map("/report", (desk, api, _) => ReportYearsModel.LoadAsync(desk, api));
        Map("/report/{year:int}", (desk, api, http) => ReportModel.LoadAsync(desk, api, YearOf(http)));
        Take(
            "/report/{year:int}/notes",
            (desk, api, http, form) => ReportForm.WriteNoteAsync(desk, api, YearOf(http), Fields.Read(form))
        );
        Take(
            "/report/{year:int}/editions",
            (desk, api, http, form) => ReportForm.FreezeAsync(desk, api, YearOf(http), Fields.Read(form))
        );
        TakeAction("/judging", new JudgingForm());
        TakeAction("/notes", new NoteForm());
        Map("/projects", (desk, api, _) => ListModel.LoadAsync(desk, api));
        Map("/projects/{id}", (desk, api, http) => ProjectModel.LoadAsync(desk, api, Route(http, "id")));
        Map("/matrix", (desk, api, _) => MatrixModel.LoadAsync(desk, api));
        Map("/map", (desk, api, _) => MapModel.LoadAsync(desk, api));
        Map("/layers", (desk, api, _) => LayersModel.LoadAsync(desk, api));
        Map("/timeline", (desk, api, _) => TimelineModel.LoadAsync(desk, api));
        Map("/overlaps", (desk, api, _) => OverlapsModel.LoadAsync(desk, api));
        Map("/overlaps/{id}", (desk, api, http) => PairPageModel.LoadAsync(desk, api, Route(http, "id")));
        Map("/duplication", (desk, api, _) => DuplicationModel.LoadAsync(desk, api));
        Map("/judging", (desk, api, _) => JudgingModel.LoadAsync(desk, api));
        Map(
            "/countries/{code}",
            (desk, api, http) => BriefModel.LoadAsync(desk, api, Route(http, "code").ToUpperInvariant())
        );
        Map("/{**path}", (desk, _, _) => Task.FromResult(UnknownPage.CreateView(desk)));
        routes.MapGet(Root, () => Results.Redirect("/")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet($"{Root}/language", SetLanguage).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet($"{DeskAssets.Root}/{{hash}}/{{name}}", SendAsset).AllowAnonymous().ExcludeFromDescription();

        void Map(string path, Func<DeskContext, DeskApi, HttpContext, Task<View>> load) =>
            routes.MapGet(Root + path, http => RespondAsync(http, load)).AllowAnonymous().ExcludeFromDescription();

        // The only way to take a form, so that none comes from another site.
        void Take(
            string path,
            Func<DeskContext, DeskApi, HttpContext, IFormCollection, Task<FormAnswer>> act,
            bool isPart = false
        ) =>
            routes
                .MapPost(Root + path, http => RespondToFormAsync(http, act, isPart))
                .AllowAnonymous()
                .ExcludeFromDescription()
                .DisableAntiforgery(); // the reader of forms refuses those of other sites

        void TakeAction(string path, IDeskForm form) =>
            Take(
                path,
                async (desk, api, _, fields) =>
                {
                    try
                    {
                        return new FormAnswer.See(await form.SendAsync(desk, api, fields));
                    }
                    catch (ApiProblemException problem) when (problem.Status != StatusCodes.Status401Unauthorized)
                    {
                        return new FormAnswer.Page(await form.ExplainAsync(desk, api, fields, problem));
                    }
                }
            );
    }

    /// <summary>Sends the first page of a person: the overview, or the way to sign in.</summary>
    public static Task RespondWithHomeAsync(HttpContext http) =>
        http.Request.Cookies.Count == 0
            ? SendSignInAsync(http, new("/", null), StatusCodes.Status200OK)
            : RespondAsync(http, (desk, api, _) => OverviewModel.LoadAsync(desk, api), isHome: true);

    /// <summary>Sends the page with the form to sign in.</summary>
    public static Task SendSignInAsync(HttpContext http, SignInModel model, int status)
    {
        var desk = ContextOf(http) with { Path = "/", Filters = new([]) };
        return SendAsync(http, desk, SignInModel.Create(desk, model) with { Status = status });
    }

    /// <summary>Sends the page after a sign-in that has led over another site, which opens an address.</summary>
    public static Task SendSignedInAsync(HttpContext http, string address)
    {
        var desk = ContextOf(http) with { Path = "/", Filters = new([]) };
        return SendAsync(http, desk, SignedInModel.Create(desk, new(address)));
    }

    /// <summary>Returns a text of the pages in the language of a request.</summary>
    public static Words WordsOf(HttpContext http) => ContextOf(http).Words;

    private static async Task RespondAsync(
        HttpContext http,
        Func<DeskContext, DeskApi, HttpContext, Task<View>> load,
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
                await SendSignInAsync(http, new("/", null), StatusCodes.Status200OK);
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

    /// <summary>Takes a form. Whatever refuses it, what was entered stays on the page that answers.</summary>
    /// <param name="isPart">True if the answer has no header, and so does not name the person.</param>
    private static async Task RespondToFormAsync(
        HttpContext http,
        Func<DeskContext, DeskApi, HttpContext, IFormCollection, Task<FormAnswer>> act,
        bool isPart
    )
    {
        var desk = ContextOf(http);
        var people = http.RequestServices.GetRequiredService<IPersonForms>();
        var form = await people.ReadAsync(http, MostFormBytes);
        var (key, fields) = (form[HeldForm.Key].ToString().Trim(), Fields.Read(form));
        if (key.Length > 0 && await people.SignInAsync(http, key) is { } refusal)
        {
            var unknown = new Problem(desk.Words["SignIn.title"], refusal, "", null, null);
            var held = new HeldForm(unknown, fields, NeedsKey: true, refusal, form.Files.Count > 0);
            await SendAsync(http, desk, HeldForm.Create(desk, held, http.Response.StatusCode));
            return;
        }

        var api = new DeskApi(
            http.RequestServices.GetRequiredService<IApi>(),
            http,
            desk.Words.Language,
            key.Length > 0 ? key : null
        );
        try
        {
            if (!isPart)
                desk = await WithPersonAsync(desk, api);
            await SendAsync(http, desk, await act(desk, api, http, form));
        }
        catch (ApiProblemException problem)
        {
            http.Response.Headers.RetryAfter = problem.RetryAfter;
            var needsKey = problem.Status == StatusCodes.Status401Unauthorized;
            var held = new HeldForm(problem.Problem, fields, needsKey, null, form.Files.Count > 0);
            await SendAsync(http, desk, HeldForm.Create(desk, held, problem.Status));
        }
    }

    private static async Task SendAsync(HttpContext http, DeskContext desk, FormAnswer answer)
    {
        switch (answer)
        {
            case FormAnswer.Page page:
                await SendAsync(http, desk, page.View);
                break;
            case FormAnswer.See see:
                http.Response.StatusCode = StatusCodes.Status303SeeOther;
                http.Response.Headers.Location = see.Address;
                break;
            case FormAnswer.Download file:
                http.Response.ContentType = file.MediaType;
                http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
                {
                    FileNameStar = file.Name,
                }.ToString();
                http.Response.Headers.CacheControl = "no-store";
                await http.Response.Body.WriteAsync(file.Content, http.RequestAborted);
                break;
            case FormAnswer.Part part:
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = desk.Words.Culture;
                var renderer = http.RequestServices.GetRequiredService<DeskRenderer>();
                http.Response.ContentType = "text/html; charset=utf-8";
                http.Response.Headers.CacheControl = "no-store";
                await http.Response.WriteAsync(await renderer.RenderPartAsync(desk, part.Component, part.Model));
                break;
        }
    }

    /// <summary>Returns the context with the person, and with the countries and partners that filters offer.</summary>
    private static async Task<DeskContext> WithPersonAsync(DeskContext desk, DeskApi api)
    {
        var me = await api.GetAsync<Me>("/v1/me");
        desk = desk with { Me = me, Names = await CodeLists.NamesAsync(desk, api) };
        var countries = await api.GetTableAsync("/v1/presence?by=country");
        var partners = await api.GetAsync<Page<Partner>>($"/v1/partners?hasProjects=true&limit={MostPartners}");
        return desk with
        {
            Countries = Sort(countries.Items.Select(row => row.Country!), desk.Country),
            Partners = Sort(partners.Items.Select(partner => partner.Code), desk.Partner),
        };

        Named[] Sort(IEnumerable<string> codes, Func<string, string> nameOf) =>
            [
                .. codes
                    .Select(code => new Named(code, nameOf(code)))
                    .OrderBy(one => one.Name, StringComparer.Create(desk.Words.Culture, ignoreCase: true)),
            ];
    }

    private static async Task SendAsync(HttpContext http, DeskContext desk, View view)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = desk.Words.Culture;
        var renderer = http.RequestServices.GetRequiredService<DeskRenderer>();
        var html = await renderer.RenderAsync(desk, view);
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
        )
        {
            SignIn = http.RequestServices.GetRequiredService<SignInWays>(),
            FormPage = HttpMethods.IsGet(http.Request.Method) ? null : FormPageOf(http.Request),
        };
    }

    /// <summary>Returns the page that has sent a form, as the browser states it; else the first page.</summary>
    private static string FormPageOf(HttpRequest request) =>
        request.GetTypedHeaders().Referer is { IsAbsoluteUri: true } page && page.Authority == request.Host.Value
            ? LocalAddress.Parse(page.PathAndQuery)
            : "/";

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

    private static ResponseAddress ResponseAt(HttpContext http) =>
        new(Route(http, "reference"), Route(http, "partner"));

    private static int YearOf(HttpContext http) => int.Parse(Route(http, "year"), CultureInfo.InvariantCulture);

    private static string Route(HttpContext http, string name) => (string)http.GetRouteValue(name)!;
}
