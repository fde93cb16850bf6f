using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Data.Measures;
using FastEndpoints;

namespace Adam.Api.Measures;

internal sealed record RecordMeasureRequest : IRecordBody<MeasureBody>
{
    [FromBody]
    public MeasureBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordMeasure(MeasureResource measures)
    : AddRecord<RecordMeasureRequest, MeasureBody, MeasureDocument>(measures)
{
    public override void Configure() =>
        Adds(
            "/v1/measures",
            "Record a measure",
            "Records what is to be there, where and until when. Projects that meet its criterion serve it from then "
                + "on. POST /v1/measures/check shows them before.",
            ErrorCodes.MeasureReferenceTaken,
            ErrorCodes.TooManyMeasures
        );
}
