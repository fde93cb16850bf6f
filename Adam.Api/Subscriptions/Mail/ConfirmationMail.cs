using Adam.Api.Pages;
using Adam.Data.Subscriptions;
using MimeKit;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>
/// Composes the mail that asks a recipient to agree. It contains no text of the subscriber but the name of the key, so
/// that nobody can send texts to strangers with it.
/// </summary>
internal static class ConfirmationMail
{
    /// <summary>Returns the mail, without sender, recipient and id.</summary>
    /// <param name="confirm">The address of the link with which the recipient agrees.</param>
    public static MimeMessage Compose(Subscription subscription, string confirm)
    {
        var question =
            $"{subscription.CreatedBy} ({subscription.Partner}) wants to send events of Adam, a register of "
            + $"counter-narcotics assistance, to {subscription.Draft.Url}.";
        var days = SubscriptionTokenStore.ConfirmationLives.TotalDays;
        return new()
        {
            Subject = "Adam: please confirm this mailbox",
            Body = new Multipart("alternative")
            {
                new TextPart("plain")
                {
                    Text =
                        $"{question}\n\nTo agree, open this page within {days} days:\n{confirm}\n\n"
                        + "If you do not know of this, do nothing: no further mail follows.\n",
                },
                new TextPart("html")
                {
                    Text =
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<body>\n"
                        + $"<p>{Html.Encode(question)}</p>\n"
                        + $"<p>To agree, open <a href=\"{Html.Encode(confirm)}\">this page</a> within {days} "
                        + "days.</p>\n"
                        + "<p>If you do not know of this, do nothing: no further mail follows.</p>\n"
                        + "</body>\n</html>\n",
                },
            },
        };
    }
}
