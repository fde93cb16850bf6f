using System.Text.Json;
using Adam.Api.Configuration;
using Adam.Api.Serialization;

namespace Adam.Api.Pages;

/// <summary>The index at <c>/</c> for programs: the purpose of the register, and its addresses.</summary>
internal sealed class HomeIndex(Settings settings)
{
    private const string About =
        "Adam is a register of counter-narcotics assistance along the routes of opiates from Afghanistan: donors "
        + "record in it who does what, where and when. It finds projects of different partners that overlap, and "
        + "reports the likely duplicates.";

    private readonly Lazy<byte[]> _index = new(() => Index(settings.Contact));

    public IResult Respond(HttpContext http) => Html.Respond(http, _index.Value, Json.MediaType);

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
}
