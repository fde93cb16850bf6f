using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Tables;
using Adam.Data.Measures;
using Adam.Data.Partners;
using Adam.Domain.Measures;
using Adam.Domain.Partners;

namespace Adam.Api.Measures;

/// <summary>The writes of requests to measures.</summary>
internal sealed class MeasureResource(MeasureStore measures, PartnerStore partners)
    : ImportedRecordResource<StoredMeasure, Measure, MeasureDraft, MeasureBody, MeasureDocument, PartnerDirectory>(
        measures
    )
{
    public override ListTable Table => MeasureTable.All;

    public override IReadOnlyList<RecordColumn> Columns => MeasureTable.Imported;

    protected override Task<PartnerDirectory> OthersAsync(CancellationToken ct) => partners.DirectoryAsync(ct);

    protected override MeasureDraft Read(
        MeasureBody body,
        List<ValidationError> errors,
        Measure? current,
        PartnerDirectory others
    ) => MeasureReader.Read(body, errors, current, others);

    protected override MeasureDocument ToResponse(Measure measure, PartnerDirectory others) =>
        MeasureDocument.FromMeasure(measure);
}
