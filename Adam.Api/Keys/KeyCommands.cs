using System.CommandLine;
using System.Globalization;
using Adam.Api.Cli;
using Adam.Api.Partners;
using Adam.Api.Serialization;
using Adam.Api.Startup;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Data.Partners;
using Adam.Domain.Keys;

namespace Adam.Api.Keys;

/// <summary>The commands <c>keys create</c>, <c>keys list</c> and <c>keys revoke</c>.</summary>
internal static class KeyCommands
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var partner = new Option<string>("--partner")
        {
            Description = "The code of the partner that gets the key, such as DE or UNODC.",
            Required = true,
        };
        var role = new Option<string>("--role")
        {
            Description = "The role of the key: viewer, donor, analyst or admin.",
            Required = true,
        };
        role.Validators.Add(given =>
        {
            var name = given.GetValueOrDefault<string>();
            if (!Enum.GetNames<Role>().Contains(name, StringComparer.OrdinalIgnoreCase))
                given.AddError($"There is no role '{name}'; it must be viewer, donor, analyst or admin.");
        });
        var name = new Option<string?>("--name")
        {
            Description = "The purpose of the key, shown as updatedBy on the projects that it writes.",
        };
        var create = new Command(
            "create",
            "Issue a key and print it. It is shown only once, because the register stores a hash. Works on the "
                + "database directly, also while the program is serving."
        )
        {
            partner,
            role,
            name,
        };
        create.Run(
            build,
            (parsed, app) =>
                RunAsync(
                    app,
                    parsed.GetValue(partner)!,
                    Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true),
                    parsed.GetValue(name)
                )
        );
        return new Command("keys", "Manage API keys.") { create, CreateList(build), CreateRevoke(build) };
    }

    private static Command CreateList(Func<string[], WebApplication> build)
    {
        var partner = new Option<string?>("--partner") { Description = "Only the keys of this partner." };
        var list = new Command("list", "Show the keys without their secrets, in the order of their creation.")
        {
            partner,
        };
        list.Run(build, (parsed, app) => ListAsync(app, parsed.GetValue(partner)), CommandExtensions.Quiet);
        return list;
    }

    private static Command CreateRevoke(Func<string[], WebApplication> build)
    {
        var id = new Argument<string>("ID")
        {
            Description = "The id of the key: its first part, between the two underscores.",
        };
        var revoke = new Command(
            "revoke",
            "Revoke a key, also the last one of an admin. A server rejects it from the next request on, and other "
                + "servers of a SQL Server register within a second."
        )
        {
            id,
        };
        revoke.Run(build, (parsed, app) => RevokeAsync(app, parsed.GetValue(id)!), CommandExtensions.Quiet);
        return revoke;
    }

    private static async Task<int> ListAsync(WebApplication app, string? partner)
    {
        const int Page = 500;
        await RegisterPreparation.PrepareAsync(app);
        var keys = app.Services.GetRequiredService<KeyStore>();
        var code = partner is null ? null : PartnerCodes.Canonical(partner);
        IReadOnlyList<StoredKey> page;
        for (var after = 0L; (page = await keys.ListAsync(code, after, Page, CancellationToken.None)).Count > 0; )
        {
            foreach (var (_, key, _) in page)
                Console.WriteLine(Line(key));
            after = page[^1].Position;
        }

        return ExitCode.Success;
    }

    private static async Task<int> RevokeAsync(WebApplication app, string id)
    {
        await RegisterPreparation.PrepareAsync(app);
        var keys = app.Services.GetRequiredService<KeyStore>();
        var at = app.Services.GetRequiredService<TimeProvider>().Instant();
        if (await keys.RevokeAsync(id, at, CancellationToken.None) == KeyRevocation.UnknownKey)
        {
            await Console.Error.WriteLineAsync($"There is no key {id}. The command keys list shows them.");
            return ExitCode.Invalid;
        }

        Console.WriteLine($"The key {id} is revoked.");
        return ExitCode.Success;
    }

    private static string Line(ApiKey key) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{key.Id} {key.CreatedAt:yyyy-MM-dd'T'HH:mm:ss'Z'} {Json.NameOf(key.Role), -7} {key.Partner, -6} "
                + $"{(key.RevokedAt is { } at ? $"revoked {at:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "valid"), -28}  {key.Name}"
        );

    /// <summary>Issues a key and returns it with its secret.</summary>
    public static async Task<string> IssueAsync(IServiceProvider services, string partner, Role role, string name)
    {
        var secret = KeySecret.Create();
        var now = services.GetRequiredService<TimeProvider>().Instant();
        var key = new ApiKey(secret.Id, partner, role, name, now, null);
        await services.GetRequiredService<KeyStore>().AddAsync(key, secret.Hash(), CancellationToken.None);
        return secret.ToString();
    }

    private static async Task<int> RunAsync(WebApplication app, string partner, Role role, string? name)
    {
        await RegisterPreparation.PrepareAsync(app);
        var code = PartnerCodes.Canonical(partner);
        var directory = await app.Services.GetRequiredService<PartnerStore>().DirectoryAsync(CancellationToken.None);
        if (directory.UnknownError(code, "partner") is { } unknown)
        {
            await Console.Error.WriteLineAsync(unknown.Reason);
            return ExitCode.Invalid;
        }

        var roleName = role.ToString().ToLowerInvariant();
        var secret = await IssueAsync(app.Services, code, role, name ?? $"{code} {roleName}");
        await Console.Error.WriteLineAsync(
            $"A key for {code} in the register at {app.Database().Location}. It is shown this once:"
        );
        Console.WriteLine(secret);
        return ExitCode.Success;
    }
}
