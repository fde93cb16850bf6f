using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Subscriptions.Feeds;
using Adam.Data.Changes;
using Adam.Data.Subscriptions;
using FastEndpoints;

namespace Adam.Api.Subscriptions;

internal sealed record GetSubscriptionFeedRequest : SubscriptionRequest
{
    /// <summary>
    /// The token of the feed, which reads nothing else. Readers of feeds send no headers; a request with a key needs no
    /// token.
    /// </summary>
    [QueryParam]
    public string? Token { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetSubscriptionFeed(
    SubscriptionStore subscriptions,
    ChangeStore changes,
    FeedReader reader,
    Settings settings
) : Endpoint<GetSubscriptionFeedRequest>
{
    private static readonly AtomFormat Format = new();

    public override void Configure()
    {
        Get("/v1/subscriptions/{id}/feed");
        Definition.Metadata(new TakesFeedToken());
        Definition.Metadata(new OffersFileFormats("FeedFormat", [Format]));
        this.Documents(
            "Read the feed of a subscription",
            "Returns the latest events of a subscription with the channel `feed`, the last one first, as Atom (RFC "
                + "4287): at most 50, among the last 2,000 changes.",
            answer: typeof(FileDownload),
            tagged: true,
            mediaType: Format.MediaType,
            problems: ErrorCodes.UnknownSubscription
        );
    }

    public override async Task HandleAsync(GetSubscriptionFeedRequest req, CancellationToken ct)
    {
        var subscription = await FindAsync(req, ct);
        var last = await changes.LastPositionAsync(ct);
        var response = HttpContext.Response;
        var tag = TagOf(subscription, last);
        response.Headers.ETag = tag;
        // A program between client and server must not store it, and the client asks each time.
        response.Headers.CacheControl = "private, no-cache";
        if (req.IfNoneMatch?.Matches(tag) is true)
        {
            await Send.StatusAsync(StatusCodes.Status304NotModified, ct);
            return;
        }

        var events = await reader.ReadAsync(subscription, last, ct);
        var feed = await new AtomFeed(subscription, events, settings.PublicUrl).WriteAsync();
        HttpContext.MarkResponseStart();
        response.ContentType = $"{Format.MediaType}; charset=utf-8";
        response.ContentLength = feed.Length;
        await response.Body.WriteAsync(feed, ct);
    }

    /// <exception cref="ProblemException">There is no such feed.</exception>
    private async Task<Subscription> FindAsync(SubscriptionRequest req, CancellationToken ct)
    {
        var found = FeedToken.IsProven(User)
            ? await subscriptions.FindAsync(req.Id, ct)
            : await subscriptions.GetAsync(req, Caller.FromPrincipal(User), ct);
        return found is { Draft.Channel: SubscriptionChannel.Feed }
            ? found
            : throw new ProblemException(
                ErrorCodes.UnknownSubscription,
                $"The subscription {req.Id} has no feed. Create one with the channel feed."
            );
    }

    /// <summary>
    /// Returns a weak tag, which needs no reading of events: they change with the log and with the subscription. Scores
    /// can change with a rebuild, but a feed does not show them.
    /// </summary>
    private static string TagOf(Subscription subscription, ChangePosition last) =>
        string.Create(null, $"W/\"{subscription.Version}.{ChangeCursor.Encode(last)}\"");
}
