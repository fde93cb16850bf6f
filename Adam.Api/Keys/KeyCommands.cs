using System.CommandLine;
using System.Globalization;
using Adam.Api.Binding;
using Adam.Api.Cli;
using Adam.Api.Errors;
using Adam.Api.Partners;
using Adam.Api.Serialization;
using Adam.Api.Startup;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Text;

namespace Adam.Api.Keys;

/// <summary>The commands that issue, list, rotate, expire and revoke keys.</summary>
internal static class KeyCommands
{
    private const string Never = "never";

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
        var expires = Expires("The instant at which the key expires, such as 2027-12-31T00:00:00Z, or never.");
        var addresses = new Option<string[]>("--address")
        {
            Description = "An address or network from which the key is accepted, such as 192.0.2.0/24. Repeatable.",
        };
        var scopes = new Option<string[]>("--scope")
        {
            Description = $"A scope that the key is restricted to, of {Listed()}. Repeatable.",
        };
        scopes.Validators.Add(given =>
        {
            foreach (var text in given.GetValueOrDefault<string[]>() ?? [])
            {
                if (ScopeOf(text) is null)
                    given.AddError($"There is no scope '{text}'; known are {Listed()}.");
            }
        });
        var create = new Command(
            "create",
            "Issue a key and print it. It is shown only once, because the register stores a hash. Works on the "
                + "database directly, also while the program is serving."
        )
        {
            partner,
            role,
            name,
            expires,
            addresses,
            scopes,
        };
        create.Run(
            build,
            (parsed, app) =>
                RunAsync(
                    app,
                    new()
                    {
                        Partner = parsed.GetValue(partner)!,
                        Role = Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true),
                        Name = parsed.GetValue(name),
                        AllowedAddresses = parsed.GetValue(addresses) is { Length: > 0 } networks ? networks : null,
                        Scopes = parsed.GetValue(scopes) is { Length: > 0 } named
                            ? [.. named.Select(ScopeOf).OfType<KeyScope>()]
                            : null,
                    },
                    parsed.GetValue(expires)
                )
        );
        return new Command("keys", "Manage API keys.")
        {
            create,
            CreateList(build),
            CreateRotate(build),
            CreateExpire(build),
            CreateRevoke(build),
        };
    }

    private static Command CreateRotate(Func<string[], WebApplication> build)
    {
        var id = IdArgument();
        var overlap = new Option<int>("--overlap")
        {
            Description =
                $"The time in hours for which both keys are valid, from 0 to {RotateKeyRequest.LongestOverlap}.",
            DefaultValueFactory = _ => new RotateKeyRequest().Overlap,
        };
        overlap.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 0 or > RotateKeyRequest.LongestOverlap)
                given.AddError($"--overlap must be a number of hours from 0 to {RotateKeyRequest.LongestOverlap}.");
        });
        var rotate = new Command(
            "rotate",
            "Replace a key by a new one and print it. The former one expires after the overlap."
        )
        {
            id,
            overlap,
        };
        rotate.Run(
            build,
            (parsed, app) => RotateAsync(app, parsed.GetValue(id)!, parsed.GetValue(overlap)),
            CommandExtensions.Quiet
        );
        return rotate;
    }

    private static Command CreateExpire(Func<string[], WebApplication> build)
    {
        var id = IdArgument();
        var at = Expires("The instant at which the key expires, or never.");
        at.Required = true;
        var expire = new Command("expire", "Set the instant at which a key expires, also for the last one of an admin.")
        {
            id,
            at,
        };
        expire.Run(
            build,
            (parsed, app) => ExpireAsync(app, parsed.GetValue(id)!, parsed.GetValue(at)!),
            CommandExtensions.Quiet
        );
        return expire;
    }

    private static Argument<string> IdArgument() =>
        new("ID") { Description = "The id of the key: its first part, between the two underscores." };

    private static Option<string?> Expires(string description)
    {
        var expires = new Option<string?>("--expires") { Description = description };
        expires.Validators.Add(given =>
        {
            var text = given.GetValueOrDefault<string?>();
            if (text is not (null or Never) && DateParser.ReadInstant(text).Reason is { } reason)
                given.AddError(reason);
        });
        return expires;
    }

    private static KeyScope? ScopeOf(string text) =>
        Enum.GetValues<KeyScope>().Where(scope => Json.NameOf(scope) == text).Cast<KeyScope?>().FirstOrDefault();

    private static string Listed() => string.Join(", ", Enum.GetValues<KeyScope>().Select(scope => Json.NameOf(scope)));

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
        var id = IdArgument();
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
        var now = app.Services.GetRequiredService<TimeProvider>().Instant();
        IReadOnlyList<StoredKey> page;
        for (var after = 0L; (page = await keys.ListAsync(code, after, Page, CancellationToken.None)).Count > 0; )
        {
            foreach (var (_, key, _) in page)
                Console.WriteLine(Line(key, now));
            after = page[^1].Position;
        }

        return ExitCode.Success;
    }

    private static async Task<int> RevokeAsync(WebApplication app, string id)
    {
        await RegisterPreparation.PrepareAsync(app);
        var keys = app.Services.GetRequiredService<KeyStore>();
        var at = app.Services.GetRequiredService<TimeProvider>().Instant();
        var revoked = await keys.RevokeAsync(id, at, CancellationToken.None);
        if (await IsRefusedAsync(revoked, id))
            return ExitCode.Invalid;

        Console.WriteLine($"The key {id} is revoked.");
        return ExitCode.Success;
    }

    private static async Task<int> ExpireAsync(WebApplication app, string id, string at)
    {
        await RegisterPreparation.PrepareAsync(app);
        var now = app.Services.GetRequiredService<TimeProvider>().Instant();
        var errors = new List<ValidationError>();
        var stated = at == Never ? null : (DateTimeOffset?)DateParser.ReadInstant(at).Value;
        var expiry = app.Services.GetRequiredService<KeyRules>().Expiry(stated, now, errors);
        if (await AreErrorsAsync(errors))
            return ExitCode.Invalid;

        var changed = await app
            .Services.GetRequiredService<KeyStore>()
            .ChangeAsync(id, key => key with { ExpiresAt = expiry }, now, CancellationToken.None);
        if (await IsRefusedAsync(changed, id))
            return ExitCode.Invalid;

        var end = expiry is { } instant ? $"expires at {Text(instant)}" : "does not expire";
        Console.WriteLine($"The key {id} {end}.");
        return ExitCode.Success;
    }

    private static async Task<int> RotateAsync(WebApplication app, string id, int overlap)
    {
        await RegisterPreparation.PrepareAsync(app);
        var now = app.Services.GetRequiredService<TimeProvider>().Instant();
        var (rules, secret) = (app.Services.GetRequiredService<KeyRules>(), KeySecret.Create());
        var rotated = await app
            .Services.GetRequiredService<KeyStore>()
            .RotateAsync(
                id,
                former => RotateKey.Replacement(former, secret, now, rules.DefaultExpiry(now)),
                secret.Hash(),
                now.AddHours(overlap),
                now,
                CancellationToken.None
            );
        if (await IsRefusedAsync(rotated, id))
            return ExitCode.Invalid;

        await Console.Error.WriteLineAsync(
            $"The key that replaces {id}, which expires in {Counted.Noun(overlap, "hour")} or before. It is "
                + "shown this once:"
        );
        Console.WriteLine(secret);
        return ExitCode.Success;
    }

    private static async Task<bool> IsRefusedAsync(KeyChange change, string id)
    {
        var reason = change.Outcome switch
        {
            KeyOutcome.Changed => null,
            KeyOutcome.Ended => $"The key {id} was revoked or has expired, and stays so. Create another one.",
            _ => $"There is no key {id}. The command keys list shows them.",
        };
        if (reason is not null)
            await Console.Error.WriteLineAsync(reason);
        return reason is not null;
    }

    private static async Task<bool> AreErrorsAsync(List<ValidationError> errors)
    {
        foreach (var error in errors)
            await Console.Error.WriteLineAsync(error.Reason);
        return errors.Count > 0;
    }

    private static string Line(ApiKey key, DateTimeOffset now)
    {
        var state =
            key.RevokedAt is { } revoked ? $"revoked {Text(revoked)}"
            : key.ExpiresAt is not { } end ? "valid"
            : key.StateAt(now) == KeyState.Expired ? $"expired {Text(end)}"
            : $"until {Text(end)}";
        var used = key.LastUsedAt is { } last ? $"used {Text(last)}" : "not used";
        var restrictions = string.Concat(
            key.Scopes is { } scopes ? $"  scopes {string.Join(' ', scopes.Select(scope => Json.NameOf(scope)))}" : "",
            key.AllowedAddresses is { } networks ? $"  from {string.Join(' ', networks)}" : ""
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{key.Id} {Text(key.CreatedAt)} {Json.NameOf(key.Role), -7} {key.Partner, -6} {state, -28}  {used, -25}  "
                + $"{key.Name}{restrictions}"
        );
    }

    private static string Text(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Issues a key and returns it with its secret.</summary>
    public static async Task<string> IssueAsync(IServiceProvider services, string partner, Role role, string name)
    {
        var secret = KeySecret.Create();
        var now = services.GetRequiredService<TimeProvider>().Instant();
        var key = new ApiKey(secret.Id, partner, role, name, now, null);
        await services.GetRequiredService<KeyStore>().AddAsync(key, secret.Hash(), CancellationToken.None);
        return secret.ToString();
    }

    private static async Task<int> RunAsync(WebApplication app, KeyBody body, string? expires)
    {
        await RegisterPreparation.PrepareAsync(app);
        var (code, role) = (PartnerCodes.Canonical(body.Partner!), body.Role!.Value);
        var directory = await app.Services.GetRequiredService<PartnerStore>().DirectoryAsync(CancellationToken.None);
        var errors = new List<ValidationError>();
        if (directory.UnknownError(code, "partner") is { } unknown)
            errors.Add(unknown);
        var rules = app.Services.GetRequiredService<KeyRules>();
        var (now, secret) = (app.Services.GetRequiredService<TimeProvider>().Instant(), KeySecret.Create());
        var stated = expires is null or Never ? null : (DateTimeOffset?)DateParser.ReadInstant(expires).Value;
        var key = new ApiKey(secret.Id, code, role, body.Name ?? $"{code} {Json.NameOf(role)}", now, null)
        {
            ExpiresAt = expires is null ? rules.DefaultExpiry(now) : rules.Expiry(stated, now, errors),
            AllowedAddresses = KeyRules.Addresses(body.AllowedAddresses, errors),
            Scopes = rules.Scopes(body.Scopes, role, errors),
        };
        if (await AreErrorsAsync(errors))
            return ExitCode.Invalid;

        await app.Services.GetRequiredService<KeyStore>().AddAsync(key, secret.Hash(), CancellationToken.None);
        await Console.Error.WriteLineAsync(
            $"A key for {code} in the register at {app.Database().Location}. It is shown this once:"
        );
        Console.WriteLine(secret);
        return ExitCode.Success;
    }
}
