using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Projects.Filtering;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Changes;
using Adam.Data.Subscriptions;
using Adam.Domain.CodeLists;
using Adam.Domain.Text;

namespace Adam.Api.Subscriptions;

/// <summary>Validates subscriptions, and finds the partners and organisations that their filters name.</summary>
internal sealed class SubscriptionReader(ProjectFilterReader filters, WebhookAddress addresses, ChangeStore changes)
{
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
        var url = body.Url?.Trim() ?? "";
        if (!errors.HasErrorFor("url") && await addresses.FindFaultAsync(url, ct) is { } fault)
            errors.Add(new("url", $"{ValidationError.Quote(url)} is refused. {fault}", ErrorCodes.BadValue));

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
        );
        return (
            new(body.Channel ?? SubscriptionChannel.Webhook, TextNormalization.Line(body.Name)!, url, definition),
            body.State ?? SubscriptionState.Active,
            after
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
            Url = draft.Url,
            Events = definition.Events,
            Countries = definition.Countries,
            Pillars = definition.Pillars,
            Owners = definition.Owners,
            Donors = definition.Donors,
            // A disabled subscription stays so only if nothing of it is changed.
            State = subscription.State == SubscriptionState.Disabled ? SubscriptionState.Active : subscription.State,
        };
    }
}
