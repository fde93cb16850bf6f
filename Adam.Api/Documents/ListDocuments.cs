using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Meetings;
using Adam.Api.OpenApi;
using Adam.Api.Tables;
using Adam.Data.Documents;
using Adam.Domain.Documents;
using Adam.Domain.Meetings;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Documents;

internal sealed record ListDocumentsRequest : TableListRequest, IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>Types of documents.</summary>
    [QueryParam, Example("study")]
    public IReadOnlyList<DocumentType> Type { get; init; } = [];

    /// <summary>Pillars of the Vienna Declaration: documents about one of them.</summary>
    [QueryParam, Example("precursors")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>Documents about one of these countries.</summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>References of meetings that the document belongs to.</summary>
    [QueryParam, MaxLength(MaxValues), Example("EX-EWG-2024")]
    public IReadOnlyList<string> Meeting { get; init; } = [];

    /// <summary>
    /// Languages of documents (BCP 47). A language stands for all its regions and scripts: pt for pt-BR too.
    /// </summary>
    [QueryParam, MaxLength(MaxValues), Example("en")]
    public IReadOnlyList<string> Language { get; init; } = [];

    /// <summary>
    /// Prefixes of words of the reference, the title, the creator and the identifier. All must match, in any order.
    /// Case and accents are ignored.
    /// </summary>
    [QueryParam, MaxLength(200), Example("precursors")]
    public string? Q { get; init; }

    /// <summary>Documents of this day or later. One without a date is left out.</summary>
    [QueryParam, Example("2015-01-01")]
    public DateOnly? From { get; init; }

    /// <summary>Documents of this day or earlier. One without a date is left out.</summary>
    [QueryParam, Example("2025-12-31")]
    public DateOnly? Until { get; init; }
}

internal sealed class ListDocuments(DocumentStore documents)
    : Endpoint<ListDocumentsRequest, ListResponse<DocumentResponse>>
{
    public override void Configure()
    {
        Get("/v1/documents");
        this.OffersListFormats();
        this.Documents(
            "List documents",
            "Returns the descriptions of documents that match the filters, in the order in which they were recorded. "
                + "Withdrawn ones are left out. Values of one name are alternatives (OR); all names must match (AND).",
            answer: typeof(ListResponse<DocumentResponse>)
        );
    }

    public override async Task HandleAsync(ListDocumentsRequest req, CancellationToken ct)
    {
        var filter = new Filter(req);
        req.BindingErrors.ThrowIfAny();
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var found = (await documents.ListAsync(ct)).Where(filter.Passes).ToList();
        var rest = found.Where(stored => stored.DocumentId > after).ToList();
        var list = new ListSource<DocumentResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<DocumentResponse>(
                        [.. rest.Take(limit).Select(ToContent)],
                        rest.Count > limit ? [rest[limit - 1].DocumentId] : null
                    )
                ),
            StreamAsync = _ => rest.Select(ToContent).ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = DocumentTable.All,
            ToResponse = (rows, next, total, _) =>
                new ListResponse<DocumentResponse>(
                    rows,
                    next,
                    total,
                    Warnings: req.BindingWarnings.Count == 0 ? null : req.BindingWarnings
                ),
        };
        await Send.ListAsync(req, list, ct);
    }

    private static DocumentResponse ToContent(StoredDocument stored) => DocumentResponse.FromDocument(stored.Document);

    private sealed class Filter
    {
        private readonly ListDocumentsRequest _req;
        private readonly HashSet<string> _meetings;
        private readonly IReadOnlyList<string> _languages;
        private readonly IReadOnlyList<string> _words;

        public Filter(ListDocumentsRequest req)
        {
            var reading = new BodyErrors(req.BindingErrors);
            _req = req;
            _meetings = [.. req.Meeting.Select(MeetingDraft.KeyOf)];
            _languages = [.. req.Language.Select(tag => reading.Language("language", tag)).OfType<string>()];
            _words = Folding.Words(req.Q);
        }

        public bool Passes(StoredDocument stored)
        {
            var draft = stored.Document.Draft;
            return stored.IsActive
                && (_req.Type.Count == 0 || _req.Type.Contains(draft.Type))
                && (_req.Pillar.Count == 0 || _req.Pillar.Any(draft.Pillars.Contains))
                && (_req.Country.Count == 0 || _req.Country.Any(draft.Countries.Contains))
                && (
                    _meetings.Count == 0
                    || (draft.IsPartOf is { } meeting && _meetings.Contains(MeetingDraft.KeyOf(meeting)))
                )
                && (_req.Language.Count == 0 || _languages.Any(language => IsIn(draft, language)))
                && (_req.From is not { } from || draft.Date >= from)
                && (_req.Until is not { } until || draft.Date <= until)
                && Has(draft);
        }

        private static bool IsIn(DocumentDraft draft, string language) =>
            draft.Language == language || draft.Language?.StartsWith($"{language}-", StringComparison.Ordinal) is true;

        private bool Has(DocumentDraft draft)
        {
            if (_words.Count == 0)
                return true;

            var own = Folding.Words([
                draft.Reference,
                draft.Title,
                draft.Creator?.Partner,
                draft.Creator?.Name,
                draft.Identifier,
            ]);
            return _words.All(word => own.Any(one => one.StartsWith(word, StringComparison.Ordinal)));
        }
    }
}
