using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Partners;

/// <summary>All partners with their contacts; admins add and change them.</summary>
/// <param name="State">The form of a partner, new or stored.</param>
/// <param name="Code">The code of the partner that the form changes; null for a new one.</param>
public sealed record PartnersModel(IReadOnlyList<Partner> Partners, FormState State, string? Code)
{
    /// <summary>The field with the id of the form: the <c>Idempotency-Key</c> of a new partner.</summary>
    public const string FormId = "form";

    private const int MostPartners = 500;
    private const string Version = "version";

    public static async Task<View> ShowAsync(DeskContext desk, DeskApi api) =>
        await ViewAsync(desk, api, Fields.None, [], null);

    public static async Task<View> EditAsync(DeskContext desk, DeskApi api, string code)
    {
        if (!MayManage(desk))
            return NoticeModel.Create(desk, "House.partners", "House.forAdmins", "house");

        var partner = await api.GetAsync<Partner>(AddressOf(code));
        var fields = Fields
            .None.With("name", partner.Name)
            .With("contact", partner.Contact ?? "")
            .With("member", partner.Member ? "true" : "")
            .With("otherNames", string.Join('\n', partner.OtherNames))
            .With("identifiers", string.Join('\n', partner.Identifiers))
            .With(Version, $"{partner.Version}");
        return await ViewAsync(desk, api, fields, [], partner.Code);
    }

    /// <param name="code">The code of the partner to change; null to add one.</param>
    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, string? code, Fields fields)
    {
        var body = new JsonObject
        {
            ["name"] = fields["name"],
            ["contact"] = fields["contact"].Length == 0 ? null : fields["contact"],
            ["member"] = fields["member"] == "true",
            ["otherNames"] = Lines("otherNames"),
            ["identifiers"] = Lines("identifiers"),
        };
        try
        {
            if (code is null)
            {
                (body["code"], body["kind"]) = (fields["code"], fields["kind"]);
                await DeskApi.OnceAsync(() =>
                    api.SendAsync<Partner>(
                        HttpMethods.Post,
                        "/v1/partners",
                        body,
                        headers: [("Idempotency-Key", fields[FormId])]
                    )
                );
            }
            else
                await api.SendAsync<Partner>(
                    HttpMethods.Patch,
                    AddressOf(code),
                    body,
                    headers: [("If-Match", $"\"{fields[Version]}\"")]
                );
            return new FormAnswer.See("/desk/partners");
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            var view = await ViewAsync(desk, api, fields, problem.Faults(), code);
            return new FormAnswer.Page(view with { Status = problem.Status });
        }

        JsonArray Lines(string name) =>
            new([
                .. fields[name]
                    .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => (JsonNode)line),
            ]);
    }

    private static bool MayManage(DeskContext desk) => desk.Me!.May.Contains("administer");

    private static async Task<View> ViewAsync(
        DeskContext desk,
        DeskApi api,
        Fields fields,
        IReadOnlyList<Fault> faults,
        string? code
    )
    {
        var partners = await api.GetAsync<Page<Partner>>($"/v1/partners?limit={MostPartners}");
        return View.Create<PartnersPage, PartnersModel>(
            desk.Words["House.partners"],
            "house",
            new(partners.Items, new(fields.With(FormId, Guid.NewGuid().ToString()), faults), code)
        );
    }

    private static string AddressOf(string code) => $"/v1/partners/{Uri.EscapeDataString(code)}";
}
