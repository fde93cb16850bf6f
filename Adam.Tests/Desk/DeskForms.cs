using Adam.Domain.Keys;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Adam.Tests.Desk;

/// <summary>Reads the forms of the desk's pages, and sends them as a browser without script does.</summary>
internal static class DeskForms
{
    public static readonly (string, string) OwnForm = ("Sec-Fetch-Site", "same-origin");

    public static async Task<IHtmlDocument> OpenAsync(
        this HttpClient browser,
        string address,
        params (string Name, string Value)[] headers
    )
    {
        var response = await browser.SendAsync("GET", address, headers: headers);
        return await response.PageAsync(200);
    }

    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage response, int status)
    {
        var html = await response.Content.ReadAsStringAsync();
        var page = new HtmlParser().ParseDocument(html);
        Assert.That(
            (int)response.StatusCode,
            Is.EqualTo(status),
            page.QuerySelector("[role=alert]")?.TextContent ?? html
        );
        return page;
    }

    /// <summary>Returns the fields that a browser sends with a form, without those of its buttons.</summary>
    public static List<(string Name, string Text)> FieldsOf(this IHtmlDocument page, string form = "main form") =>
        [
            .. page.QuerySelector(form)!
                .QuerySelectorAll("input[name], textarea[name], select[name]")
                .SelectMany(field =>
                    field switch
                    {
                        IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => [],
                        IHtmlInputElement { Type: "file" } => [],
                        IHtmlInputElement input => [(input.Name!, input.Value ?? "")],
                        IHtmlTextAreaElement area => [(area.Name!, area.Value ?? "")],
                        IHtmlSelectElement choice => [(choice.Name!, choice.Value ?? "")],
                        _ => Array.Empty<(string, string)>(),
                    }
                ),
        ];

    /// <summary>Returns the fields with other texts in some of them.</summary>
    public static List<(string Name, string Text)> With(
        this List<(string Name, string Text)> fields,
        params (string Name, string Text)[] others
    ) =>
        [
            .. fields.Where(field => others.All(other => other.Name != field.Name)),
            .. others.Reverse().DistinctBy(other => other.Name), // the last text of a name
        ];

    public static Task<HttpResponseMessage> SendFormAsync(
        this HttpClient browser,
        string address,
        IEnumerable<(string Name, string Text)> fields,
        params (string, string)[] headers
    ) =>
        browser.SendAsync(
            "POST",
            address,
            string.Join('&', fields.Select(field => $"{Encode(field.Name)}={Encode(field.Text)}")),
            "application/x-www-form-urlencoded",
            [OwnForm, .. headers]
        );

    /// <summary>Returns the text of the faults beside a field.</summary>
    public static string FaultOf(this IHtmlDocument page, string field) =>
        page.QuerySelectorAll("[data-fault]").Single(place => place.GetAttribute("data-fault") == field).TextContent;

    public static async Task<string> CookieOfAsync(DemoServer demo, Role role)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new(demo.Address),
        };
        var response = await client.SendFormAsync("/desk/sign-in", [("key", demo.Keys[role])]);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static string Encode(string text) => Uri.EscapeDataString(text.ReplaceLineEndings("\r\n"));
}
