using Adam.Api.Exports.Csv;
using Adam.Api.Exports.GeoJson;
using Adam.Api.Exports.Iati;
using Adam.Api.Exports.ICalendar;
using Adam.Api.Exports.Json;
using Adam.Api.Exports.Ndjson;
using Adam.Api.Exports.Parquet;
using Adam.Api.Exports.Xlsx;
using Adam.Api.Http;

namespace Adam.Api.Exports;

internal static class ExportServices
{
    /// <summary>Registers the formats of lists, the usual one first.</summary>
    public static IServiceCollection AddListFormats(this IServiceCollection services) =>
        services
            .AddSingleton<IListFormat, JsonListFormat>()
            .AddSingleton<IListFormat, NdjsonListFormat>()
            .AddSingleton<IListFormat, CsvListFormat>()
            .AddSingleton<IListFormat, XlsxListFormat>()
            .AddSingleton<IListFormat, GeoJsonListFormat>()
            .AddSingleton<IListFormat, CountryGeoJsonListFormat>()
            .AddSingleton<IListFormat, IatiListFormat>()
            .AddSingleton<IListFormat, ParquetListFormat>()
            .AddSingleton<IListFormat, CalendarListFormat>()
            .AddSingleton<ListFormats>()
            .AddSingleton<ResponseBufferSpace>();
}
