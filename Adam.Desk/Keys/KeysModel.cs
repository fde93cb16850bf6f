using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Keys;

public sealed record Key
{
    public string Id { get; init; } = "";
    public string Partner { get; init; } = "";
    public string Role { get; init; } = "";
    public string Name { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The networks from which the key is accepted; null for every address.</summary>
    public IReadOnlyList<string>? AllowedAddresses { get; init; }

    /// <summary>The scopes that the key has; null for all of its role.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The complete key; null unless it has just been issued.</summary>
    public string? Secret { get; init; }

    public bool IsValid => State == "valid";
}

/// <summary>The keys of all partners, for admins.</summary>
/// <param name="State">The form of a new key.</param>
/// <param name="Partners">The partners that can get a key.</param>
public sealed record KeysModel(Page<Key> Page, FormState State, IReadOnlyList<Named> Partners)
{
    /// <summary>The field with the id of the form: its <c>Idempotency-Key</c>.</summary>
    public const string FormId = "form";

    private const string Scopes = "scopes";
    private const string Addresses = "allowedAddresses";

    private static readonly char[] Separators = [' ', ',', ';', '\n'];

    private const int MostPartners = 500;

    /// <summary>The key that the form has issued; null if it has issued none.</summary>
    public Key? Issued { get; init; }

    public static async Task<View> ShowAsync(DeskContext desk, DeskApi api) =>
        MayManage(desk) ? Show(desk, await LoadAsync(desk, api, Fields.None, [])) : Refuse(desk);

    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, Fields fields)
    {
        if (!MayManage(desk))
            return new FormAnswer.Page(Refuse(desk));

        try
        {
            var issued = await ActAsync(api, fields);
            if (issued is null)
                return new FormAnswer.See(desk.Path);

            // The page itself has the secret, because no later one can read it.
            return new FormAnswer.Page(
                Show(desk, await LoadAsync(desk, api, Fields.None, []) with { Issued = issued })
            );
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            var faults = problem.Faults().Select(fault => fault with { Field = FieldOf(fault.Field) });
            var view = Show(desk, await LoadAsync(desk, api, fields, [.. faults]));
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
    }

    /// <summary>Does what the button says, and returns the key that was issued.</summary>
    private static async Task<Key?> ActAsync(DeskApi api, Fields fields)
    {
        var address = $"/v1/keys/{Uri.EscapeDataString(fields["id"])}";
        var once = ("Idempotency-Key", fields[FormId]);
        switch (fields["action"])
        {
            case "issue":
                var body = new JsonObject
                {
                    ["partner"] = fields["partner"],
                    ["role"] = fields["role"],
                    ["name"] = fields["name"],
                };
                // The day that the person states is the last one.
                if (fields["expiresAt"] is { Length: > 0 } day)
                    body["expiresAt"] = DateOnly.TryParseExact(day, "yyyy-MM-dd", out var last)
                        ? $"{last.AddDays(1):yyyy-MM-dd}T00:00:00Z"
                        : day;
                if (fields.All(Scopes) is { Count: > 0 } scopes)
                    body[Scopes] = ListOf(scopes);
                if (fields[Addresses].Split(Separators, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } from)
                    body[Addresses] = ListOf(from);
                return await DeskApi.OnceAsync(() =>
                    api.SendAsync<Key>(HttpMethods.Post, "/v1/keys", body, headers: [once])
                );
            case "rotate":
                var hours = Uri.EscapeDataString(fields["overlap"]);
                return await DeskApi.OnceAsync(() =>
                    api.SendAsync<Key>(HttpMethods.Post, $"{address}/rotate?overlap={hours}", headers: [once])
                );
            case "revoke":
                await api.SendAsync<Key>(HttpMethods.Delete, address, headers: [("If-Match", "*")]);
                return null;
            default:
                return null;
        }
    }

    private static JsonArray ListOf(IEnumerable<string> texts) =>
        [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];

    /// <summary>Returns the field of an error: one field has all items of a list.</summary>
    private static string FieldOf(string name) => name.Split('[')[0];

    private static bool MayManage(DeskContext desk) => desk.Me!.May.Contains("administer");

    private static View Refuse(DeskContext desk) => NoticeModel.Create(desk, "House.keys", "House.forAdmins", "house");

    private static async Task<KeysModel> LoadAsync(
        DeskContext desk,
        DeskApi api,
        Fields fields,
        IReadOnlyList<Fault> faults
    )
    {
        var cursor = desk.Filters["cursor"] is { } after ? $"&cursor={Uri.EscapeDataString(after)}" : "";
        var keys = await api.GetAsync<Page<Key>>($"/v1/keys?limit=100{cursor}");
        var partners = await api.GetAsync<Page<Partner>>($"/v1/partners?limit={MostPartners}");
        return new(
            keys,
            new(fields.With(FormId, Guid.NewGuid().ToString()), faults),
            [.. partners.Items.Select(one => new Named(one.Code, $"{one.Name} ({one.Code})")).OrderBy(one => one.Name)]
        );
    }

    private static View Show(DeskContext desk, KeysModel model) =>
        View.Create<KeysPage, KeysModel>(desk.Words["House.keys"], "house", model);
}
