using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Measures;
using Adam.Desk.Recording;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Documents;

/// <summary>The form of a document's description, new or stored.</summary>
/// <param name="Reference">The reference of the document that the form changes; null for a new one.</param>
/// <param name="Meetings">The meetings that a document can belong to.</param>
public sealed record DocumentFormModel(
    string? Reference,
    FormState State,
    Choices Choices,
    IReadOnlyList<Meeting> Meetings
)
{
    /// <summary>The field with the id of the form: the <c>Idempotency-Key</c> of a new document.</summary>
    public const string FormId = "form";

    private const int MostMeetings = 500;

    // The members of the API that have a field of another name.
    private static readonly Dictionary<string, string> FieldNames = new()
    {
        ["creator.partner"] = "creator",
        ["creator.name"] = "creator",
        ["subject.pillars"] = "pillars",
        ["subject.countries"] = "countries",
    };

    public static async Task<View> NewAsync(DeskContext desk, DeskApi api) =>
        MeasuresModel.MayWrite(desk)
            ? await ShowAsync(
                desk,
                api,
                null,
                new(
                    Fields.None.With(FormId, Guid.NewGuid().ToString()).With("isPartOf", desk.Filters["meeting"] ?? ""),
                    []
                )
            )
            : Refused(desk);

    public static async Task<View> EditAsync(DeskContext desk, DeskApi api, string reference)
    {
        if (!MeasuresModel.MayWrite(desk))
            return Refused(desk);

        var document = await api.GetAsync<Document>(DocumentModel.Address(reference));
        return await ShowAsync(desk, api, document.Reference, new(ToFields(document, desk), []));
    }

    /// <param name="reference">The reference of the document to change; null to record one.</param>
    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, string? reference, Fields fields)
    {
        if (!MeasuresModel.MayWrite(desk))
            return new FormAnswer.Page(Refused(desk));

        var body = ToBody(fields, reference, await Choices.LoadAsync(desk, api));
        try
        {
            var saved = reference is null
                ? await DeskApi.OnceAsync(() =>
                    api.SendAsync<Document>(
                        HttpMethods.Post,
                        "/v1/documents",
                        body,
                        headers: [("Idempotency-Key", fields[FormId])]
                    )
                )
                : await api.SendAsync<Document>(
                    HttpMethods.Put,
                    DocumentModel.Address(reference),
                    body,
                    headers: [("If-Match", $"\"{fields[DocumentModel.Version]}\"")]
                );
            return new FormAnswer.See(HubAddress.OfDocument(saved.Reference));
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

    public static View Refused(DeskContext desk) =>
        NoticeModel.Create(desk, "Document.new", "Document.notForYou", "measures");

    private static async Task<View> ShowAsync(DeskContext desk, DeskApi api, string? reference, FormState state)
    {
        var meetings = await api.GetAsync<Page<Meeting>>($"/v1/meetings?limit={MostMeetings}");
        return View.Create<DocumentFormPage, DocumentFormModel>(
            desk.Words[reference is null ? "Document.new" : "Document.edit"],
            "measures",
            new(reference, state, await Choices.LoadAsync(desk, api), meetings.Items)
        );
    }

    private static Fields ToFields(Document document, DeskContext desk) =>
        new([
            ("type", document.Type),
            ("title", document.Title),
            ("creator", DocumentModel.CreatorOf(document, desk)),
            ("date", document.Date?.ToString("O", CultureInfo.InvariantCulture) ?? ""),
            ("language", document.Language ?? ""),
            ("identifier", document.Identifier ?? ""),
            .. document.Subject.Pillars.Select(code => ("pillars", code)),
            ("countries", string.Join('\n', document.Subject.Countries.Select(desk.Country))),
            ("isPartOf", document.IsPartOf ?? ""),
            ("url", document.Url),
            ("sha256", document.Sha256 ?? ""),
            (DocumentModel.Version, document.Version.ToString(CultureInfo.InvariantCulture)),
        ]);

    private static JsonObject ToBody(Fields fields, string? reference, Choices choices)
    {
        var body = new JsonObject
        {
            ["subject"] = new JsonObject
            {
                ["pillars"] = Array(fields.All("pillars")),
                ["countries"] = Array(
                    fields["countries"]
                        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Select(choices.CodeOfCountry)
                ),
            },
        };
        // A field without input is a member that is missing, not one that is empty.
        foreach (var name in new[] { "type", "title", "date", "language", "identifier", "isPartOf", "url", "sha256" })
        {
            if (fields[name].Length > 0)
                body[name] = fields[name];
        }

        if ((reference ?? fields["reference"]) is { Length: > 0 } key)
            body["reference"] = key;
        if (fields["creator"] is { Length: > 0 } creator)
            body["creator"] = choices.CodeOfPartner(creator) is { } partner
                ? new JsonObject { ["partner"] = partner }
                : new JsonObject { ["name"] = creator };
        return body;
    }

    private static IReadOnlyList<Fault> FaultsOf(ApiProblemException problem) =>
        problem.Problem.Errors is { Count: > 0 } errors
            ? [.. errors.Select(error => new Fault(FieldOf(error.Name), error.Reason, error.Code))]
            : [new("", problem.Problem.Detail, problem.Problem.Code)];

    private static string FieldOf(string name)
    {
        var member = name.Split('[')[0];
        return FieldNames.GetValueOrDefault(member, member);
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
