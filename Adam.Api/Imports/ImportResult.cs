using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Data.Imports;
using Adam.Data.Monitoring;

namespace Adam.Api.Imports;

/// <summary>
/// The result of an import. Its items are stored in a temporary file, because a file can have any number of records.
/// </summary>
internal sealed partial class ImportResult(bool dryRun) : IDisposable
{
    /// <summary>
    /// The maximum number of different reasons that are counted. Names of unknown members, for example, are unlimited.
    /// </summary>
    private const int MostReasons = 1_000;

    /// <summary>The name under which all further reasons are counted.</summary>
    private const string Others = "…";

    private readonly FileStream _items = TemporaryFile.Create();
    private readonly Dictionary<(bool Rejects, string Name, string Code), int> _reasons = [];
    private readonly ImportReport? _kept;
    private readonly int[] _outcomes = new int[Enum.GetValues<ImportItemOutcome>().Length + 1];

    /// <summary>Reads a kept report, whose items are added as lines.</summary>
    private ImportResult(ImportReport kept)
        : this(kept.DryRun) => _kept = kept;

    /// <summary>The id of the kept import; null for a dry run that is not kept.</summary>
    public Guid? Id { get; set; }

    public ImportMissing Missing { get; set; } = ImportMissing.None;

    /// <summary>The numbers of records, for the kept import.</summary>
    public ImportCounts Counts =>
        new(
            this[ImportItemOutcome.Created],
            this[ImportItemOutcome.Updated],
            this[ImportItemOutcome.Unchanged],
            this[ImportItemOutcome.Rejected],
            Missing.Count,
            dryRun ? 0 : Missing.Withdrawn
        );

    /// <summary>The report, without its items.</summary>
    public ImportReport Report =>
        _kept
        ?? new(
            Id,
            dryRun,
            _outcomes.Sum(),
            this[ImportItemOutcome.Created],
            this[ImportItemOutcome.Updated],
            this[ImportItemOutcome.Unchanged],
            this[ImportItemOutcome.Rejected],
            Missing,
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

    private int this[ImportItemOutcome outcome] => _outcomes[(int)outcome];

    public void Add(ImportItem item)
    {
        _outcomes[(int)item.Outcome]++;
        var reasons = item
            .Errors.Select(error => (Rejects: true, Fault: error))
            .Concat(item.Warnings.Select(error => (Rejects: false, Fault: error)))
            .Select(one => (one.Rejects, Name: NameWithoutPosition(one.Fault), one.Fault.Code));
        foreach (var reason in reasons.Select(Counted).Distinct())
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;

        JsonSerializer.Serialize(_items, item, Json.Options);
        _items.WriteByte((byte)'\n');
    }

    /// <summary>Reads a kept report.</summary>
    /// <param name="head">The report without its items.</param>
    /// <param name="copyItems">Writes the items to a stream, one JSON object a line.</param>
    public static async Task<ImportResult> ReadAsync(Stream head, Func<Stream, Task> copyItems, CancellationToken ct)
    {
        var report = (await JsonSerializer.DeserializeAsync<ImportReport>(head, Json.Options, ct))!;
        var result = new ImportResult(report);
        await copyItems(result._items);
        return result;
    }

    /// <summary>Writes the report without its items.</summary>
    public Task WriteHeadAsync(Stream to, CancellationToken ct) =>
        JsonSerializer.SerializeAsync(to, Report, Json.Options, ct);

    /// <summary>Adds the outcomes of the records so far to the metrics.</summary>
    public void Describe()
    {
        foreach (var outcome in Enum.GetValues<ImportItemOutcome>().Where(outcome => this[outcome] > 0))
            Telemetry.ImportRecords.Add(
                this[outcome],
                new KeyValuePair<string, object?>("adam.import.outcome", Json.NameOf(outcome))
            );
    }

    /// <summary>Reads the items one by one, in their order.</summary>
    public IEnumerable<ImportItem> ReadItems()
    {
        _items.Position = 0;
        using var lines = new StreamReader(_items, Encoding.UTF8, false, 1 << 16, leaveOpen: true);
        while (lines.ReadLine() is { } line)
            yield return JsonSerializer.Deserialize<ImportItem>(line, Json.Options)!;
    }

    /// <summary>Writes the items, one JSON object a line.</summary>
    public async Task WriteLinesAsync(Stream to, CancellationToken ct)
    {
        _items.Position = 0;
        await _items.CopyToAsync(to, ct);
    }

    /// <summary>Writes the whole report as JSON.</summary>
    public async Task WriteAsync(Stream to, CancellationToken ct)
    {
        // The items replace the empty list at the end of the report.
        var head = JsonSerializer.SerializeToUtf8Bytes(Report, Json.Options);
        await to.WriteAsync(head.AsMemory(0, head.Length - "]}".Length), ct);

        await _items.FlushAsync(ct);
        _items.Position = 0;
        var buffer = new byte[1 << 16];
        while (await _items.ReadAsync(buffer, ct) is var count and > 0)
        {
            // Each item ends with a line end and contains no other one. Line ends become commas, except the last one.
            buffer.AsSpan(0, count).Replace((byte)'\n', (byte)',');
            await to.WriteAsync(buffer.AsMemory(0, _items.Position == _items.Length ? count - 1 : count), ct);
        }

        await to.WriteAsync("]}"u8.ToArray(), ct);
    }

    public void Dispose() => _items.Dispose();

    private (bool Rejects, string Name, string Code) Counted((bool Rejects, string Name, string Code) reason) =>
        _reasons.Count < MostReasons || _reasons.ContainsKey(reason) ? reason : reason with { Name = Others };

    /// <summary>Returns the name of a fault without indices, cells and rows, by which faults are counted.</summary>
    public static string NameWithoutPosition(ValidationError fault) =>
        Positions().Replace(fault.Name, position => position.Value[0] == '[' ? "[]" : "");

    // The indices of lists (donors[0].amount), and the cells and rows of tables (D17 amounts, row 17).
    [GeneratedRegex(@"\[[0-9]+\]|^[A-Z]{1,3}[0-9]+ |(?<=^row) [0-9]+$")]
    private static partial Regex Positions();
}
