using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Projects;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Imports;
using Adam.Data.Partners;
using Adam.Domain.Text;

namespace Adam.Api.Imports;

/// <summary>
/// Imports a file in two steps. First, the whole file is read, and each record is validated and staged on disk, so a
/// truncated file changes nothing. Then the valid records are written in short batches (<see cref="BatchSize"/>),
/// between which other writers can write (<see cref="TransactionLength"/>). An atomic import writes them in one
/// transaction.
/// </summary>
internal sealed class ImportRunner(
    ImportStore imports,
    PartnerStore partners,
    ProjectWarnings warnings,
    LimitSettings limits
)
{
    private const int ReportEvery = 100;

    /// <param name="file">The file. It is read once, from its current position.</param>
    /// <param name="lease">The kept import whose projects are recorded; null for a dry run that is not kept.</param>
    /// <param name="end">
    /// Keeps the end of an atomic import in the transaction of its records. It may run several times; only the last run
    /// counts. Null to keep none.
    /// </param>
    /// <exception cref="UnreadableFileException">The file cannot be read to its end. Nothing was written.</exception>
    /// <exception cref="ProblemException">
    /// The import is atomic, and some records have errors. Nothing was written.
    /// </exception>
    /// <exception cref="ImportInterruptedException">
    /// The database failed or <paramref name="ct"/> was cancelled. The message states how many records were written.
    /// </exception>
    public async Task<ImportResult> RunAsync(
        Stream file,
        IImportFormat format,
        Caller caller,
        ImportOptions options,
        IProgress<ImportProgress>? progress,
        CancellationToken ct,
        ImportLease? lease = null,
        Func<ImportSession, ImportResult, Task>? end = null
    )
    {
        using var stage = new StagingFile();
        format = format.ForOneFile();
        var context = new ImportContext(await partners.DirectoryAsync(ct), caller, options);
        var validator = new RecordValidator(format, context, warnings.Today());
        var (usable, rejected) = await ReadAsync(file, format, validator, context, stage, progress, ct);
        if (options is { Atomic: true, DryRun: false } && rejected > 0)
            throw NotAll(stage, format, rejected);
        if (options is { Atomic: true, DryRun: false })
            CheckAtomic(usable);

        var run = new Run(stage, format, validator, usable, rejected, caller, options, lease, progress);
        if (options is { Atomic: true, DryRun: false })
            return await AllOrNothingAsync(run, end, ct);

        var merge = new RecordMerge(format);
        var (size, length) = (new BatchSize(), new TransactionLength());
        var by = caller.Actor;
        var result = await WriteAsync(
            run,
            batches =>
                options.DryRun
                    ? OneAsync(run, batches, batch => imports.ValidateAsync(batch, merge.Apply, ct))
                    : SomeAsync(run, batches, length, size, merge, ct),
            size,
            ct
        );
        try
        {
            var content = run.ToContent();
            var missing = options.DryRun
                ? await imports.FindMissingAsync(content, ct)
                : await imports.WriteAsync(by, session => session.FindMissingAsync(content, ct), ct, lease);
            result.Missing = run.ToMissing(missing);
            return result;
        }
        catch (Exception error)
        {
            result.Dispose();
            if (IsOfTheRegister(error))
                throw ImportInterruptedException.While(usable, usable, error);

            throw;
        }
    }

    private async Task<(int Usable, int Rejected)> ReadAsync(
        Stream file,
        IImportFormat format,
        RecordValidator validator,
        ImportContext context,
        StagingFile stage,
        IProgress<ImportProgress>? progress,
        CancellationToken ct
    )
    {
        var completion = new RecordCompletion(imports, warnings.Today());
        var size = file.CanSeek ? file.Length : 0;
        var (count, usable) = (0, 0);
        try
        {
            // Parsing takes about as long as validating and staging.
            await foreach (var (parsed, position) in ReadAhead.ReadAsync(ParseAsync, ct))
            {
                ct.ThrowIfCancellationRequested();
                var record = validator.Validate(parsed);
                count++;
                usable += record.Draft is null ? 0 : 1;
                stage.Add(record);
                if (count % ReportEvery == 0)
                    progress?.Report(new(Writing: false, position, size, count));
            }

            progress?.Report(new(Writing: false, size, size, count));
            return (usable, count - usable);
        }
        catch (UnreadableFileException broken)
        {
            if (!format.Problems.Contains(broken.Code))
                throw new InvalidOperationException($"{format.Name} does not list {broken.Code.Id} in its problems.");

            var records = $"{count.ToString(CultureInfo.InvariantCulture)} whole {(count == 1 ? "record" : "records")}";
            var place = string.Create(CultureInfo.InvariantCulture, $"Line {broken.Line}, column {broken.Column}");
            var reason = $"{place}, after {records}: {broken.Message} Nothing was imported.";
            throw new UnreadableFileException(broken.Code, reason, broken.Line, broken.Column);
        }
        catch (IOException error)
        {
            throw ImportInterruptedException.NoRoom(error);
        }
        catch (OperationCanceledException error)
        {
            throw ImportInterruptedException.WhileReading(error);
        }

        async IAsyncEnumerable<(ParsedRecord Record, long Position)> ParseAsync(
            [EnumeratorCancellation] CancellationToken stop
        )
        {
            await foreach (var parsed in format.ReadAsync(file, context, stop))
                yield return (await completion.CompleteAsync(parsed, stop), file.CanSeek ? file.Position : 0);
        }
    }

    private async Task<ImportResult> AllOrNothingAsync(
        Run run,
        Func<ImportSession, ImportResult, Task>? end,
        CancellationToken ct
    )
    {
        var merge = new RecordMerge(run.Format);
        try
        {
            var result = await imports.WriteAsync(
                run.Caller.Actor,
                async session =>
                {
                    var written = await WriteAsync(
                        run,
                        batches => OneAsync(run, batches, batch => session.PutAsync(batch, merge.Apply, ct)),
                        new BatchSize(first: 250),
                        ct
                    );
                    try
                    {
                        written.Missing = run.ToMissing(await session.FindMissingAsync(run.ToContent(), ct));
                        if (end is not null)
                            await end(session, written);
                        return written;
                    }
                    catch
                    {
                        written.Dispose();
                        throw;
                    }
                },
                ct,
                run.Lease
            );
            result.Describe();
            return result;
        }
        catch (Exception error) when (IsOfTheRegister(error))
        {
            throw ImportInterruptedException.While(0, run.Usable, error);
        }
    }

    /// <summary>Writes the next batch.</summary>
    /// <param name="put">Writes records and returns the result of each.</param>
    private static async Task<IReadOnlyList<WrittenBatch>> OneAsync(
        Run run,
        BatchQueue<StagedRecord> batches,
        Func<ImportRecord[], Task<IReadOnlyList<ImportRecordResult>>> put
    ) => await batches.AtAsync(0) is { } batch ? [await PutAsync(run, batch, put)] : [];

    /// <summary>Writes the next batches in one transaction, which ends when another writer waits.</summary>
    private async Task<IReadOnlyList<WrittenBatch>> SomeAsync(
        Run run,
        BatchQueue<StagedRecord> batches,
        TransactionLength length,
        BatchSize size,
        RecordMerge merge,
        CancellationToken ct
    )
    {
        if (await batches.AtAsync(0) is not { } first)
            return [];
        if (Array.TrueForAll(first, record => record.Draft is null))
            return [new(first, [])];

        var (written, wasAwaited) = await imports.WriteAsync(
            run.Caller.Actor,
            async session =>
            {
                var done = new List<WrittenBatch>();
                for (
                    var records = 0;
                    records < length.Next && await batches.AtAsync(done.Count) is { } batch;
                    records += batch.Length
                )
                {
                    done.Add(
                        await PutAsync(
                            run,
                            batch,
                            // Without the time of waiting for other writers, and for the commit.
                            usable => size.MeasureAsync(usable.Length, () => session.PutAsync(usable, merge.Apply, ct))
                        )
                    );
                    size.AdaptHold(session.IsAwaited);
                    if (session.MayBeAwaited)
                        return (done, true);
                }

                return (done, false);
            },
            ct,
            run.Lease
        );
        length.Adapt(written.Sum(batch => batch.Records.Length), wasAwaited);
        return written;
    }

    /// <summary>Writes the records of a batch that have no errors.</summary>
    /// <inheritdoc cref="OneAsync"/>
    private static async Task<WrittenBatch> PutAsync(
        Run run,
        StagedRecord[] batch,
        Func<ImportRecord[], Task<IReadOnlyList<ImportRecordResult>>> put
    )
    {
        ImportRecord[] records = [.. batch.Where(record => record.Draft is not null).Select(run.ToImportRecord)];
        return new(batch, records.Length == 0 ? [] : await put(records));
    }

    /// <param name="write">Writes the next batches; it returns none when all are written.</param>
    private async Task<ImportResult> WriteAsync(
        Run run,
        Func<BatchQueue<StagedRecord>, Task<IReadOnlyList<WrittenBatch>>> write,
        BatchSize size,
        CancellationToken ct
    )
    {
        var (options, written) = (run.Options, 0);
        var result = new ImportResult(options.DryRun);
        var usual = new Dictionary<(string Donor, string Currency), decimal?>();
        try
        {
            await using var staged = ReadAhead
                .ReadAsync(_ => run.Stage.Read().ToAsyncEnumerable(), ct)
                .GetAsyncEnumerator(ct);
            var batches = new BatchQueue<StagedRecord>(staged, size);
            while (await write(batches) is { Count: > 0 } some)
            {
                batches.Remove(some.Count);
                foreach (var (records, results) in some)
                {
                    written += results.Count;
                    using var outcomes = results.GetEnumerator();
                    foreach (var record in records)
                    {
                        var recordResult = record.Draft is not null && outcomes.MoveNext() ? outcomes.Current : null;
                        if (recordResult?.FoundAs is { } found)
                            run.Validator.AddFound(record.Owner, found);
                        var item = await WithStoredWarningsAsync(run, run.WithPreviousInFile(record), usual, ct);
                        result.Add(ImportItem.FromRecord(item, recordResult, run.Format));
                    }
                }

                run.Progress?.Report(new(Writing: true, written, run.Usable, run.Usable));
            }

            return result;
        }
        catch (Exception error)
        {
            result.Dispose();
            // An atomic import is one unit of work, which may be retried. The caller that runs the unit of work reports
            // its failure.
            if (options is not { Atomic: true, DryRun: false } && IsOfTheRegister(error))
                throw ImportInterruptedException.While(written, run.Usable, error);

            throw;
        }
        finally
        {
            // An atomic import is counted after its commit.
            if (!options.DryRun && !options.Atomic)
                result.Describe();
        }
    }

    /// <param name="usual">The usual amounts of donors that this import has read.</param>
    private async Task<StagedRecord> WithStoredWarningsAsync(
        Run run,
        StagedRecord record,
        Dictionary<(string Donor, string Currency), decimal?> usual,
        CancellationToken ct
    )
    {
        if (record.Draft is not { } draft)
            return record;

        List<ValidationError> found =
        [
            .. await warnings.ForAmountsAsync(draft, usual, ct),
            .. await warnings.ForMeasuresAsync(draft, ct),
        ];
        if (found.Count == 0)
            return record;

        return record with
        {
            Warnings =
            [
                .. record.Warnings,
                .. found.Select(warning => warning with { Name = run.Format.NameOf(warning.Name, record.Line) }),
            ],
        };
    }

    private static bool IsOfTheRegister(Exception error) =>
        error
            is DbException
                or RegisterBusyException
                or RegisterUnavailableException
                or CommitUnknownException
                or ImportLeaseLostException
                or IOException
                or OperationCanceledException;

    /// <exception cref="ProblemException">So many records would hold the register for too long.</exception>
    private void CheckAtomic(int records)
    {
        if (limits.AtomicRecords is var most and > 0 && records > most)
            throw new ProblemException(
                ErrorCodes.AtomicTooLarge,
                $"The file has {records} records, and all or nothing is possible for {most}, because nobody else can "
                    + "write meanwhile. Import it without atomic, after a dry run, or divide it. Nothing was imported."
            );
    }

    private static ProblemException NotAll(StagingFile stage, IImportFormat format, int rejected)
    {
        var errors = stage
            .Read()
            .SelectMany(record =>
                record.Errors.Select(error =>
                    error with
                    {
                        Name = format.NameInFile(record, error.Name),
                        Reason =
                            $"{(record.Identifier is { } name ? $"{name}, " : "")}line {record.Line}: {error.Reason}",
                    }
                )
            );
        return new(
            ErrorCodes.NotAll,
            $"{Counted.Noun(rejected, "record")} of the file cannot be taken, and all or nothing was "
                + $"asked for: nothing was imported. The first {ValidationError.Most} reasons are named in errors; "
                + "dryRun=true lists every record.",
            [.. errors.Take(ValidationError.Most)]
        );
    }

    /// <summary>A batch of the file, and the results of its records without errors.</summary>
    private readonly record struct WrittenBatch(StagedRecord[] Records, IReadOnlyList<ImportRecordResult> Results);

    /// <summary>The state of one import: the staged records and its options.</summary>
    /// <param name="Validator">The validator that has read the whole file.</param>
    /// <param name="Usable">The number of records without errors.</param>
    /// <param name="Rejected">The number of records with errors.</param>
    private sealed record Run(
        StagingFile Stage,
        IImportFormat Format,
        RecordValidator Validator,
        int Usable,
        int Rejected,
        Caller Caller,
        ImportOptions Options,
        ImportLease? Lease,
        IProgress<ImportProgress>? Progress
    )
    {
        /// <summary>
        /// True if missing projects are withdrawn. A file with rejected records withdraws nothing, because what it
        /// lacks may be among them.
        /// </summary>
        private bool Withdraws => Options.WithdrawMissing && Rejected == 0;

        /// <summary>Returns what the file has, to find what it lacks, after all records are written.</summary>
        public FileContent ToContent() =>
            new(
                KeptOptions.OwnerOf(Caller, Options),
                KeptOptions.SourceOf(Format, Options),
                Validator.HasProject,
                owner => Caller.MayWriteForEveryPartner || owner == Caller.Partner,
                Withdraws
            );

        public ImportMissing ToMissing(MissingProjects missing) =>
            new(
                missing.Since,
                missing.Count,
                Options.DryRun && Withdraws ? missing.Count : missing.Withdrawn,
                Options.WithdrawMissing && !Withdraws
                    ? $"Nothing is withdrawn, because {Counted.Noun(Rejected, "record")} of the file cannot be taken. "
                        + "Mend the file, and send it again."
                    : null,
                missing.First
            );

        /// <summary>
        /// Returns the record to write. A previous identifier that another record of the file has is dropped: the file
        /// states that both projects exist.
        /// </summary>
        public ImportRecord ToImportRecord(StagedRecord record) =>
            new(record.Owner, record.Draft!)
            {
                Stated = record.Stated,
                IsIdentifiedByIati = Format.IsIdentifiedByIati,
                PreviousIdentifiers =
                [
                    .. record.PreviousIdentifiers.Where(identifier => !Validator.IsInFile(record.Owner, identifier)),
                ],
            };

        /// <summary>Returns the record with a warning for each previous identifier that another record has.</summary>
        public StagedRecord WithPreviousInFile(StagedRecord record) =>
            record.PreviousIdentifiers.Count == 0
                ? record
                : record with
                {
                    Warnings =
                    [
                        .. record.Warnings,
                        .. record
                            .PreviousIdentifiers.Where(identifier => Validator.IsInFile(record.Owner, identifier))
                            .Select(identifier => new ValidationError(
                                Format.NameOf("reference", record.Line),
                                $"{ValidationError.Quote(identifier)}, which it had before, also stands in the "
                                    + "file. Both are imported.",
                                ErrorCodes.SameProject
                            )),
                    ],
                };
    }
}
