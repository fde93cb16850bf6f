using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Domain.Recommendations;
using FastEndpoints;

namespace Adam.Api.Recommendations;

internal record ChangeRecommendationRequest : ChangeRecordRequest
{
    /// <summary>The set of the recommendation: its reference up to the slash, in any case.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("EWG-2015-II")]
    public string Set { get; init; } = "";

    /// <summary>The number of the recommendation in the set.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("3")]
    public string Number { get; init; } = "";

    internal override string Key => $"{Set}/{Number}";
}

internal sealed record ReplaceRecommendationRequest : ChangeRecommendationRequest, IRecordBody<RecommendationBody>
{
    [FromBody]
    public RecommendationBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchRecommendationRequest : ChangeRecommendationRequest, IRecordPatch
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(RecommendationBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceRecommendation(RecommendationResource recommendations)
    : ReplaceRecord<ReplaceRecommendationRequest, RecommendationBody, RecommendationResponse>(recommendations)
{
    public override void Configure() =>
        Replaces(
            "/v1/recommendations/{set}/{number}",
            "recommendation",
            "Replace a recommendation",
            " Only an admin changes what meetings have decided.",
            ErrorCodes.UnknownRecommendation,
            ErrorCodes.MeetingWithdrawn
        );
}

internal sealed class PatchRecommendation(RecommendationResource recommendations)
    : PatchRecord<PatchRecommendationRequest, RecommendationBody, RecommendationResponse>(recommendations)
{
    public override void Configure() =>
        Patches(
            "/v1/recommendations/{set}/{number}",
            "Change a recommendation",
            " Only an admin changes what meetings have decided.",
            ErrorCodes.UnknownRecommendation,
            ErrorCodes.MeetingWithdrawn
        );
}

internal sealed class WithdrawRecommendation(RecommendationResource recommendations)
    : WithdrawRecord<ChangeRecommendationRequest>(recommendations)
{
    public override void Configure() =>
        Withdraws(
            "/v1/recommendations/{set}/{number}",
            "Withdraw a recommendation",
            "Removes the recommendation from lists. The record is kept, and its reference stays taken. Later requests "
                + "for the recommendation return 410.",
            ErrorCodes.UnknownRecommendation,
            ErrorCodes.MeetingWithdrawn
        );
}
