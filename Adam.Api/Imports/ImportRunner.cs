using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Adam.Api.Imports.Iati;
using Adam.Api.Requests;
using Adam.Api.Security;
using Adam.Data.Engines;
using Adam.Data.Imports;
using Adam.Data.Partners;

namespace Adam.Api.Imports;

/// <summary>
/// Imports a file in two steps. First it is read to its end, and each record judged and staged on disk: a file that is broken anywhere changes nothing. Then what can be taken is written in batches,
/// so that the register is never held for long; or, where all or nothing is wanted, in one transaction.
/// </summary>
internal sealed class ImportRunner(ImportStore imports, PartnerStore partners)
{
    private const int BatchSize = 250;
    private const int ReportEvery = 100;

    /// <param name="file">An IATI file; it is read once, from where it stands.</param>
    /// <exception cref="UnreadableFile">The file cannot be read to its end. Nothing was written.</exception>
    /// <exception cref="Refusal">All or nothing was wanted, and some records cannot be taken. Nothing was written.</exception>
    /// <exception cref="ImportStopped">The register failed half-way, or <paramref name="ct"/> was cancelled; the message says how far it came.</exception>
    public async Task<ImportResult> RunAsync(Stream file, Caller caller, ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        using var stage = new Stage();
        var mapping = new ActivityMapping(await partners.DirectoryAsync(ct), caller, options);
        var (usable, rejected) = Read(file, mapping, stage, progress, ct);
        if (options is { Atomic: true, DryRun: false } && rejected > 0)
            throw NotAll(stage, rejected);

        if (options is { Atomic: true, DryRun: false })
            return await AllOrNothingAsync(stage, usable, caller.KeyName, options, progress, ct);

        return await WriteAsync(
            stage, usable, options,
            batch => options.DryRun ? imports.JudgeAsync(batch, IatiMerge.Apply, ct) : imports.WriteAsync(caller.KeyName, session => session.PutAsync(batch, IatiMerge.Apply, ct), ct),
            progress);
    }

    private static (int Usable, int Rejected) Read(Stream file, ActivityMapping mapping, Stage stage, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var lines = new Dictionary<UInt128, int>();
        var (count, usable) = (0, 0);
        try
        {
            using var reader = new ActivityReader(file);
            foreach (var activity in reader.Read())
            {
                ct.ThrowIfCancellationRequested();
                var record = Once(mapping.Map(++count, activity), lines);
                usable += record.Draft is null ? 0 : 1;
                stage.Add(record);
                if (count % ReportEvery == 0)
                    progress?.Report(new(Writing: false, reader.Taken, file.CanSeek ? file.Length : 0, count));
            }

            progress?.Report(new(Writing: false, reader.Taken, reader.Taken, count));
            return (usable, count - usable);
        }
        catch (UnreadableFile broken)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"Line {broken.Line}, column {broken.Column}, after {count} whole {(count == 1 ? "record" : "records")}");
            throw new UnreadableFile(broken.Code, $"{place}: {broken.Message} Nothing was imported.", broken.Line, broken.Column);
        }
        catch (IOException error)
        {
            throw ImportStopped.NoRoom(error);
        }
        catch (OperationCanceledException error)
        {
            throw ImportStopped.WhileReading(error);
        }
    }

    /// <summary>A reference that stands in the file already is an error, whatever became of the first.</summary>
    private static ReadRecord Once(ReadRecord record, Dictionary<UInt128, int> lines)
    {
        if (record.Identifier is null)
            return record;

        // Of a million references, their hashes still fit into memory.
        var hash = MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes($"{record.Owner}\n{record.Identifier.ToUpperInvariant()}")));
        if (lines.TryAdd(hash, record.Line))
            return record;

        return record with
        {
            Draft = null,
            Errors = [.. record.Errors, new("iati-identifier", $"{Fault.Show(record.Identifier)} stands in the file already, in line {lines[hash]}. The first one counts.", ErrorCodes.RepeatedReference)],
        };
    }

    private async Task<ImportResult> AllOrNothingAsync(Stage stage, int usable, string by, ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        try
        {
            var result = await imports.WriteAsync(by, session => WriteAsync(stage, usable, options, batch => session.PutAsync(batch, IatiMerge.Apply, ct), progress), ct);
            result.Tell();
            return result;
        }
        catch (Exception error) when (IsOfTheRegister(error))
        {
            throw ImportStopped.While(0, usable, error);
        }
    }

    /// <param name="put">What a batch becomes.</param>
    private static async Task<ImportResult> WriteAsync(Stage stage, int usable, ImportOptions options, Func<Arrival[], Task<IReadOnlyList<Arrived>>> put, IProgress<ImportProgress>? progress)
    {
        var written = 0;
        var result = new ImportResult(options.DryRun);
        try
        {
            foreach (var batch in stage.Read().Chunk(BatchSize))
            {
                Arrival[] arrivals = [.. batch.Where(record => record.Draft is not null).Select(record => new Arrival(record.Owner, record.Draft!))];
                using var outcomes = (arrivals.Length == 0 ? [] : await put(arrivals)).GetEnumerator();
                foreach (var record in batch)
                    result.Add(ImportItem.Of(record, record.Draft is not null && outcomes.MoveNext() ? outcomes.Current : null));

                written += arrivals.Length;
                progress?.Report(new(Writing: true, written, usable, usable));
            }

            return result;
        }
        catch (Exception error)
        {
            result.Dispose();
            // All or nothing is one unit of work, which may be run again: its faults are told by whoever runs it.
            if (options is not { Atomic: true, DryRun: false } && IsOfTheRegister(error))
                throw ImportStopped.While(written, usable, error);

            throw;
        }
        finally
        {
            // All or nothing counts when it stands.
            if (!options.DryRun && !options.Atomic)
                result.Tell();
        }
    }

    private static bool IsOfTheRegister(Exception error) => error is DbException or RegisterBusyException or RegisterUnavailableException or CommitUnknownException or IOException or OperationCanceledException;

    private static Refusal NotAll(Stage stage, int rejected)
    {
        var faults = stage.Read().SelectMany(record => record.Errors.Select(error => error with { Name = $"iati-activity[{record.Number}]/{error.Name}", Reason = $"{record.Identifier}, line {record.Line}: {error.Reason}" }));
        return new(ErrorCodes.NotAll, $"{rejected} {(rejected == 1 ? "record" : "records")} of the file cannot be taken, and all or nothing was asked for: nothing was imported. " +
            $"The first {Fault.Most} reasons are named in errors; dryRun=true lists every record.", [.. faults.Take(Fault.Most)]);
    }
}
