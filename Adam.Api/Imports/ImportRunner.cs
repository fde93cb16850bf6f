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

        var result = new ImportResult(options.DryRun);
        try
        {
            await WriteAsync(stage, usable, caller.KeyName, options, result, progress, ct);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
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

    private async Task WriteAsync(Stage stage, int usable, string by, ImportOptions options, ImportResult result, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var (reached, written, done) = (0, 0, false);
        ImportSession? whole = null;
        try
        {
            foreach (var batch in stage.Read().Chunk(BatchSize))
            {
                Arrival[] arrivals = [.. batch.Where(record => record.Draft is not null).Select(record => new Arrival(record.Owner, record.Draft!))];
                IReadOnlyList<Arrived> arrived = [];
                if (options.DryRun)
                    arrived = await imports.JudgeAsync(arrivals, IatiUpdate.Of, ct);
                else if (options.Atomic)
                    arrived = await (whole ??= await imports.BeginAsync(by, ct)).PutAsync(arrivals, IatiUpdate.Of, ct);
                else if (arrivals.Length > 0)
                    arrived = await PutAsync(arrivals, by, ct);

                reached += arrivals.Length;
                written = options.Atomic ? 0 : reached;
                using var outcomes = arrived.GetEnumerator();
                foreach (var record in batch)
                    result.Add(ImportItem.Of(record, record.Draft is not null && outcomes.MoveNext() ? outcomes.Current : null));
                progress?.Report(new(Writing: true, reached, usable, usable));
            }

            if (whole is not null)
                await whole.CommitAsync(ct);
            done = true;
        }
        catch (Exception error) when (error is DbException or RegisterBusyException or IOException or OperationCanceledException)
        {
            throw ImportStopped.While(written, usable, error);
        }
        finally
        {
            if (whole is not null)
                await whole.DisposeAsync();
            if (!options.DryRun && (done || !options.Atomic))
                result.Tell();
        }
    }

    private async Task<IReadOnlyList<Arrived>> PutAsync(Arrival[] arrivals, string by, CancellationToken ct)
    {
        await using var session = await imports.BeginAsync(by, ct);
        var arrived = await session.PutAsync(arrivals, IatiUpdate.Of, ct);
        // Half a batch is no state for a caller who has gone: what is begun is done.
        await session.CommitAsync(CancellationToken.None);
        return arrived;
    }

    private static Refusal NotAll(Stage stage, int rejected)
    {
        var faults = stage.Read().SelectMany(record => record.Errors.Select(error => error with { Name = $"iati-activity[{record.Number}]/{error.Name}", Reason = $"{record.Identifier}, line {record.Line}: {error.Reason}" }));
        return new(ErrorCodes.NotAll, $"{rejected} {(rejected == 1 ? "record" : "records")} of the file cannot be taken, and all or nothing was asked for: nothing was imported. " +
            $"The first {Fault.Most} reasons are named in errors; dryRun=true lists every record.", [.. faults.Take(Fault.Most)]);
    }
}
