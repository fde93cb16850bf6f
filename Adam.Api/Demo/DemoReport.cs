using Adam.Api.Reports;
using Adam.Data.Reports;
using Adam.Domain.Reports;

namespace Adam.Api.Demo;

/// <summary>The note and the frozen edition of a yearly report that examples of the contract read.</summary>
internal static class DemoReport
{
    private const int Year = 2015;
    private const string Editor = "Sample";

    public static async Task AddAsync(IServiceProvider services, CancellationToken ct)
    {
        await services
            .GetRequiredService<ReportNoteStore>()
            .WriteAsync(
                Year,
                ReportSection.Precursors,
                "The texts of recommendations in this sample are invented. *Numbers are those of the sample.*",
                expectedVersion: 0,
                Editor,
                ct
            );
        var files = await services.GetRequiredService<ReportBuilder>().FreezeAsync(Year, new(Year, 12, 31), ct);
        await services
            .GetRequiredService<ReportEditionStore>()
            .FreezeAsync(Year, new(Year, 12, 31), "As an example.", files, Editor, ct);
    }
}
