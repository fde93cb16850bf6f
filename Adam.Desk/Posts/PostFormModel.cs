using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Recording;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Posts;

/// <summary>The form of a post, new or stored.</summary>
/// <param name="Reference">The reference of the post that the form changes; null for a new one.</param>
public sealed record PostFormModel(string? Reference, FormState State, Choices Choices)
{
    /// <summary>The field with the id of the form: the <c>Idempotency-Key</c> of a new post.</summary>
    public const string FormId = "form";

    /// <summary>Returns true if the person records posts.</summary>
    public static bool MayWrite(DeskContext desk) => desk.Me!.May.Contains("administer");

    public static async Task<View> NewAsync(DeskContext desk, DeskApi api) =>
        MayWrite(desk)
            ? await ShowAsync(desk, api, null, new(Fields.None.With(FormId, Guid.NewGuid().ToString()), []))
            : Refused(desk);

    public static async Task<View> EditAsync(DeskContext desk, DeskApi api, string reference)
    {
        if (!MayWrite(desk))
            return Refused(desk);

        var post = await api.GetAsync<Post>(PostModel.Address(reference));
        return await ShowAsync(desk, api, post.Reference, new(ToFields(post, desk), []));
    }

    /// <param name="reference">The reference of the post to change; null to record one.</param>
    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, string? reference, Fields fields)
    {
        if (!MayWrite(desk))
            return new FormAnswer.Page(Refused(desk));

        var body = ToBody(fields, reference, await Choices.LoadAsync(desk, api));
        try
        {
            var saved = reference is null
                ? await DeskApi.OnceAsync(() =>
                    api.SendAsync<Post>(
                        HttpMethods.Post,
                        "/v1/posts",
                        body,
                        headers: [("Idempotency-Key", fields[FormId])]
                    )
                )
                : await api.SendAsync<Post>(
                    HttpMethods.Put,
                    PostModel.Address(reference),
                    body,
                    headers: [("If-Match", $"\"{fields[PostModel.Version]}\"")]
                );
            return new FormAnswer.See(HubAddress.OfPost(saved.Reference));
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            // Another content is another request.
            var kept =
                problem.Problem.Code == DeskApi.KeyReused ? fields.With(FormId, Guid.NewGuid().ToString()) : fields;
            var view = await ShowAsync(desk, api, reference, new(kept, FaultsOf(problem)));
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
    }

    public static View Refused(DeskContext desk) => NoticeModel.Create(desk, "Post.new", "Post.notForYou", "measures");

    private static async Task<View> ShowAsync(DeskContext desk, DeskApi api, string? reference, FormState state) =>
        View.Create<PostFormPage, PostFormModel>(
            desk.Words[reference is null ? "Post.new" : "Post.edit"],
            "measures",
            new(reference, state, await Choices.LoadAsync(desk, api))
        );

    private static Fields ToFields(Post post, DeskContext desk) =>
        new([
            ("city", post.City),
            ("country", desk.Country(post.Country)),
            ("covers", string.Join('\n', post.Covers.Select(desk.Country))),
            ("from", Iso(post.From)),
            ("until", Iso(post.Until)),
            ("mailbox", post.Mailbox ?? ""),
            ("fundedBy", string.Join('\n', post.FundedBy.Select(desk.Partner))),
            (PostModel.Version, post.Version.ToString(CultureInfo.InvariantCulture)),
        ]);

    private static JsonObject ToBody(Fields fields, string? reference, Choices choices)
    {
        var body = new JsonObject();
        // A field without input is a member that is missing, not one that is empty.
        foreach (var name in new[] { "city", "from", "until", "mailbox" })
        {
            if (fields[name].Length > 0)
                body[name] = fields[name];
        }

        if ((reference ?? fields["reference"]) is { Length: > 0 } key)
            body["reference"] = key;
        if (fields["country"] is { Length: > 0 } country)
            body["country"] = choices.CodeOfCountry(country);
        if (Lines("covers") is [_, ..] covers)
            body["covers"] = Array(covers.Select(choices.CodeOfCountry));
        if (Lines("fundedBy") is [_, ..] partners)
            body["fundedBy"] = Array(partners.Select(one => choices.CodeOfPartner(one) ?? one));
        return body;

        string[] Lines(string name) =>
            fields[name].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static IReadOnlyList<Fault> FaultsOf(ApiProblemException problem) =>
        problem.Problem.Errors is { Count: > 0 } errors
            ? [.. errors.Select(error => new Fault(error.Name.Split('[')[0], error.Reason, error.Code))]
            : [new("", problem.Problem.Detail, problem.Problem.Code)];

    private static string Iso(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
