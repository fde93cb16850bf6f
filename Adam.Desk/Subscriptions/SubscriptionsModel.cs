using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Subscriptions;

public sealed record Subscription
{
    public string Id { get; init; } = "";
    public string Partner { get; init; } = "";
    public string Name { get; init; } = "";
    public string Channel { get; init; } = "";
    public string? Url { get; init; }
    public string? Email { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public IReadOnlyList<string> Events { get; init; } = [];
    public IReadOnlyList<string> Countries { get; init; } = [];
    public string State { get; init; } = "";
    public string? StateReason { get; init; }
    public int Version { get; init; }

    /// <summary>The key of a webhook or the token of a feed; null unless it has just been created.</summary>
    public string? Secret { get; init; }
}

/// <summary>The subscriptions of the partner.</summary>
/// <param name="State">The form of a new subscription.</param>
public sealed record SubscriptionsModel(Page<Subscription> Page, FormState State)
{
    /// <summary>The field with the id of the form: its <c>Idempotency-Key</c>.</summary>
    public const string FormId = "form";

    /// <summary>The subscription that the form has created; null if it has created none.</summary>
    public Subscription? Created { get; init; }

    public static async Task<View> ShowAsync(DeskContext desk, DeskApi api) =>
        Show(desk, await LoadAsync(desk, api, Fields.None, []));

    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, Fields fields)
    {
        try
        {
            if (fields["action"] == "create")
            {
                var created = await DeskApi.OnceAsync(() =>
                    api.SendAsync<Subscription>(
                        HttpMethods.Post,
                        "/v1/subscriptions",
                        Body(fields),
                        headers: [("Idempotency-Key", fields[FormId])]
                    )
                );
                // The page itself has the secret, because no later one can read it.
                var shown = await LoadAsync(desk, api, Fields.None, []) with
                {
                    Created = created,
                };
                return new FormAnswer.Page(Show(desk, shown));
            }

            await ChangeAsync(api, fields);
            return new FormAnswer.See(desk.Path);
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            var view = Show(desk, await LoadAsync(desk, api, fields, problem.Faults()));
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
    }

    private static async Task ChangeAsync(DeskApi api, Fields fields)
    {
        var address = $"/v1/subscriptions/{Uri.EscapeDataString(fields["id"])}";
        var ifMatch = ("If-Match", "*");
        switch (fields["action"])
        {
            case "pause":
                await PatchAsync("paused");
                break;
            case "resume":
                await PatchAsync("active");
                break;
            case "delete":
                await api.SendAsync<Subscription>(HttpMethods.Delete, address, headers: [ifMatch]);
                break;
        }

        Task PatchAsync(string state) =>
            api.SendAsync<Subscription>(
                HttpMethods.Patch,
                address,
                new JsonObject { ["state"] = state },
                headers: [ifMatch]
            );
    }

    private static JsonObject Body(Fields fields)
    {
        var body = new JsonObject
        {
            ["name"] = fields["name"],
            ["channel"] = fields["channel"],
            ["events"] = new JsonArray([.. fields.All("events").Select(one => (JsonNode)one)]),
            ["countries"] = new JsonArray([
                .. fields["countries"]
                    .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(one => (JsonNode)one),
            ]),
        };
        foreach (var member in new[] { "url", "email" }.Where(member => fields[member].Length > 0))
            body[member] = fields[member];
        return body;
    }

    private static async Task<SubscriptionsModel> LoadAsync(
        DeskContext desk,
        DeskApi api,
        Fields fields,
        IReadOnlyList<Fault> faults
    )
    {
        var cursor = desk.Filters["cursor"] is { } after ? $"&cursor={Uri.EscapeDataString(after)}" : "";
        var page = await api.GetAsync<Page<Subscription>>($"/v1/subscriptions?limit=100{cursor}");
        return new(page, new(fields.With(FormId, Guid.NewGuid().ToString()), faults));
    }

    private static View Show(DeskContext desk, SubscriptionsModel model) =>
        View.Create<SubscriptionsPage, SubscriptionsModel>(desk.Words["House.subscriptions"], "house", model);
}
