using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Imports.Templates;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using FastEndpoints;

namespace Adam.Api.Imports;

internal sealed record ReadImportColumnsRequest
{
    /// <summary>The sheet of a workbook. Without it, the first visible sheet with cells is read.</summary>
    [QueryParam, MaxLength(100), Example("Projects")]
    public string? Sheet { get; init; }

    /// <summary>The mapping with which the columns are read, as POST /v1/imports takes it.</summary>
    [QueryParam, MaxLength(20_000), Example("""{"columns":{"Budget":"amounts"}}""")]
    public string? Mapping { get; init; }

    /// <summary>The table, as POST /v1/imports takes it.</summary>
    [FromBody, TableFile]
    public UploadedFile File { get; init; } = new();
}

/// <summary>The columns of a table, as an import reads them.</summary>
/// <param name="HeadingRow">The number of the row of the headings, or of the hashtags, counted from 1.</param>
/// <param name="Columns">All columns of the file, in their order.</param>
/// <param name="Names">The names of columns that a mapping can state.</param>
internal sealed record ImportColumnsResponse(
    [property: Example(1)] int HeadingRow,
    IReadOnlyList<ImportColumnResponse> Columns,
    [property: Example(new[] { "reference", "title", "pillars" })] IReadOnlyList<string> Names
);

/// <summary>A column of a table.</summary>
/// <param name="Column">The letters of the column, as a spreadsheet program names it.</param>
/// <param name="Heading">The heading; empty if it has none.</param>
/// <param name="Name">The column of a project that it is read as; null if it is not read.</param>
/// <param name="Values">Up to three values of the column, from its first rows.</param>
internal sealed record ImportColumnResponse(
    [property: Example("C")] string Column,
    [property: Example("Budget")] string Heading,
    [property: Example("amounts")] string? Name,
    [property: Example(new[] { "1 200 000" })] IReadOnlyList<string> Values
);

internal sealed class ReadImportColumns(MappingReader mappings, Settings settings)
    : Endpoint<ReadImportColumnsRequest, ImportColumnsResponse>
{
    public override void Configure()
    {
        Post("/v1/imports/columns");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ImportsWrite);
        this.Documents(
            "Read the columns of a table",
            "Returns what an import reads each column of a table as, without importing it. A table that an import "
                + "refuses, because no column has the reference or no heading is known, has an answer too: its columns "
                + "can then be given a meaning with `mapping`.",
            answer: typeof(ImportColumnsResponse),
            problems: [.. ImportFormats.Problems]
        );
    }

    public override async Task HandleAsync(ReadImportColumnsRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var options = new ImportOptions(null, null, DryRun: true, Atomic: false, req.Sheet);
        try
        {
            await using var upload = await UploadBuffer.ReceiveAsync(HttpContext, settings.MaxImportBytes, ct);
            if (upload.Format.ForOneFile() is not TableFormat table)
                throw ProblemException.ForErrors(
                    new ValidationError(
                        "file",
                        $"Only tables (csv, xlsx) have columns, and the file is {upload.Format.Name}.",
                        ErrorCodes.BadValue
                    )
                );

            var mapping = MappingReader.Select(req.Mapping, upload);
            options = await mappings.ReadAsync(options, caller.Partner, mapping, ct);
            var context = new ImportContext(PartnerDirectory.Empty, caller, options);
            var found = await table.DescribeAsync(upload.Content, context, ct);
            await Send.OkAsync(
                new(
                    found.HeadingRow,
                    [
                        .. found.Columns.Select(column => new ImportColumnResponse(
                            ColumnName.FromIndex(column.Index),
                            column.Heading,
                            column.Name,
                            column.Values
                        )),
                    ],
                    [.. ProjectTemplate.Columns.Select(column => column.Column.Name)]
                ),
                ct
            );
        }
        catch (UnreadableFileException broken)
        {
            throw new ProblemException(broken.Code, broken.Message);
        }
    }
}
