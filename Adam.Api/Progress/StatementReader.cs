using Adam.Api.Documents;
using Adam.Api.Errors;
using Adam.Api.Meetings;
using Adam.Data.Documents;
using Adam.Data.Projects;
using Adam.Domain.Documents;
using Adam.Domain.Progress;
using Adam.Domain.Text;

namespace Adam.Api.Progress;

/// <summary>Reads and validates statements from request bodies, and collects all errors.</summary>
internal sealed class StatementReader(ProjectStore projects, DocumentStore documents, TimeProvider time)
{
    private const int LongestDocument = 1_000;

    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <returns>The draft. Members with errors have undefined values.</returns>
    public async Task<StatementDraft> ReadAsync(StatementBody body, List<ValidationError> errors, CancellationToken ct)
    {
        var reading = new BodyErrors(errors);
        var text = TextNormalization.Paragraphs(body.Text) ?? "";
        if (body.Text is not null && Folding.Key(text).Length == 0)
            reading.Add("text", "A statement needs words: a letter or a digit.", ErrorCodes.BadValue);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (body.AsOf > today)
            reading.Add(
                "asOf",
                $"asOf is {body.AsOf:yyyy-MM-dd}, which is in the future: today is {today:yyyy-MM-dd} in UTC. State "
                    + "what is, and what will be when it is.",
                ErrorCodes.OutOfRange
            );
        return new()
        {
            AsOf = body.AsOf ?? default,
            Stage = body.Stage ?? default,
            Text = text,
            Projects = await ProjectsAsync(reading, body.Projects, ct),
            Documents = await DocumentsAsync(reading, body.Documents, ct),
        };
    }

    /// <summary>Returns a sentence about a project that the caller cannot name.</summary>
    public static string NoProject(Guid id) =>
        $"There is no project {id}, or it is withdrawn. GET /v1/projects lists the projects.";

    private async Task<IReadOnlyList<Guid>> ProjectsAsync(
        BodyErrors reading,
        IReadOnlyList<Guid>? ids,
        CancellationToken ct
    )
    {
        foreach (var (i, id) in (ids ?? []).Index())
        {
            var name = $"projects[{i}]";
            if (await projects.FindAsync(id, ct) is not { WithdrawnAt: null })
                reading.Add(name, NoProject(id), ErrorCodes.UnknownCode);
            else if (ids!.Take(i).Contains(id))
                reading.Add(name, $"{id} stands in the list already.", ErrorCodes.BadValue);
        }

        return ids ?? [];
    }

    /// <summary>Returns addresses, and references of documents as the register writes them.</summary>
    private async Task<IReadOnlyList<string>> DocumentsAsync(
        BodyErrors reading,
        IReadOnlyList<string>? texts,
        CancellationToken ct
    )
    {
        var named = new List<string>();
        foreach (var (i, text) in (texts ?? []).Index())
        {
            var (name, line) = ($"documents[{i}]", TextNormalization.Line(text) ?? "");
            var document = DocumentDraft.IsReference(line) ? await documents.FindAsync(line, ct) : null;
            if (document is { IsActive: true })
                line = document.Document.Reference;
            else if (DocumentDraft.IsReference(line))
                reading.Add(name, await NoDocumentAsync(line, ct), ErrorCodes.UnknownCode);
            else if (line.Length > LongestDocument)
                reading.Add(name, $"An address has at most {LongestDocument} characters.", ErrorCodes.TooLong);
            else if (!DocumentReader.IsAddress(line))
                reading.Add(
                    name,
                    $"{ValidationError.Quote(text)} is neither an address of a document, which begins with https:// or "
                        + "http://, nor the reference of one in the register.",
                    ErrorCodes.BadValue
                );
            if (named.Contains(line))
                reading.Add(name, $"{ValidationError.Quote(line)} stands in the list already.", ErrorCodes.BadValue);
            named.Add(line);
        }

        return named;
    }

    /// <summary>Returns a sentence about a document that is not in the register, or withdrawn.</summary>
    private async Task<string> NoDocumentAsync(string reference, CancellationToken ct)
    {
        var known = (await documents.ListAsync(ct)).Where(one => one.IsActive).Select(one => one.Document.Reference);
        return $"There is no document {ValidationError.Quote(reference)}, or it is withdrawn. "
            + (
                Nearest.FindIn(reference, known) is { } meant
                    ? $"Did you mean {ValidationError.Quote(meant)}?"
                    : "Give its address (https://), or record it first, by POST /v1/documents."
            );
    }
}
