using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.OpenApi;
using Adam.Api.Projects.Filtering;
using Adam.Data.Changes;
using Adam.Data.Changes.Recording;
using Adam.Domain.Projects;
using FastEndpoints;

namespace Adam.Api.Changes;

internal sealed record ListChangesRequest : IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>
    /// The position to continue from: the <c>nextCursor</c> of the previous response, with any filters. Without it, the
    /// changes are returned from the first one; with <c>now</c>, from the end.
    /// </summary>
    [QueryParam]
    public ChangeCursor? After { get; init; }

    /// <summary>
    /// The maximum number of seconds to wait for a change if there is none. The response is then sent at once with the
    /// next change.
    /// </summary>
    [QueryParam, Range(0, 30), Example(0)]
    public int Wait { get; init; }

    /// <summary>The maximum number of changes of the page.</summary>
    [QueryParam, Range(1, 500), Example(50)]
    public int Limit { get; init; } = 50;

    /// <summary>The kind of record that changed.</summary>
    [QueryParam, Example("project")]
    public IReadOnlyList<ChangeSubject> Subject { get; init; } = [];

    /// <summary>
    /// Recipient countries before or after the change: ISO 3166-1 alpha-2. For an overlap, countries that both projects
    /// have.
    /// </summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>Pillars before or after the change. For an overlap, pillars that both projects have.</summary>
    [QueryParam, Example("precursors")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>The owner before or after the change. For an overlap, the owner of one of the projects.</summary>
    [QueryParam, MaxLength(MaxValues), Example("DE")]
    public IReadOnlyList<string> Owner { get; init; } = [];

    /// <summary>Donors before or after the change, in the forms that the list of projects takes.</summary>
    [QueryParam, MaxLength(MaxValues), Example("DE")]
    public IReadOnlyList<string> Donor { get; init; } = [];
}

internal sealed class ListChanges(ChangeStore changes, ChangeWaits waits, ProjectFilterReader filters)
    : Endpoint<ListChangesRequest, ChangePageResponse>
{
    public override void Configure()
    {
        Get("/v1/changes");
        this.Documents(
            "List the changes",
            "Returns every project that was recorded, changed, withdrawn or revived, every verdict and every note on "
                + "an overlap, each change once and in the order of the commits. Whoever keeps a copy continues from "
                + "`nextCursor`, and waits for the next change with `wait`.",
            answer: typeof(ChangePageResponse)
        );
    }

    public override async Task HandleAsync(ListChangesRequest req, CancellationToken ct)
    {
        var filter = await FilterAsync(req, ct);
        var after = req.After is { } cursor ? await cursor.ResolveAsync(changes, "after", ct) : ChangePosition.Start;
        var page = await changes.ReadAsync(after, filter, req.Limit, ct);
        if (page.Items.Count == 0 && req.Wait > 0)
            page = await waits.WaitAsync(page, filter, req.Limit, TimeSpan.FromSeconds(req.Wait), ct);
        await Send.OkAsync(ChangePageResponse.FromPage(page, req.BindingWarnings), ct);
    }

    private async Task<ChangeFilter> FilterAsync(ListChangesRequest req, CancellationToken ct)
    {
        var (owners, donors) = await filters.OwnersAndDonorsAsync(req.Owner, req.Donor, req.BindingErrors, ct);
        req.BindingErrors.ThrowIfAny();
        return new()
        {
            Kinds = [.. Enum.GetValues<ChangeKind>().Where(kind => req.Subject.Contains(SubjectOf(kind)))],
            Owners = owners,
            Donors = donors,
            Countries = req.Country,
            Pillars = req.Pillar,
        };
    }

    private static ChangeSubject SubjectOf(ChangeKind kind) =>
        kind is ChangeKind.VerdictGiven or ChangeKind.VerdictTakenBack or ChangeKind.NoteAdded
            ? ChangeSubject.Overlap
            : ChangeSubject.Project;
}
