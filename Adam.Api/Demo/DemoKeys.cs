using Adam.Api.Errors;
using Adam.Api.Keys;
using Adam.Api.OpenApi;
using Adam.Data.Audit.Refusals;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Domain.Keys;

namespace Adam.Api.Demo;

/// <summary>The keys (one for each role) and the welcome text of the demo.</summary>
internal static class DemoKeys
{
    private static readonly (Role Role, string Partner, string May)[] Holders =
    [
        (Role.Viewer, "OSCE", "reads"),
        (Role.Donor, "DE", "reads, and writes Germany's projects"),
        (Role.Analyst, "UNODC", "reads, and decides overlaps"),
        (Role.Admin, "UNODC", "partners, keys, everything"),
    ];

    public static async Task<IReadOnlyDictionary<Role, string>> CreateAsync(IServiceProvider services)
    {
        var keys = new Dictionary<Role, string>();
        foreach (var (role, partner, _) in Holders)
            keys.Add(
                role,
                await KeyCommands.IssueAsync(services, partner, role, $"Demo {role.ToString().ToLowerInvariant()}")
            );
        await AddExamplesAsync(services);
        await AddRefusalAsync(services);
        await DemoSubscriptions.AddAsync(services, CancellationToken.None);
        await DemoImports.AddAsync(services, CancellationToken.None);
        return keys;
    }

    /// <summary>
    /// Adds the keys of the contract's examples: one that is read and revoked, and one that is changed and rotated.
    /// </summary>
    private static async Task AddExamplesAsync(IServiceProvider services)
    {
        var (id, partner, name) = ExampleFile.Key;
        var now = services.GetRequiredService<TimeProvider>().Instant();
        var keys = services.GetRequiredService<KeyStore>();
        foreach (var example in (string[])[id, ExampleFile.RotatedKeyId])
        {
            var secret = KeySecret.Create(); // nobody gets it
            var key = new ApiKey(example, partner, Role.Donor, name, now, RevokedAt: null);
            await keys.AddAsync(key, secret.Hash(), CancellationToken.None);
        }
    }

    /// <summary>Adds a refused request, so that the list of the contract's example shows one.</summary>
    private static Task AddRefusalAsync(IServiceProvider services)
    {
        var (id, partner, name) = ExampleFile.Key;
        var at = services.GetRequiredService<TimeProvider>().Instant();
        var refused = new RefusedRequest(
            at,
            at,
            Requests: 1,
            ErrorCodes.NotYourProject.Status,
            ErrorCodes.NotYourProject.Id,
            "This project is UNODC's; this key is DE's. Ask UNODC to change it.",
            id,
            name,
            partner,
            RemoteAddress: "192.0.2.17",
            Method: "DELETE",
            Route: "/v1/projects/{id}",
            RequestId: "4bf92f3577b34da6a3ce929d0e0e4736"
        );
        return services.GetRequiredService<RefusalStore>().AddAsync([refused], CancellationToken.None);
    }

    public static string Welcome(string address, string place, IReadOnlyDictionary<Role, string> keys) =>
        $"""

            Adam is serving a sample register at {address}
            (in {place}; it is gone when you press Ctrl-C)

            Keys:
            {string.Join(
                Environment.NewLine,
                Holders.Select(holder =>
                    $"  {holder.Role.ToString().ToLowerInvariant(), -8} {keys[holder.Role]}   {holder.Partner}: "
                        + $"{holder.May}"
                )
            )}

            Try:
              curl -H "Authorization: Bearer {keys[Role.Viewer]}" "{address}/v1/projects?country=TJ&pillar=precursors"
              curl -H "Authorization: Bearer {keys[
                Role.Viewer
            ]}" "{address}/v1/presence?by=country,pillar&route=northern"
              curl -H "Authorization: Bearer {keys[Role.Viewer]}" "{address}/v1/overlaps?country=AF&limit=5"

            Or open {address} in a browser and sign in with a key; {address}/swagger tries each request.
            """;
}
