using System.Globalization;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Measures;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Documents;

/// <summary>The description of a document.</summary>
/// <param name="Meeting">The meeting that it belongs to; null for none.</param>
/// <param name="State">The form that withdraws it.</param>
public sealed record DocumentModel(Document Document, Meeting? Meeting, FormState State)
{
    /// <summary>The field with the version that the person has seen.</summary>
    public const string Version = "version";

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string reference) =>
        await ShowAsync(api, reference, new(Fields.None, []));

    /// <summary>Withdraws the document. Its reference stays taken.</summary>
    public static async Task<FormAnswer> WithdrawAsync(DeskContext desk, DeskApi api, string reference, Fields fields)
    {
        if (!MeasuresModel.MayWrite(desk))
            return new FormAnswer.Page(DocumentFormModel.Refused(desk));

        try
        {
            await api.ChangeAsync(HttpMethods.Delete, Address(reference), null, $"\"{fields[Version]}\"");
            return new FormAnswer.See("/desk/documents");
        }
        catch (ApiProblemException problem) when (problem.Status == StatusCodes.Status412PreconditionFailed)
        {
            var view = await ShowAsync(api, reference, new(fields, problem.Faults()));
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
    }

    /// <summary>Returns the address of the API of a document.</summary>
    public static string Address(string reference) => $"/v1/documents/{Uri.EscapeDataString(reference)}";

    /// <summary>Returns who made a document: the name of a partner, or that of another organisation.</summary>
    public static string CreatorOf(Document document, DeskContext desk) =>
        document.Creator switch
        {
            { Partner: { } partner } => desk.Partner(partner),
            { Name: { } name } => name,
            _ => "",
        };

    /// <summary>Returns the name of a language; its tag if the pages know no name.</summary>
    public static string NameOfLanguage(string tag, DeskContext desk) => desk.Words.Name("Language", tag);

    /// <summary>Returns the address of a document that a browser may open; null for another one.</summary>
    public static string? LinkOf(Document document) =>
        Uri.TryCreate(document.Url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? document.Url
            : null;

    private static async Task<View> ShowAsync(DeskApi api, string reference, FormState state)
    {
        var document = await api.GetAsync<Document>(Address(reference));
        var meeting = document.IsPartOf is { } of
            ? await api.GetAsync<Meeting>($"/v1/meetings/{Uri.EscapeDataString(of)}")
            : null;
        var seen = state.Fields.With(Version, document.Version.ToString(CultureInfo.InvariantCulture));
        return View.Create<DocumentPage, DocumentModel>(
            document.Title,
            "measures",
            new(document, meeting, state with { Fields = seen })
        );
    }
}
