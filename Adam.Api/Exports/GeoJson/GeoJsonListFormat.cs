using Adam.Api.Http;

namespace Adam.Api.Exports.GeoJson;

/// <summary>
/// Writes projects as a GeoJSON feature collection (RFC 7946): one point for each place with coordinates. A project
/// without any has a point on the mainland of each of its countries, which its <c>location</c> states.
/// </summary>
internal sealed class GeoJsonListFormat(TimeProvider time) : ProjectListFormat(time)
{
    public override string Name => "geojson";

    public override string MediaType => "application/geo+json";

    public override string Description =>
        "`geojson`, of projects only, returns a feature collection (RFC 7946) with a point for each place with "
        + "coordinates, as longitude and latitude. A project without such places has a point on the mainland of each "
        + "country, with the property `location`: `country` instead of `place`.";

    protected override string Title => "GeoJSON";

    protected override string Extension => ".geojson";

    protected override string Disposition => "inline";

    protected override ValueTask<ProjectFile> CreateAsync(HttpRequest request, CancellationToken ct) =>
        new(
            new ProjectFile(
                """{"type":"FeatureCollection","features":["""u8.ToArray(),
                () => new FeatureWriter(),
                ","u8.ToArray(),
                "]}"u8.ToArray()
            )
        );
}
