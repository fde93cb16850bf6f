using System.Text.Json;
using Adam.Data.Audit.Recording;
using Adam.Data.Audit.Verification;
using Adam.Data.Databases;
using Adam.Domain.Layers;

namespace Adam.Data.Audit;

/// <summary>
/// A verification on one snapshot. It reads the chain first, because the rows of records are compared with its entries.
/// </summary>
internal sealed partial class VerificationRun(Session session)
{
    /// <summary>The number of rows that are read at once.</summary>
    private const int AtOnce = 500;

    private readonly RecordEntries _records = new();

    /// <summary>The codes of partners by their numbers.</summary>
    private IReadOnlyDictionary<int, string> _partners = new Dictionary<int, string>();

    /// <summary>The layers that were declared or changed, by their ids.</summary>
    private readonly Dictionary<string, Layer> _layers = new(StringComparer.Ordinal);

    /// <summary>The ids of layers that cannot be read, which is a fault of its own.</summary>
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    public List<string> Faults { get; } = [];

    public IReadOnlyList<SignedAuditCut> Cuts { get; private set; } = [];

    public long Entries { get; private set; }

    /// <summary>Computes all hashes again.</summary>
    public async Task ChainAsync(AuditHead? known, CancellationToken ct)
    {
        var (number, hash) = (0L, AuditHash.Start);
        var isKnown = known is null or { Entry: 0 };
        Cuts = [.. (await session.QueryAsync(AuditCutSql.All, ct)).Select(row => row.ToCut())];
        using var emptied = new EmptiedEntries(Cuts, Add);
        while (await session.QueryAsync(AuditSql.After, new(number, AtOnce), ct) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                Entries++;
                if (row.AuditId != number + 1)
                    Add(
                        row.AuditId == number + 2
                            ? $"Entry {number + 1} was removed."
                            : $"Entries {number + 1} to {row.AuditId - 1} were removed."
                    );
                else if (row.IsEmptied)
                    emptied.Add(row.AuditId, row.Hash);
                else if (AuditHash.Compute(hash, row) != row.Hash)
                    Add($"Entry {row.AuditId} was altered or inserted: {Describe(row)}.");
                _records.Add(row);
                (number, hash) = (row.AuditId, row.Hash);
                if (known?.Entry != number)
                    continue;

                isKnown = true;
                if (known.Hash != hash)
                    Add($"Entry {number} is not the one of the exported head: its hash was {known.Hash}.");
            }
        }

        emptied.Complete();
        if (!isKnown)
            Add($"The chain ends with entry {number}, and the exported head is entry {known!.Entry}.");
    }

    /// <summary>Returns what a row contains; null if it cannot be read, which is a fault.</summary>
    private T? Read<T>(AuditSubject subject, string id, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error)
            when (error is JsonException or ArgumentException or FormatException or OverflowException
                || error is InvalidOperationException or NotSupportedException
            )
        {
            _records.Take(subject, id);
            Add($"The {NameOf(subject)} {id} cannot be read: {error.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    private void AddAltered(AuditSubject subject, string id) =>
        Add($"The {NameOf(subject)} {id} was altered: it is not what its last entry says.");

    private void AddInserted(AuditSubject subject, string id) =>
        Add($"The {NameOf(subject)} {id} was inserted: it has no entry.");

    private void AddRemoved(AuditSubject subject, string id) =>
        Add($"The {NameOf(subject)} {id} was removed: its entries are there, its record is not.");

    private void Add(string fault)
    {
        if (Faults.Count < AuditVerify.MostFaults)
            Faults.Add(fault);
    }

    private static string NameOf(AuditSubject subject) =>
        subject switch
        {
            AuditSubject.Key => "key",
            AuditSubject.Partner => "partner",
            AuditSubject.OverlapNote => "note",
            AuditSubject.Measure => "measure",
            AuditSubject.Meeting => "meeting",
            AuditSubject.Recommendation => "recommendation",
            AuditSubject.ProgressStatement => "statement",
            AuditSubject.ProgressFinding => "finding",
            AuditSubject.Document => "document",
            AuditSubject.ReportNote => "report note",
            AuditSubject.ReportEdition => "edition",
            AuditSubject.Questionnaire => "questionnaire",
            AuditSubject.PartnerResponse => "response",
            AuditSubject.Layer => "layer",
            AuditSubject.LayerItem => "item",
            AuditSubject.Post => "post",
            AuditSubject.ExchangeRate => "exchange rate",
            AuditSubject.Mapping => "mapping",
            AuditSubject.Import => "import",
            AuditSubject.LearnedRules => "set of learned rules",
            _ => "verdict of",
        };

    private static string Describe(AuditRow row) =>
        $"{(AuditSubject)row.Subject} {row.RecordId ?? $"with number {row.ProjectId}"}, version {row.Version}";
}
