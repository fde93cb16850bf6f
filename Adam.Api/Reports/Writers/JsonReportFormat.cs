using System.Text.Json;
using Adam.Api.Reports.Blocks;
using Adam.Api.Serialization;

namespace Adam.Api.Reports.Writers;

/// <summary>Writes the blocks of a report as JSON, each figure with its number and its request.</summary>
internal sealed class JsonReportFormat : ReportFormat
{
    public override string Name => "json";

    public override string MediaType => Json.MediaType;

    public override byte[] Write(Report report) => JsonSerializer.SerializeToUtf8Bytes(report, Json.Options);
}
