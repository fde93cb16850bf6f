using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Audit.Recording;
using Adam.Data.Records;
using Adam.Data.Reports;
using Adam.Domain.Keys;
using Adam.Domain.Reports;
using FastEndpoints;

namespace Adam.Api.Reports;

internal abstract record ReportNoteRequest : ReportRequest
{
    /// <summary>The section of the report.</summary>
    [RouteParam, Example("precursors")]
    public ReportSection Section { get; init; }
}

internal sealed record ListReportNotesRequest : ReportRequest
{
    /// <summary>The <c>ETag</c> of the list that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed record GetReportNoteRequest : ReportNoteRequest
{
    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>The text of an editor at the head of a section.</summary>
internal sealed record ReportNoteBody
{
    /// <summary>
    /// The text in CommonMark; empty to take it away. HTML is shown as text, and a picture as its description.
    /// </summary>
    [MaxLength(ReportNote.MaxLength)]
    [Example("The year began with **two** joint operations on the Panj.\n\n- Khorog\n- Nizhny Panj")]
    public string? Markdown { get; init; }
}

internal sealed record WriteReportNoteRequest : ReportNoteRequest, IHasBindingErrors
{
    public List<ValidationError> BindingErrors { get; } = [];

    /// <summary>The <c>ETag</c> of the note as the client has read it; that of a section without a note, too.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;

    [FromBody]
    public ReportNoteBody Body { get; init; } = new();
}

/// <summary>The text of an editor at the head of a section, with its version.</summary>
/// <param name="Year">The year of the report.</param>
/// <param name="Section">The section of the report.</param>
/// <param name="Markdown">The text in CommonMark; empty if nothing is written.</param>
/// <param name="Version">1 for the first text, increased by 1 with each change; 0 if there was never one.</param>
/// <param name="UpdatedAt">The instant of the last change; null in version 0.</param>
/// <param name="UpdatedBy">The name of the key that made it; null in version 0.</param>
internal sealed record ReportNoteResponse(
    [property: Example(2015)] int Year,
    ReportSection Section,
    [property: Example("The year began with **two** joint operations on the Panj.")] string Markdown,
    [property: Example(1)] int Version,
    DateTimeOffset? UpdatedAt,
    [property: Example("Reporting desk")] string? UpdatedBy
)
{
    public static ReportNoteResponse FromNote(ReportNote note) =>
        new(note.Year, note.Section, note.Markdown, note.Version, note.UpdatedAt, note.UpdatedBy);
}

internal sealed class ListReportNotes(ReportNoteStore notes)
    : Endpoint<ListReportNotesRequest, ListResponse<ReportNoteResponse>>
{
    public override void Configure()
    {
        Get("/v1/reports/{year}/notes");
        this.Documents(
            "List the notes of a report",
            "Returns what editors have written into the sections of the report, on one page. A section without a note "
                + "is left out.",
            answer: typeof(ListResponse<ReportNoteResponse>)
        );
    }

    public override async Task HandleAsync(ListReportNotesRequest req, CancellationToken ct)
    {
        var found = await notes.ListAsync(req.Year, ct);
        await Send.PageAsync([.. found.Select(ReportNoteResponse.FromNote)], null, null, req.IfNoneMatch, ct);
    }
}

internal sealed class GetReportNote(ReportNoteStore notes) : Endpoint<GetReportNoteRequest, ReportNoteResponse>
{
    public override void Configure()
    {
        Get("/v1/reports/{year}/notes/{section}");
        this.Documents(
            "Read the note of a section",
            "Returns what an editor has written at the head of a section. A section without a note has the version 0 "
                + "and no text.",
            answer: typeof(ReportNoteResponse),
            tagged: true
        );
    }

    public override async Task HandleAsync(GetReportNoteRequest req, CancellationToken ct)
    {
        var note = await notes.FindAsync(req.Year, req.Section, ct);
        await Send.ResourceAsync(
            ReportNoteResponse.FromNote(note),
            EntityTags.ForVersion(note.Version),
            req.IfNoneMatch,
            ct
        );
    }
}

internal sealed class WriteReportNote(ReportNoteStore notes) : Endpoint<WriteReportNoteRequest, ReportNoteResponse>
{
    public override void Configure()
    {
        Put("/v1/reports/{year}/notes/{section}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Write the note of a section",
            "Replaces what stands at the head of a section, in all forms of the report. An empty text takes it away. "
                + "Frozen editions keep what they had.",
            answer: typeof(ReportNoteResponse),
            tagged: true
        );
    }

    public override async Task HandleAsync(WriteReportNoteRequest req, CancellationToken ct)
    {
        var errors = req.BindingErrors;
        // An empty text is no missing one.
        if (req.Body.Markdown is null && !errors.HasErrorFor("markdown"))
            errors.Add(new("markdown", "State the text; an empty one takes the note away.", ErrorCodes.Missing));
        errors.ThrowIfAny();
        var stored = await notes.FindAsync(req.Year, req.Section, ct);
        req.IfMatch.Require(EntityTags.ForVersion(stored.Version));
        var note =
            await notes.WriteAsync(
                req.Year,
                req.Section,
                req.Body.Markdown!.ReplaceLineEndings("\n").Trim('\n'),
                stored.Version,
                Caller.FromPrincipal(User).Actor,
                ct
            ) ?? throw EntityTags.Stale();
        await Send.ResourceAsync(ReportNoteResponse.FromNote(note), EntityTags.ForVersion(note.Version), null, ct);
    }
}

internal sealed record GetReportNoteHistoryRequest : ListRequest
{
    /// <summary>The year of the report.</summary>
    [RouteParam, Range(ReportYear.First, ReportYear.Last), Example(2015)]
    public int Year { get; init; }

    /// <summary>The section of the report.</summary>
    [RouteParam, Example("precursors")]
    public ReportSection Section { get; init; }
}

/// <summary>A version of a note, with what it changed.</summary>
/// <param name="Version">The number of the version.</param>
/// <param name="At">The instant at which the write began, by the clock of the server.</param>
/// <param name="Action"><c>created</c> or <c>changed</c>.</param>
/// <param name="By">The author.</param>
/// <param name="Changes">The text before and after; empty for the first version.</param>
internal sealed record ReportNoteVersionResponse(
    [property: Example(1)] int Version,
    DateTimeOffset At,
    [property: Example("created")] AuditAction Action,
    VersionAuthorResponse By,
    IReadOnlyList<MemberChangeResponse> Changes
)
{
    public static ReportNoteVersionResponse FromVersion(RecordVersion version) =>
        new(
            version.Version,
            version.At,
            version.Action,
            VersionAuthorResponse.FromAuthor(version.Author),
            version is { Before: { } before, Document: { } document } ? MemberChanges.Between(before, document) : []
        );
}

internal sealed class GetReportNoteHistory(ReportNoteStore notes)
    : Endpoint<GetReportNoteHistoryRequest, ListResponse<ReportNoteVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/reports/{year}/notes/{section}/history");
        this.Documents(
            "Read the history of a note",
            "Returns every version of the note of a section, the first one first: who wrote it, when, and what it "
                + "replaced.",
            answer: typeof(ListResponse<ReportNoteVersionResponse>)
        );
    }

    public override async Task HandleAsync(GetReportNoteHistoryRequest req, CancellationToken ct)
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var page = await notes.HistoryAsync(req.Year, req.Section, after, req.Limit, ct);
        await Send.PageAsync(
            [.. page.Items.Select(ReportNoteVersionResponse.FromVersion)],
            page.Next is { } next ? [next] : null,
            req.Count ? page.Total : null,
            req.IfNoneMatch,
            ct
        );
    }
}
