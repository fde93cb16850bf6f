using Adam.Api.Http;
using Adam.Data.Partners;

namespace Adam.Api.Exports.Iati;

/// <summary>Writes projects as a file of IATI activities, version 2.03.</summary>
internal sealed class IatiListFormat(TimeProvider time, PartnerStore partners) : ProjectListFormat(time)
{
    public override string Name => "iati";

    public override string MediaType => "application/xml";

    public override string Description =>
        "`iati`, of projects only, returns activities of IATI 2.03 with the pillars as sectors of vocabulary 99. A "
        + "project without any date is left out with a comment, because IATI requires a date.";

    public override bool ShowsCoFunded => true;

    protected override string Title => "IATI";

    protected override string Extension => ".xml";

    protected override async ValueTask<ProjectFile> CreateAsync(HttpRequest request, CancellationToken ct)
    {
        var directory = (await partners.ListAsync(ct)).ToDictionary(partner => partner.Code, StringComparer.Ordinal);
        var pillars = $"{request.Scheme}://{request.Host}{request.PathBase}/v1/codelists/pillars";
        var (start, end) = ActivitiesWriter.Around(Time.GetUtcNow());
        return new(start, () => new ActivitiesWriter(directory, pillars), default, end);
    }
}
