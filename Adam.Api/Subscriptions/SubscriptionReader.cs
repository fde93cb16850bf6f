using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Projects.Filtering;
using Adam.Api.Serialization;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Changes;
using Adam.Data.Subscriptions;
using Adam.Domain.CodeLists;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Subscriptions;

/// <summary>Validates subscriptions, and finds the partners and organisations that their filters name.</summary>
internal sealed class SubscriptionReader(
    ProjectFilterReader filters,
    WebhookAddress addresses,
    ChangeStore changes,
    Settings settings
)
{
    private const int UsualHour = 6;

    /// <summary>
    /// Reads the body of a request, and adds errors to <paramref name="errors"/>. The result is valid if there are
    /// none.
    /// </summary>
    /// <returns>The content, the state, and the position to begin after; null if none is given.</returns>
    /// <exception cref="ProblemException">The body has errors; all are listed.</exception>
    public async Task<(SubscriptionDraft Draft, SubscriptionState State, ChangePosition? After)> ReadAsync(
        SubscriptionBody body,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        if (body.Events is { Count: 0 })
            errors.Add(new("events", "At least one event is needed.", ErrorCodes.Missing));
        if (body.State == SubscriptionState.Disabled)
            errors.Add(
                new(
                    "state",
                    "A subscription is disabled by failures only. Write active or paused.",
                    ErrorCodes.BadValue
                )
            );
        var channel = body.Channel ?? SubscriptionChannel.Webhook;
        var address = channel switch
        {
            SubscriptionChannel.Webhook => await UrlAsync(body, errors, ct),
            SubscriptionChannel.Email => MailboxOf(body, errors),
            SubscriptionChannel.Feed => "",
        };
        RejectMembersOfOthers(body, channel, errors);

        var steps = Steps(body, errors);
        var countries = Countries(body.Countries ?? [], errors);
        var (owners, donors) = await OwnersAndDonorsAsync(body, errors, ct);
        var after = await AfterAsync(body.After, errors, ct);
        errors.ThrowIfAny();

        var definition = new SubscriptionDefinition(
            [.. body.Events!.Distinct().Order()],
            countries,
            [.. (body.Pillars ?? []).Distinct().Order()],
            owners,
            donors
        )
        {
            DueInDays = steps,
        };
        var draft = new SubscriptionDraft(channel, TextNormalization.Line(body.Name)!, address, definition)
        {
            DigestHour =
                channel == SubscriptionChannel.Email && body.Frequency != MailFrequency.AtOnce
                    ? body.Hour ?? UsualHour
                    : null,
        };
        return (draft, body.State ?? SubscriptionState.Active, after);
    }

    /// <summary>Returns the URL of a webhook, and adds an error if it is none.</summary>
    private async Task<string> UrlAsync(SubscriptionBody body, List<ValidationError> errors, CancellationToken ct)
    {
        var url = body.Url?.Trim() ?? "";
        if (errors.HasErrorFor("url"))
            return url;
        if (url.Length == 0)
            errors.Add(new("url", "A webhook needs the address that receives the events.", ErrorCodes.Missing));
        else if (await addresses.FindFaultAsync(url, ct) is { } fault)
            errors.Add(new("url", $"{ValidationError.Quote(url)} is refused. {fault}", ErrorCodes.BadValue));
        return url;
    }

    /// <summary>Returns the address of a mailbox, and adds an error if it is none, or if no mail can be sent.</summary>
    private string MailboxOf(SubscriptionBody body, List<ValidationError> errors)
    {
        if (settings.Mail is null)
            errors.Add(
                new(
                    "channel",
                    "This register sends no e-mail, because its operator has configured no mail server. Use a "
                        + "webhook, or ask the operator.",
                    ErrorCodes.MailOff
                )
            );
        var email = body.Email?.Trim() ?? "";
        if (errors.HasErrorFor("email"))
            return email;
        if (email.Length == 0)
            errors.Add(new("email", "A subscription by e-mail needs the address of a mailbox.", ErrorCodes.Missing));
        else if (!MailboxAddress.IsValid(email))
            errors.Add(
                new(
                    "email",
                    $"{ValidationError.Quote(email)} is no address of a mailbox. Write it alone and in ASCII, such as "
                        + "desk@example.org.",
                    ErrorCodes.BadValue
                )
            );
        return email;
    }

    private static void RejectMembersOfOthers(
        SubscriptionBody body,
        SubscriptionChannel channel,
        List<ValidationError> errors
    )
    {
        var isEmail = channel == SubscriptionChannel.Email;
        Reject("url", body.Url is not null && channel != SubscriptionChannel.Webhook, "the channel webhook");
        Reject("email", body.Email is not null && !isEmail, "the channel email");
        Reject("frequency", body.Frequency is not null && !isEmail, "the channel email");
        Reject("hour", body.Hour is not null && !isEmail, "the channel email");
        Reject("after", body.After is not null && channel == SubscriptionChannel.Feed, "deliveries");
        Reject("state", body.State == SubscriptionState.Paused && channel == SubscriptionChannel.Feed, "deliveries");
        Reject("hour", isEmail && body is { Hour: not null, Frequency: MailFrequency.AtOnce }, "the frequency daily");

        void Reject(string name, bool isWrong, string owner)
        {
            if (isWrong && !errors.HasErrorFor(name))
                errors.Add(
                    new(
                        name,
                        $"Only a subscription with {owner} can have this. Leave it out, or make it null.",
                        ErrorCodes.BadValue
                    )
                );
        }
    }

    /// <summary>Adds an error if a change names another channel than that of the subscription.</summary>
    public static void RequireChannel(Subscription current, SubscriptionBody body, List<ValidationError> errors)
    {
        if (body.Channel is { } channel && channel != current.Draft.Channel)
            errors.Add(
                new(
                    "channel",
                    $"The channel of a subscription is {Json.NameOf(current.Draft.Channel)} and cannot be changed. "
                        + "Create another subscription.",
                    ErrorCodes.BadValue
                )
            );
    }

    /// <summary>Reports unknown names under the names of the members, which are plural.</summary>
    private async Task<(IReadOnlyList<string> Owners, IReadOnlyList<string> Donors)> OwnersAndDonorsAsync(
        SubscriptionBody body,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        var found = new List<ValidationError>();
        var result = await filters.OwnersAndDonorsAsync(body.Owners ?? [], body.Donors ?? [], found, ct);
        errors.AddRange(found.Select(error => error with { Name = error.Name + "s" }));
        return result;
    }

    private async Task<ChangePosition?> AfterAsync(string? after, List<ValidationError> errors, CancellationToken ct)
    {
        if (after is null)
            return null;

        var read = ChangeCursor.Read(after);
        if (read.Value is not ChangeCursor cursor)
        {
            errors.Add(new("after", read.Reason!, read.Code!));
            return null;
        }

        try
        {
            return await cursor.ResolveAsync(changes, "after", ct);
        }
        catch (ProblemException problem)
        {
            errors.AddRange(problem.Errors);
            return null;
        }
    }

    private static IReadOnlyList<int> Steps(SubscriptionBody body, List<ValidationError> errors)
    {
        foreach (var (index, step) in (body.DueInDays ?? []).Index())
        {
            if (!ReminderSteps.All.Contains(step))
                errors.Add(
                    new(
                        string.Create(null, $"dueInDays[{index}]"),
                        $"{step} is none of the days before the last one that are told: "
                            + $"{string.Join(", ", ReminderSteps.All)}.",
                        ErrorCodes.OutOfRange
                    )
                );
        }

        if (body.DueInDays is not null && body.Events?.Contains(EventType.QuestionnaireDue) is false)
            errors.Add(
                new(
                    "dueInDays",
                    "Only a subscription with the event questionnaire.due can have this. Leave it out, or make it "
                        + "null.",
                    ErrorCodes.BadValue
                )
            );
        return [.. (body.DueInDays ?? []).Distinct().OrderDescending()];
    }

    private static IReadOnlyList<string> Countries(IReadOnlyList<string> given, List<ValidationError> errors)
    {
        var codes = new List<string>();
        for (var index = 0; index < given.Count; index++)
        {
            var name = string.Create(null, $"countries[{index}]");
            if (errors.HasErrorFor(name))
                continue;
            if (CodeListCatalog.Countries.Find(given[index].Trim()) is { } country)
                codes.Add(country.Code);
            else
                errors.Add(
                    new(name, ValidationError.NoCodeOf(CodeListCatalog.Countries, given[index]), ErrorCodes.UnknownCode)
                );
        }

        return [.. codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Returns the body that would create the subscription as it is, for a merge patch.</summary>
    public static SubscriptionBody ToBody(Subscription subscription)
    {
        var (draft, definition) = (subscription.Draft, subscription.Draft.Definition);
        return new()
        {
            Name = draft.Name,
            Channel = draft.Channel,
            Url = draft.Channel == SubscriptionChannel.Webhook ? draft.Url : null,
            Email = draft.Channel == SubscriptionChannel.Email ? draft.Url : null,
            Frequency = SubscriptionResponse.FrequencyOf(draft),
            Hour = draft.DigestHour,
            Events = definition.Events,
            Countries = definition.Countries,
            Pillars = definition.Pillars,
            Owners = definition.Owners,
            Donors = definition.Donors,
            DueInDays = definition.DueInDays is { Count: > 0 } steps ? steps : null,
            // A disabled subscription stays so only if nothing of it is changed.
            State = subscription.State == SubscriptionState.Disabled ? SubscriptionState.Active : subscription.State,
        };
    }
}
