using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Measures;
using Adam.Domain.Keys;
using Adam.Domain.Measures;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Measures;

internal record MeasureLinkRequest
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";

    /// <summary>The id of the project.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid Id { get; init; }

    public ProblemException NoProject() => new(ErrorCodes.UnknownProject, $"There is no project {Id}.");
}

internal sealed record GetMeasureLinkRequest : MeasureLinkRequest
{
    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>A decision whether a project serves a measure.</summary>
internal sealed record MeasureVerdictBody
{
    /// <summary>
    /// <c>confirmed</c>: it does, whatever the criterion says. <c>rejected</c>: it does not, whatever the criterion or
    /// its owner says.
    /// </summary>
    [Required, Example("confirmed")]
    public LinkVerdict? Verdict { get; init; }

    /// <summary>The reason, for later readers of the verdict.</summary>
    [MaxLength(2_000), Example("The second course is for the staff of the intelligence unit.")]
    public string? Note { get; init; }
}

internal abstract record ChangeMeasureVerdictRequest : MeasureLinkRequest
{
    /// <summary>The <c>ETag</c> of the link as the client has read it.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record JudgeMeasureLinkRequest : ChangeMeasureVerdictRequest
{
    [FromBody]
    public MeasureVerdictBody Body { get; init; } = new();
}

internal sealed record TakeMeasureVerdictBackRequest : ChangeMeasureVerdictRequest;

internal sealed class GetMeasureLink(MeasureStore measures, MeasureLinks links)
    : Endpoint<GetMeasureLinkRequest, MeasureLinkResponse>
{
    public override void Configure()
    {
        Get("/v1/measures/{reference}/projects/{id}");
        this.Documents(
            "Read the link of a project with a measure",
            "Returns whether a project serves a measure, and why. A project that neither names the measure nor meets "
                + "its criterion is suggested, and does not count.",
            answer: typeof(MeasureLinkResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn, ErrorCodes.UnknownProject]
        );
    }

    public override async Task HandleAsync(GetMeasureLinkRequest req, CancellationToken ct)
    {
        var measure = await measures.GetActiveAsync(req.Reference, ct);
        var link = await links.FindAsync(measure, req.Id, ct) ?? throw req.NoProject();
        var texts = HttpContext.ChooseSentences();
        var response = MeasureLinkResponse.FromLink(link, texts);
        await Send.ResourceAsync(response, response.TagIn(texts, link.Tag), req.IfNoneMatch, ct);
    }
}

internal sealed class JudgeMeasureLink(MeasureStore measures, MeasureLinks links)
    : Endpoint<JudgeMeasureLinkRequest, MeasureLinkResponse>
{
    public override void Configure()
    {
        Put("/v1/measures/{reference}/projects/{id}/verdict");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.Documents(
            "Judge the link of a project with a measure",
            "Stores the verdict with the name of the key. It becomes stale if the project changes in pillars, "
                + "countries, activity types or words, or the measure in its criterion. If two clients judge at the "
                + "same time, the second receives 412.",
            answer: typeof(MeasureLinkResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn, ErrorCodes.UnknownProject]
        );
    }

    public override async Task HandleAsync(JudgeMeasureLinkRequest req, CancellationToken ct)
    {
        var judged = await links.JudgeAsync(
            measures,
            req,
            req.Body.Verdict,
            TextNormalization.Paragraphs(req.Body.Note),
            Caller.FromPrincipal(User),
            ct
        );
        var texts = HttpContext.ChooseSentences();
        var response = MeasureLinkResponse.FromLink(judged, texts);
        await Send.ResourceAsync(response, response.TagIn(texts, judged.Tag), null, ct);
    }
}

internal sealed class TakeMeasureVerdictBack(MeasureStore measures, MeasureLinks links)
    : Endpoint<TakeMeasureVerdictBackRequest>
{
    public override void Configure()
    {
        Delete("/v1/measures/{reference}/projects/{id}/verdict");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.Documents(
            "Take the verdict about a link back",
            "The link is undecided again. The audit log keeps the verdict.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn, ErrorCodes.UnknownProject]
        );
    }

    public override async Task HandleAsync(TakeMeasureVerdictBackRequest req, CancellationToken ct)
    {
        await links.JudgeAsync(measures, req, null, null, Caller.FromPrincipal(User), ct);
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal static class MeasureVerdicts
{
    /// <exception cref="ProblemException">
    /// The measure or the project does not exist, or the link differs from the version that the client has read.
    /// </exception>
    public static async Task<MeasureLink> JudgeAsync(
        this MeasureLinks links,
        MeasureStore measures,
        ChangeMeasureVerdictRequest req,
        LinkVerdict? verdict,
        string? note,
        Caller caller,
        CancellationToken ct
    )
    {
        var measure = await measures.GetActiveAsync(req.Reference, ct);
        return await links.DecideAsync(
            measure,
            req.Id,
            tag => req.IfMatch.IsRead($"\"{tag}\""),
            verdict,
            note,
            caller.Actor,
            caller.Partner,
            ct
        ) switch
        {
            MeasureLinkOutcome.Done done => done.Link,
            MeasureLinkOutcome.Stale => throw EntityTags.Stale(),
            _ => throw req.NoProject(),
        };
    }
}
