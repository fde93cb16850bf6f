using System.Globalization;
using System.Text;
using Adam.Api.Pages;
using Adam.Api.Serialization;
using Adam.Api.Subscriptions.Deliveries;
using Adam.Data.Projects;
using Adam.Data.Subscriptions;
using MimeKit;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>Composes the mails about events, as text and as simple HTML.</summary>
/// <param name="now">The instant of the mail.</param>
internal sealed class DigestMail(Subscription subscription, Digest digest, MailLinks links, DateTimeOffset now)
{
    private const int MostCharactersOfSubject = 150;

    /// <summary>Returns the mail, without sender, recipient and id.</summary>
    /// <param name="unsubscribe">The address of the link that ends the mails.</param>
    public MimeMessage Compose(string unsubscribe)
    {
        var mail = new MimeMessage
        {
            Subject = Subject(),
            Body = new Multipart("alternative")
            {
                new TextPart("plain") { Text = Text(unsubscribe) },
                new TextPart("html") { Text = Page(unsubscribe) },
            },
        };
        // RFC 8058: a mail program can end the mails with one request, which a person allows with one click.
        mail.Headers.Add("List-Unsubscribe", $"<{unsubscribe}>");
        mail.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return mail;
    }

    private string Subject()
    {
        var subject = digest is { Total: 1, Listed: [var one] }
            ? EventText.Title(one)
            : string.Join(", ", digest.Counts.Select(count => Count(count.Value, count.Key)));
        // A line break in a subject would begin another header.
        subject = $"Adam: {subject}".ReplaceLineEndings(" ");
        if (subject.Length <= MostCharactersOfSubject)
            return subject;

        // A character outside of the basic plane is not cut in two.
        var end = MostCharactersOfSubject - (char.IsHighSurrogate(subject[MostCharactersOfSubject - 1]) ? 1 : 0);
        return $"{subject[..end]}…";
    }

    private string Text(string unsubscribe)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{subscription.Draft.Name}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Events until {Show(now)}, the earliest first.\n");
        foreach (var warning in Warnings())
            text.Append('\n').Append(warning).Append('\n');
        foreach (var (index, one) in digest.Listed.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{index + 1}. {Heading(one)}\n");
            foreach (var project in EventText.ProjectsOf(one))
            {
                text.Append(CultureInfo.InvariantCulture, $"   {EventText.Name(project)}: {Title(project)}\n");
                text.Append(CultureInfo.InvariantCulture, $"   {links.Project(project.Id)}\n");
            }

            if (one.Import is { } import)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"   {EventText.Outcome(import)}\n   {links.Import(import.Id)}\n"
                );
            if (one.Questionnaire is { Draft: { } draft })
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"   {draft.Reference}: {draft.Title[0].Text}, due {EventText.Due(one)}\n"
                        + $"   {links.Questionnaire(draft.Reference)}\n"
                );
            if (one.Other is not null)
                text.Append(CultureInfo.InvariantCulture, $"   {About(one)}: {OverlapLink(one)}\n");
        }

        if (More is { } more)
            text.Append(CultureInfo.InvariantCulture, $"\nand {more} more:\n{ChangesLink}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n--\n{Footer()}\nUnsubscribe: {unsubscribe}\n");
        return text.ToString();
    }

    private string Page(string unsubscribe)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Html.Encode(subscription.Draft.Name)}</h1>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>Events until {Show(now)}, the earliest first.</p>\n");
        foreach (var warning in Warnings())
            html.Append(CultureInfo.InvariantCulture, $"<p>{Html.Encode(warning)}</p>\n");
        html.Append("<ol>\n");
        foreach (var one in digest.Listed)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><p>{Html.Encode(Heading(one))}</p>\n<ul>\n");
            foreach (var project in EventText.ProjectsOf(one))
                html.Append("<li>")
                    .Append(Link(links.Project(project.Id), EventText.Name(project)))
                    .Append(CultureInfo.InvariantCulture, $": {Html.Encode(Title(project))}</li>\n");
            if (one.Import is { } import)
                html.Append("<li>").Append(Link(links.Import(import.Id), EventText.Outcome(import))).Append("</li>\n");
            if (one.Questionnaire is { Draft: { } draft })
                html.Append("<li>")
                    .Append(Link(links.Questionnaire(draft.Reference), draft.Reference))
                    .Append(Html.Encode($": {draft.Title[0].Text}, due {EventText.Due(one)}"))
                    .Append("</li>\n");
            if (one.Other is not null)
                html.Append("<li>").Append(Link(OverlapLink(one), About(one))).Append("</li>\n");
            html.Append("</ul></li>\n");
        }

        html.Append("</ol>\n");
        if (More is { } more)
            html.Append("<p>").Append(Link(ChangesLink, $"and {more} more")).Append("</p>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Html.Encode(Footer())}<br>\n");
        return html.Append(Link(unsubscribe, "Unsubscribe")).Append("</p>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The number of events that are not listed, as text; null if all are listed.</summary>
    private string? More =>
        digest.Total > digest.Listed.Count
            ? (digest.Total - digest.Listed.Count).ToString("N0", CultureInfo.InvariantCulture)
            : null;

    private string ChangesLink => links.Changes(subscription.Draft.Definition, digest.ListedUpTo);

    private IEnumerable<string> Warnings()
    {
        if (subscription.Progress.UnansweredAt is { } at)
            yield return $"You may have these events already: an attempt to send them on {Show(at)} ended without an "
                + "answer.";
    }

    private string Footer() =>
        $"You receive this mail because {subscription.CreatedBy} ({subscription.Partner}) has subscribed "
        + $"{subscription.Draft.Url}, and you agreed on {Show(subscription.ConfirmedAt!.Value)}. "
        + "The links need a key of the register.";

    private static string Heading(SubscriptionEvent one)
    {
        var by = one.Change.By is { } name ? $", by {name}" : "";
        var fields = one.Change.Fields is { Count: > 0 } names ? $": {string.Join(", ", names)}" : "";
        return $"{EventText.Names(one.Type).One}, {Show(one.Change.At)}{by}{(one.Other is null ? fields : "")}";
    }

    private static string About(SubscriptionEvent one) =>
        one is { Kind: { } kind, Score: { } score }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Overlap ({Json.NameOf(kind).Replace('-', ' ')}, score {score.ToDecimal()})"
            )
            : "Overlap";

    private string OverlapLink(SubscriptionEvent one) => links.Overlap(one.Project.Id, one.Other!.Id);

    private static string Title(StoredProject stored) => stored.Project.Draft.Title;

    private static string Link(string url, string text) => $"<a href=\"{Html.Encode(url)}\">{Html.Encode(text)}</a>";

    private static string Count(int number, EventType type) =>
        number == 1
            ? $"1 {EventText.Names(type).One.ToLowerInvariant()}"
            : string.Create(CultureInfo.InvariantCulture, $"{number:N0} {EventText.Names(type).Several}");

    private static string Show(DateTimeOffset at) =>
        at.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
