using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Data.Measures;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Measures;

internal record ChangeMeasureRequest : ChangeRecordRequest
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";

    internal override string Key => Reference;
}

internal sealed record ReplaceMeasureRequest : ChangeMeasureRequest, IRecordBody<MeasureBody>
{
    [FromBody]
    public MeasureBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchMeasureRequest : ChangeMeasureRequest, IRecordPatch
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(MeasureBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceMeasure(MeasureResource measures)
    : ReplaceRecord<ReplaceMeasureRequest, MeasureBody, MeasureDocument>(measures)
{
    public override void Configure() =>
        Replaces(
            "/v1/measures/{reference}",
            "measure",
            "Replace a measure",
            " If other projects serve the measure then, verdicts about its projects become stale.",
            ErrorCodes.UnknownMeasure,
            ErrorCodes.MeasureWithdrawn
        );
}

internal sealed class PatchMeasure(MeasureResource measures)
    : PatchRecord<PatchMeasureRequest, MeasureBody, MeasureDocument>(measures)
{
    public override void Configure() =>
        Patches(
            "/v1/measures/{reference}",
            "Change a measure",
            " If other projects serve the measure then, verdicts about its projects become stale.",
            ErrorCodes.UnknownMeasure,
            ErrorCodes.MeasureWithdrawn
        );
}

internal sealed class WithdrawMeasure(MeasureResource measures) : WithdrawRecord<ChangeMeasureRequest>(measures)
{
    public override void Configure() =>
        Withdraws(
            "/v1/measures/{reference}",
            "Withdraw a measure",
            "Removes the measure from lists and gaps. The record is kept, and its reference stays taken. Later "
                + "requests for the measure return 410.",
            ErrorCodes.UnknownMeasure,
            ErrorCodes.MeasureWithdrawn
        );
}
