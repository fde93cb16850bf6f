using System.Globalization;
using System.Threading.RateLimiting;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Security;
using Microsoft.AspNetCore.RateLimiting;

namespace Adam.Api.RateLimits;

/// <summary>
/// The limits of requests, so that one caller does not take the server from the others. The headers are those of the
/// IETF draft "RateLimit header fields for HTTP".
/// </summary>
internal static class RequestLimits
{
    public const string PolicyHeader = "RateLimit-Policy";
    public const string RemainingHeader = "RateLimit";

    /// <summary>All keys of a partner together have this multiple of the limit of one key.</summary>
    private const int KeysOfPartner = 4;

    public static IServiceCollection AddRequestLimits(this IServiceCollection services, LimitSettings settings)
    {
        services
            .AddSingleton(settings)
            // A function, so that the end of the program disposes of them: each has a timer, which would keep it.
            .AddSingleton(_ => new RequestPolicies(Policies(settings)))
            .AddSingleton<WrongKeys>()
            .AddRateLimiter(options =>
                options.OnRejected = async (context, ct) =>
                {
                    // A program that sends the request again at once is slowed down, and takes no processor time.
                    await Task.Delay(RefusedRequests.Pause, ct);
                    throw Refused(context);
                }
            )
            .AddOptions<RateLimiterOptions>()
            .Configure<RequestPolicies>((options, policies) => options.GlobalLimiter = new RequestLimiter(policies));
        return services;
    }

    public static void UseRequestLimits(this WebApplication app)
    {
        app.UseMiddleware<RateLimitHeadersMiddleware>();
        app.UseRateLimiter();
    }

    private static List<RequestPolicy> Policies(LimitSettings settings)
    {
        var policies = new List<RequestPolicy>();
        AtOnce("reads-at-once", settings.ReadsAtOnce, kind => kind is RequestKind.Read);
        Add(
            "reads-computed-at-once",
            settings.ReadsComputedAtOnce,
            false,
            kind => kind is RequestKind.Read,
            KeyOf,
            endsAtStart: true
        );
        AtOnce("writes-at-once", settings.WritesAtOnce, kind => kind is RequestKind.Write);
        AtOnce("imports-at-once", settings.FilesAtOnce, kind => kind is RequestKind.Import);
        AtOnce("downloads-at-once", settings.FilesAtOnce, kind => kind is RequestKind.Download);
        Rate(
            "reads",
            settings.ReadsPerMinute,
            kind => kind is RequestKind.Read or RequestKind.Download or RequestKind.Wait
        );
        Rate("writes", settings.WritesPerMinute, kind => kind is RequestKind.Write);
        Rate("imports", settings.ImportsPerMinute, kind => kind is RequestKind.Import);
        Add(
            "address",
            settings.AnonymousPerMinute,
            true,
            kind => kind is RequestKind.Anonymous,
            ClientAddress.FromRequest
        );
        return policies;

        void AtOnce(string name, int quota, Func<RequestKind, bool> applies) =>
            Add(name, quota, false, applies, PartnerOf);

        void Rate(string name, int quota, Func<RequestKind, bool> applies)
        {
            Add(name, quota, true, applies, KeyOf);
            Add($"partner-{name}", quota * KeysOfPartner, true, applies, PartnerOf);
        }

        void Add(
            string name,
            int quota,
            bool isRate,
            Func<RequestKind, bool> applies,
            Func<HttpContext, string> keyOf,
            bool endsAtStart = false
        )
        {
            if (quota > 0)
                policies.Add(new(name, quota, isRate, applies, keyOf, endsAtStart));
        }
    }

    private static string KeyOf(HttpContext http) => Caller.FromPrincipal(http.User).KeyId;

    private static string PartnerOf(HttpContext http) => Caller.FromPrincipal(http.User).Partner;

    private static ProblemException Refused(OnRejectedContext context)
    {
        context.Lease.TryGetMetadata(RequestLimiter.Exhausted, out var policy);
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds))
            : 1;
        var (code, detail) = policy is { IsRate: true }
            ? (
                ErrorCodes.TooManyRequests,
                $"The limit is {policy.Policy}: q requests in w seconds. Send the request again later, and further "
                    + "ones more slowly."
            )
            : (
                ErrorCodes.TooManyAtOnce,
                "So many requests of this partner run and wait that no more can. Send fewer at the same time, and "
                    + "this one again in a moment."
            );
        return new(code, detail) { Headers = { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) } };
    }

    /// <summary>Adds the limits of the caller, and what remains of them, to each response.</summary>
    private sealed class RateLimitHeadersMiddleware(RequestDelegate next, RequestPolicies policies)
    {
        public Task InvokeAsync(HttpContext http)
        {
            if (!http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            {
                var own = policies.RatesForKind(RequestKinds.KindOf(http));
                if (own.Length > 0)
                    http.Response.OnStarting(() => AddAsync(http, own));
            }

            return next(http);
        }

        private static Task AddAsync(HttpContext http, RequestPolicy[] own)
        {
            var headers = http.Response.Headers;
            headers[PolicyHeader] = string.Join(", ", own.Select(policy => policy.Policy));
            headers[RemainingHeader] = string.Join(", ", own.Select(policy => policy.Remaining(http)));
            return Task.CompletedTask;
        }
    }
}
