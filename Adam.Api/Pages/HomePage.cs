using System.Text;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Serialization;

namespace Adam.Api.Pages;

/// <summary>The page at <c>/</c>: the purpose of the register, and the way to a key, the contract and docs.</summary>
internal sealed class HomePage(Settings settings)
{
    private const string About =
        "Adam is a register of counter-narcotics assistance along the routes of opiates from Afghanistan: donors "
        + "record in it who does what, where and when. It finds projects of different partners that overlap, and "
        + "reports the likely duplicates.";

    private static readonly string[] MediaTypes = [Html.MediaType, Json.MediaType];

    private readonly Lazy<byte[]> _page = new(() => Encoding.UTF8.GetBytes(Render(settings.Contact)));
    private readonly Lazy<byte[]> _index = new(() => Index(settings.Contact));

    public IResult Respond(HttpContext http)
    {
        http.Response.Headers.Vary = "Accept";
        return Negotiation.Choose(http, MediaTypes) == 0
            ? Html.Respond(http, _page.Value, Html.MediaType)
            : Html.Respond(http, _index.Value, Json.MediaType);
    }

    private static byte[] Index(string? contact) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Name = "Adam",
                Html.Version,
                About,
                Contact = contact,
                Links = new
                {
                    Contract = "/openapi.yaml",
                    Swagger = "/swagger",
                    Docs = "/docs",
                    QuickStart = "/docs/quick-start",
                    Errors = "/docs/errors",
                    Live = "/health/live",
                    Ready = "/health/ready",
                    Me = "/v1/me",
                    Projects = "/v1/projects",
                    Presence = "/v1/presence",
                    Overlaps = "/v1/overlaps",
                },
            },
            Json.Options
        );

    private static string Render(string? contact) =>
        Html.Page(
            "Adam, a register of counter-narcotics assistance",
            $"""
            <main class="home" id="content">
            <h1>Adam</h1>
            <p class="lead">{Html.Encode(About)}</p>

            <h2>Start here</h2>
            <ul class="cards">
            <li><a href="/docs/quick-start">Quick start</a>
            <span>First requests for newcomers, donors, field offices, analysts, admins and operators</span></li>
            <li><a href="/docs">Documentation</a>
            <span>Overlaps, errors, IATI, formats, operation</span></li>
            <li><a href="/swagger">Try the API</a>
            <span>All requests, with examples, in the browser</span></li>
            <li><a href="/openapi.yaml">Contract</a>
            <span>The OpenAPI document, from which clients are generated</span></li>
            </ul>

            <h2>How do I get a key?</h2>
            <p>Every request below <code>/v1</code> needs a key.
            {Contact(contact)}
            State your partner, and if you read, record projects, or decide overlaps: a key has one of the roles
            <code>viewer</code>, <code>donor</code>, <code>analyst</code> and <code>admin</code>.
            Send it as the header <code>Authorization: Bearer adam_…</code>;
            <a href="/docs/quick-start#i-am-new-here">the quick start</a> has the first request.</p>

            <h2>Does it work?</h2>
            <p><a href="/health/ready">/health/ready</a> states if the register can serve requests.
            It runs version {Html.Encode(Html.Version)};
            <a href="/docs/repository/CHANGELOG">the changelog</a> lists the changes.</p>
            </main>
            """
        );

    private static string Contact(string? contact) =>
        contact is null ? "An admin of this register issues keys: ask the organisation that gave you this address."
        : contact.Contains("://", StringComparison.Ordinal)
            ? $"""An admin of this register issues keys: <a href="{Html.Encode(contact)}">ask here</a>."""
        : $"""
            An admin of this register issues keys: write to
            <a href="mailto:{Html.Encode(contact)}">{Html.Encode(contact)}</a>.
            """;
}
