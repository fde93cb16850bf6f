using Adam.Api.Pages;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>
/// Serves the pages of the links in mails, without a key. Only a POST request changes something: mail programs and
/// virus scanners open links before a person does.
/// </summary>
internal static class MailPages
{
    public static void MapMailPages(this WebApplication app)
    {
        app.MapGet(MailLinks.ConfirmPath, AskToConfirmAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost(MailLinks.ConfirmPath, ConfirmAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(MailLinks.UnsubscribePath, AskToUnsubscribeAsync).AllowAnonymous().ExcludeFromDescription();
        // RFC 8058: a mail program sends the same request, with a body that says so.
        app.MapPost(MailLinks.UnsubscribePath, UnsubscribeAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> AskToConfirmAsync(
        HttpContext http,
        string token,
        SubscriptionTokenStore tokens,
        TimeProvider time
    )
    {
        var found = await tokens.FindAsync(
            MailToken.Hash(token),
            TokenPurpose.Confirmation,
            time.GetUtcNow(),
            http.RequestAborted
        );
        return found switch
        {
            null => Unknown(http),
            { ConfirmedAt: not null } => Confirmed(http, found),
            { State: SubscriptionState.Disabled } => Ended(http),
            _ => Page(
                http,
                "Receive mails of Adam?",
                $"""
                <p>{Html.Encode(found.CreatedBy)} ({Html.Encode(found.Partner)}) wants to send events of this register
                to {Html.Encode(found.Draft.Url)}. Each mail has a link with which you unsubscribe.</p>
                <form method="post"><button>Yes, send me these mails</button></form>
                """
            ),
        };
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext http,
        string token,
        SubscriptionTokenStore tokens,
        TimeProvider time
    ) =>
        await tokens.ConfirmAsync(MailToken.Hash(token), time.Instant(), CancellationToken.None) switch
        {
            null => Unknown(http),
            { ConfirmedAt: null } => Ended(http),
            var found => Confirmed(http, found),
        };

    private static async Task<IResult> AskToUnsubscribeAsync(
        HttpContext http,
        string token,
        SubscriptionTokenStore tokens,
        TimeProvider time
    )
    {
        var found = await tokens.FindAsync(
            MailToken.Hash(token),
            TokenPurpose.Unsubscription,
            time.GetUtcNow(),
            http.RequestAborted
        );
        return found switch
        {
            null => Unknown(http),
            { ConfirmedAt: null } => Ended(http),
            _ => Page(
                http,
                "Unsubscribe?",
                $"""
                <p>{Html.Encode(found.Draft.Url)} receives mails about “{Html.Encode(found.Draft.Name)}”.</p>
                <form method="post"><button>Unsubscribe</button></form>
                """
            ),
        };
    }

    private static async Task<IResult> UnsubscribeAsync(
        HttpContext http,
        string token,
        SubscriptionTokenStore tokens,
        TimeProvider time
    ) =>
        await tokens.UnsubscribeAsync(MailToken.Hash(token), time.Instant(), CancellationToken.None) is null
            ? Unknown(http)
            : Ended(http);

    private static IResult Confirmed(HttpContext http, Subscription subscription) =>
        Page(
            http,
            "You receive these mails",
            $"<p>{Html.Encode(subscription.Draft.Url)} receives the events that "
                + $"{Html.Encode(subscription.CreatedBy)} ({Html.Encode(subscription.Partner)}) has chosen.</p>"
        );

    private static IResult Ended(HttpContext http) =>
        Page(
            http,
            "You receive no mails",
            "<p>This subscription sends no mails to you. To receive them again, ask the partner that subscribed "
                + "you.</p>"
        );

    private static IResult Unknown(HttpContext http) =>
        Page(
            http,
            "This link is not valid",
            "<p>It has expired, or it is not complete. Use the link of the latest mail.</p>",
            StatusCodes.Status404NotFound
        );

    private static IResult Page(HttpContext http, string title, string content, int status = StatusCodes.Status200OK)
    {
        Html.Protect(http.Response.Headers, hasForm: true);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(
            Html.Page(
                $"{title} - Adam",
                $"<main id=\"content\" class=\"home\">\n<h1>{Html.Encode(title)}</h1>\n{content}\n</main>"
            ),
            $"{Html.MediaType}; charset=utf-8",
            statusCode: status
        );
    }
}
