using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Layers;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Layers;
using FastEndpoints;

namespace Adam.Api.Layers;

internal sealed record ImportLayerItemsRequest : IHasBindingErrors
{
    public List<ValidationError> BindingErrors { get; } = [];

    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("training-centres")]
    public string Layer { get; init; } = "";

    /// <summary>Validate every item and write nothing. The response is that of the real import.</summary>
    [QueryParam]
    public bool DryRun { get; init; }

    /// <summary>Write all items or none. By default, all valid items are written.</summary>
    [QueryParam]
    public bool Atomic { get; init; }

    /// <summary>
    /// The partner that records the items; that of the key by default. Only an admin states another one.
    /// </summary>
    [QueryParam, MaxLength(50), Example("UNODC")]
    public string? Recorder { get; init; }

    /// <summary>The sheet of a workbook. Without it, the first visible one is read.</summary>
    [QueryParam, MaxLength(100)]
    public string? Sheet { get; init; }

    /// <summary>
    /// The file, also compressed with gzip: a GeoJSON FeatureCollection, a Feature a line, or a table with the names of
    /// the properties as headings.
    /// </summary>
    [FromBody, ItemFile]
    public UploadedFile File { get; init; } = new();
}

/// <summary>The result of an import of items: counts for the file, and the outcome of each item.</summary>
/// <param name="DryRun">True if nothing was written. The outcomes are then those that a real import would have.</param>
/// <param name="Read">The number of items in the file.</param>
/// <param name="Created">The number of items that were new in the layer.</param>
/// <param name="Updated">The number of items that changed the one of the same recorder and reference.</param>
/// <param name="Unchanged">The number of items that equal the recorded one.</param>
/// <param name="Rejected">The number of items that were not imported.</param>
/// <param name="Reasons">
/// The errors and warnings with the number of items that have them, the most frequent first.
/// </param>
/// <param name="Items">All items of the file, in their order.</param>
internal sealed record ItemImportReport(
    bool DryRun,
    [property: Example(1)] int Read,
    [property: Example(1)] int Created,
    [property: Example(0)] int Updated,
    [property: Example(0)] int Unchanged,
    [property: Example(0)] int Rejected,
    IReadOnlyList<ImportReason> Reasons,
    IReadOnlyList<ItemImportRow> Items
);

/// <summary>The outcome of one item of a file.</summary>
/// <param name="Number">The number of the item in the file, counted from 1.</param>
/// <param name="Reference">The reference of the item; null if it has none.</param>
/// <param name="Line">The line or row on which it begins, counted from 1.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Id">The id of the item; null if it is not in the layer.</param>
/// <param name="Errors">All reasons for which the item was rejected.</param>
/// <param name="Warnings">The values that were read by another name, and items that are active again.</param>
internal sealed record ItemImportRow(
    [property: Example(1)] int Number,
    [property: Example("TC-1")] string? Reference,
    [property: Example(2)] int Line,
    ImportItemOutcome Outcome,
    Guid? Id,
    IReadOnlyList<ValidationError> Errors,
    IReadOnlyList<ValidationError> Warnings
);

internal sealed partial class ImportLayerItems(
    LayerStore layers,
    LayerItemStore items,
    PartnerStore partners,
    Settings settings
) : Endpoint<ImportLayerItemsRequest, ItemImportReport>
{
    public override void Configure()
    {
        Patch("/v1/layers/{layer}/items");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ImportsWrite);
        this.Documents(
            "Import items",
            "Writes the items of a file, each over the one that its recorder has under the same reference; others stay "
                + "as they are. The file is read to its end before anything is written. Sending the same file twice "
                + "changes nothing. The response has one row for each item of the file, with all faults of a rejected "
                + "one. docs/layers.md describes the files.",
            answer: typeof(ItemImportReport),
            problems:
            [
                ErrorCodes.UnknownLayer,
                ErrorCodes.LayerIsComputed,
                ErrorCodes.LayerChanged,
                ErrorCodes.NotYourItem,
                ErrorCodes.NotAll,
                ErrorCodes.AtomicTooLarge,
                ErrorCodes.ImportStopped,
                .. ItemFile.Problems,
            ]
        );
    }

    public override async Task HandleAsync(ImportLayerItemsRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var layer = await layers.GetRecordedAsync(req.Layer, ct);
        var recorder = await Recorders.ReadAsync(req.Recorder, caller, partners, req.BindingErrors, ct);
        req.BindingErrors.ThrowIfAny();
        try
        {
            var (file, type) = await RecordUpload.ReceiveAsync(HttpContext, settings.MaxImportBytes, "items", ct);
            await using (file)
            {
                using var import = new ItemImport(items, layer, recorder, caller, settings.Limits.AtomicRecords);
                var source = new ItemFile(layer.Draft, type, req.Sheet, caller);
                await import.ReadAsync(source.ReadAsync(file, ct), ct);
                await import.WriteAsync(req.DryRun, req.Atomic, ct);
                HttpContext.MarkResponseStart();
                HttpContext.Response.ContentType = Serialization.Json.MediaType;
                await import.WriteReportAsync(HttpContext.Response.Body, req.DryRun, ct);
            }
        }
        catch (UnreadableFileException broken)
        {
            throw new ProblemException(
                broken.Code,
                broken.Line > 0 ? $"Line {broken.Line}: {broken.Message} Nothing was imported." : broken.Message
            );
        }
        catch (Exception error)
            when (error is ImportInterruptedException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            Stopped(Logger, error, HttpContext.TraceIdentifier);
            throw new ProblemException(
                ErrorCodes.ImportStopped,
                $"{error.Message} Send the file again: what is there already is passed over."
            );
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An import of items stopped half-way; request id {RequestId}")]
    private static partial void Stopped(ILogger log, Exception error, string requestId);
}

/// <summary>
/// An import of items in two steps: the whole file is read, validated and staged on disk; then the valid items are
/// written, in batches between which others can write, or in one transaction.
/// </summary>
/// <param name="mostAtomic">The most items of an import that is one transaction; 0 for no limit.</param>
internal sealed class ItemImport(LayerItemStore items, Layer layer, string recorder, Caller caller, int mostAtomic)
    : IDisposable
{
    private readonly FileStream _staged = TemporaryFile.Create();
    private readonly FileStream _rows = TemporaryFile.Create();
    private readonly RepeatedReferences _references = new();
    private readonly Dictionary<(bool Rejects, string Name, string Code), int> _reasons = [];
    private readonly int[] _outcomes = new int[Enum.GetValues<ImportItemOutcome>().Length + 1];
    private BitArray _repeated = new(0);
    private int _valid;
    private int _faulty;

    /// <summary>Stages the items of a file.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be parsed to its end.</exception>
    public async Task ReadAsync(IAsyncEnumerable<StagedItem> file, CancellationToken ct)
    {
        try
        {
            await foreach (var item in file)
            {
                ct.ThrowIfCancellationRequested();
                if (item.Reference is { } reference)
                    _references.Add(reference, item.Number);
                AddLine(_staged, item);
            }

            _repeated = _references.Find();
            foreach (var item in Staged())
                (_valid, _faulty) = item.Draft is null ? (_valid, _faulty + 1) : (_valid + 1, _faulty);
        }
        catch (IOException error)
        {
            throw ImportInterruptedException.NoRoom(error);
        }
    }

    /// <summary>Writes the valid items, or states what that would do.</summary>
    /// <exception cref="ProblemException">
    /// All or nothing was asked for, and some items have errors; or the layer was changed meanwhile.
    /// </exception>
    public async Task WriteAsync(bool dryRun, bool atomic, CancellationToken ct)
    {
        if (dryRun)
        {
            await items.TryImportAsync(layer, recorder, import => WriteAsync(import, Staged(), ct), ct);
            return;
        }

        if (atomic && _faulty > 0)
            throw NotAll();
        if (atomic && mostAtomic > 0 && _valid > mostAtomic)
            throw new ProblemException(
                ErrorCodes.AtomicTooLarge,
                $"The file has {_valid} items, and all or nothing is possible for {mostAtomic}, because nobody else "
                    + "can write meanwhile. Import it without atomic, after a dry run, or divide it. Nothing was "
                    + "imported."
            );
        if (atomic)
        {
            await BatchAsync(Staged(), ct);
            return;
        }

        var (size, written) = (new BatchSize(), 0);
        foreach (var batch in size.Divide(Staged()))
        {
            try
            {
                await size.MeasureAsync(
                    batch.Length,
                    async () =>
                    {
                        await BatchAsync(batch, ct);
                        return true;
                    }
                );
            }
            catch (Exception error)
                when (error
                        is DbException
                            or RegisterBusyException
                            or RegisterUnavailableException
                            or CommitUnknownException
                )
            {
                throw ImportInterruptedException.While(written, _valid, error);
            }

            written += batch.Count(item => item.Draft is not null);
        }
    }

    /// <summary>Writes the report.</summary>
    public async Task WriteReportAsync(Stream to, bool dryRun, CancellationToken ct)
    {
        var report = new ItemImportReport(
            dryRun,
            _outcomes.Sum(),
            _outcomes[(int)ImportItemOutcome.Created],
            _outcomes[(int)ImportItemOutcome.Updated],
            _outcomes[(int)ImportItemOutcome.Unchanged],
            _outcomes[(int)ImportItemOutcome.Rejected],
            [
                .. _reasons
                    .OrderByDescending(reason => reason.Value)
                    .ThenBy(reason => reason.Key)
                    .Select(reason => new ImportReason(
                        reason.Key.Rejects,
                        reason.Key.Name,
                        reason.Key.Code,
                        ErrorCodes.All.Single(code => code.Id == reason.Key.Code).Title,
                        reason.Value
                    )),
            ],
            []
        );
        // The rows replace the empty list at the end of the report.
        var head = JsonSerializer.SerializeToUtf8Bytes(report, Serialization.Json.Options);
        await to.WriteAsync(head.AsMemory(0, head.Length - "]}".Length), ct);
        var isFirst = true;
        foreach (var line in Lines(_rows))
        {
            await to.WriteAsync(Encoding.UTF8.GetBytes(isFirst ? line : $",{line}"), ct);
            isFirst = false;
        }

        await to.WriteAsync("]}"u8.ToArray(), ct);
    }

    public void Dispose()
    {
        _staged.Dispose();
        _rows.Dispose();
        _references.Dispose();
    }

    private async Task BatchAsync(IEnumerable<StagedItem> batch, CancellationToken ct)
    {
        var (rows, counts) = (_rows.Position, (int[])_outcomes.Clone());
        var reasons = new Dictionary<(bool, string, string), int>(_reasons);
        var isCurrent = await items.ImportAsync(
            layer,
            recorder,
            caller.Actor,
            import =>
            {
                // A transaction may run again. Only its last run counts.
                _rows.SetLength(rows);
                counts.CopyTo(_outcomes, 0);
                _reasons.Clear();
                foreach (var (reason, count) in reasons)
                    _reasons.Add(reason, count);
                return WriteAsync(import, batch, ct);
            },
            ct
        );
        if (!isCurrent)
            throw LayerProblems.LayerChanged(layer.Id);
    }

    private async Task WriteAsync(LayerItemImport import, IEnumerable<StagedItem> batch, CancellationToken ct)
    {
        foreach (var item in batch)
        {
            if (item.Draft is null)
            {
                Add(item, ImportItemOutcome.Rejected, id: null, item.Warnings);
                continue;
            }

            var (outcome, id) = await import.PutAsync(LayerItemContent.ParseDraft(item.Draft), ct);
            var warnings =
                outcome == ItemImportOutcome.Revived
                    ?
                    [
                        .. item.Warnings,
                        new(
                            ItemMembers.Reference,
                            "The item was withdrawn. It is in the file, so it stands again.",
                            ErrorCodes.Revived
                        ),
                    ]
                    : item.Warnings;
            Add(
                item,
                outcome switch
                {
                    ItemImportOutcome.Created => ImportItemOutcome.Created,
                    ItemImportOutcome.Updated or ItemImportOutcome.Revived => ImportItemOutcome.Updated,
                    ItemImportOutcome.Unchanged => ImportItemOutcome.Unchanged,
                },
                id,
                warnings
            );
        }
    }

    private void Add(StagedItem item, ImportItemOutcome outcome, Guid? id, IReadOnlyList<ValidationError> warnings)
    {
        _outcomes[(int)outcome]++;
        var reasons = item
            .Errors.Select(error => (Rejects: true, Fault: error))
            .Concat(warnings.Select(error => (Rejects: false, Fault: error)))
            .Select(one => (one.Rejects, ImportResult.NameWithoutPosition(one.Fault), one.Fault.Code));
        foreach (var reason in reasons.Distinct())
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        AddLine(_rows, new ItemImportRow(item.Number, item.Reference, item.Line, outcome, id, item.Errors, warnings));
    }

    private ProblemException NotAll()
    {
        var errors = Staged()
            .SelectMany(item =>
                item.Errors.Select(error =>
                    error with
                    {
                        Reason = $"{(item.Reference is { } name ? $"{name}, " : "")}line {item.Line}: {error.Reason}",
                    }
                )
            );
        return new(
            ErrorCodes.NotAll,
            $"{_faulty} {(_faulty == 1 ? "item" : "items")} of the file cannot be taken, and all or nothing was asked "
                + $"for: nothing was imported. The first {ValidationError.Most} reasons are named in errors; "
                + "dryRun=true lists every item.",
            [.. errors.Take(ValidationError.Most)]
        );
    }

    private IEnumerable<StagedItem> Staged() =>
        Lines(_staged)
            .Select(line => JsonSerializer.Deserialize<StagedItem>(line, Serialization.Json.Options)!)
            .Select(item =>
                item.Reference is { } reference && _repeated[item.Number] ? Repeated(item, reference) : item
            );

    private static StagedItem Repeated(StagedItem item, string reference) =>
        item with
        {
            Draft = null,
            Errors =
            [
                .. item.Errors,
                new(
                    ItemMembers.Reference,
                    $"The reference {ValidationError.Quote(reference)} stands in the file already. Each item has one "
                        + "of its own.",
                    ErrorCodes.BadValue
                ),
            ],
        };

    private static IEnumerable<string> Lines(FileStream file)
    {
        file.Flush();
        file.Position = 0;
        using var reader = new StreamReader(file, Encoding.UTF8, false, 1 << 16, leaveOpen: true);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static void AddLine<T>(FileStream file, T value)
    {
        JsonSerializer.Serialize(file, value, Serialization.Json.Options);
        file.WriteByte((byte)'\n');
    }
}
