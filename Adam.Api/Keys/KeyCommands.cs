using System.CommandLine;
using Adam.Api.Cli;
using Adam.Api.Partners;
using Adam.Api.Startup;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Data.Partners;
using Adam.Domain.Keys;

namespace Adam.Api.Keys;

/// <summary>The command <c>keys create</c>.</summary>
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
        return new Command("keys", "Manage API keys.") { create };
    }

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
