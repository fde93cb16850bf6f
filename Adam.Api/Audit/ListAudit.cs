using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Audit;

internal sealed record ListAuditRequest : TableListRequest, IHasBindingErrors
{
    public List<ValidationError> BindingErrors { get; } = [];

    /// <summary>The kind of record.</summary>
    [QueryParam, Example("project")]
    public AuditSubject? Subject { get; init; }

    /// <summary>The kind of write.</summary>
    [QueryParam]
    public AuditAction? Action { get; init; }

    /// <summary>The public id of the key that wrote.</summary>
    [QueryParam, MaxLength(40), Example("4f1c9a0b7d2e8c35")]
    public string? Key { get; init; }

    /// <summary>The partner of the key that wrote.</summary>
    [QueryParam, MaxLength(20), Example("DE")]
    public string? Partner { get; init; }

    /// <summary>The id of a project.</summary>
    [QueryParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid? Project { get; init; }

    /// <summary>The id of the request that wrote, as in its header <c>X-Request-Id</c>.</summary>
    [QueryParam, MaxLength(200), Example("4bf92f3577b34da6a3ce929d0e0e4736")]
    public string? RequestId { get; init; }

    /// <summary>The first instant, or the first day in UTC.</summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? From { get; init; }

    /// <summary>The instant, or the day in UTC, before which the entry was written.</summary>
    [QueryParam, Example("2027-01-01")]
    public DateOrInstant? Until { get; init; }
}

internal sealed class ListAudit(AuditStore audit, PartnerStore partners)
    : Endpoint<ListAuditRequest, ListResponse<AuditEntryResponse>>
{
    public override void Configure()
    {
        Get("/v1/audit");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.AuditRead);
        this.OffersListFormats();
        this.Documents(
            "List the audit entries",
            "Returns every write of every record with its author, the last one first. A page tests at most "
                + "100,000 entries: with a rare filter it can be short, or empty, and still have a `nextCursor`. "
                + "`count=true` counts all entries, those of a `project`, and, while the register has at most 100,000 "
                + "entries, those of any filter.",
            answer: typeof(ListResponse<AuditEntryResponse>)
        );
    }

    public override async Task HandleAsync(ListAuditRequest req, CancellationToken ct)
    {
        var filter = new AuditFilter(
            req.Subject,
            req.Action,
            req.Key,
            await PartnerAsync(req, ct),
            req.RequestId,
            req.Project,
            req.From?.Instant,
            req.Until?.Instant
        );
        var total = req.Count ? await CountAsync(filter, ct) : 0;
        var before = req.Cursor?.Number(0);
        var list = new ListSource<AuditEntryResponse>
        {
            PageAsync = async (limit, token) =>
            {
                var page = await audit.ReadAsync(filter, before, limit, token);
                return new([.. page.Items.Select(AuditEntryResponse.FromEntry)], page.Next is { } next ? [next] : null);
            },
            StreamAsync = token => audit.StreamAsync(filter, before, token).Select(AuditEntryResponse.FromEntry),
            CountAsync = _ => Task.FromResult(total),
            Table = AuditTable.All,
        };
        await Send.ListAsync(req, list, ct);
    }

    private async Task<long> CountAsync(AuditFilter filter, CancellationToken ct) =>
        await audit.CountAsync(filter, ct)
        ?? throw ProblemException.ForErrors(
            new ValidationError(
                "count",
                "The register has more than 100,000 entries, which are not counted by this filter. Count those of a "
                    + "project or without a filter, or read the entries in pages or with format=csv.",
                ErrorCodes.BadValue
            )
        );

    private async Task<string?> PartnerAsync(ListAuditRequest req, CancellationToken ct)
    {
        var code = req.Partner is null ? null : PartnerCodes.Canonical(req.Partner);
        if (code is not null && (await partners.DirectoryAsync(ct)).UnknownError(code, "partner") is { } unknown)
            req.BindingErrors.Add(unknown);
        if (req.From?.Instant >= req.Until?.Instant)
            req.BindingErrors.Add(
                new("until", "until is not after from, so that no entry could match.", ErrorCodes.OutOfRange)
            );
        req.BindingErrors.ThrowIfAny();
        return code;
    }
}
