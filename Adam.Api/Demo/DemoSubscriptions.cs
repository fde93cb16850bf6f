using Adam.Api.OpenApi;
using Adam.Api.Subscriptions;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Subscriptions;

namespace Adam.Api.Demo;

/// <summary>
/// The subscriptions that examples of the contract read and delete. They are paused, so that the demo sends nothing.
/// </summary>
internal static class DemoSubscriptions
{
    public static async Task AddAsync(IServiceProvider services, CancellationToken ct)
    {
        var subscriptions = services.GetRequiredService<SubscriptionStore>();
        var position = await services.GetRequiredService<ChangeStore>().LastPositionAsync(ct);
        var at = services.GetRequiredService<TimeProvider>().Instant();
        var draft = new SubscriptionDraft(
            SubscriptionChannel.Webhook,
            "Overlaps with our projects",
            "https://hooks.example.org/adam",
            new([EventType.OverlapRecorded, EventType.VerdictGiven], ["TJ"], [], [], [])
        );
        foreach (var id in ExampleFile.Subscriptions)
        {
            var secret = WebhookSecret.Create(); // nobody gets it
            var added = await subscriptions.AddAsync(id, "DE", draft, secret, position, "Demo donor", at, ct);
            var paused = await subscriptions.ChangeAsync(added!, draft, SubscriptionState.Paused, null, at, ct);
            var delivery = new Delivery("evt_example", EventType.OverlapRecorded, 1, at, 200, null);
            await subscriptions.SaveAsync(paused!, paused!.Progress, [delivery], null, ct);
        }

        var feed = new SubscriptionDraft(
            SubscriptionChannel.Feed,
            "Projects in Tajikistan",
            "",
            new([EventType.ProjectRecorded, EventType.OverlapRecorded], ["TJ"], [], [], [])
        );
        var token = SubscriptionSecret.Create(SubscriptionChannel.Feed).Stored; // nobody gets it
        await subscriptions.AddAsync(ExampleFile.Feed, "DE", feed, token, position, "Demo donor", at, ct);
    }
}
