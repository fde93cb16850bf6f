using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Imports;

/// <summary>An imported record, compared with the stored project.</summary>
/// <param name="Stored">The stored project that it updates; null for a new one.</param>
/// <param name="Merged">The merged content to write.</param>
internal sealed record ValidatedImportRecord(
    StoredProject? Stored,
    string Owner,
    MergedRecord Merged,
    ImportOutcome Outcome
)
{
    /// <inheritdoc cref="ImportRecordResult.FoundAs"/>
    public string? FoundAs { get; init; }

    /// <inheritdoc cref="ImportRecordResult.AlsoStoredAs"/>
    public string? AlsoStoredAs { get; init; }

    public ProjectDraft Draft => Merged.Draft;

    public ImportRecordResult ToResult(Guid? id) =>
        new(Outcome, id)
        {
            Revived = Stored?.WithdrawnAt is not null,
            FoundAs = FoundAs,
            AlsoStoredAs = AlsoStoredAs,
            Kept = Merged.Kept,
            KeptDetails = Merged.KeptDetails,
            Removed = Merged.Removed,
        };

    /// <summary>Compares a batch with the register.</summary>
    /// <inheritdoc cref="ImportSession.PutAsync"/>
    public static async Task<IReadOnlyList<ValidatedImportRecord>> ValidateAllAsync(
        Session session,
        IReadOnlyList<ImportRecord> batch,
        Func<ProjectDraft, ImportRecord, MergedRecord> merge,
        CancellationToken ct
    )
    {
        var keys = new HashSet<(string, string)>();
        if (batch.FirstOrDefault(record => !keys.Add(Key(record.Owner, record.Draft.Reference))) is { } twice)
            throw new ArgumentException(
                $"{twice.Owner} has {twice.Draft.Reference} twice in one batch.",
                nameof(batch)
            );

        var known = await KnownProjects.ReadAsync(session, batch, ct);
        return [.. batch.Select(record => Validate(record, known.Find(record), merge))];
    }

    private static ValidatedImportRecord Validate(
        ImportRecord record,
        KnownProject known,
        Func<ProjectDraft, ImportRecord, MergedRecord> merge
    )
    {
        var owner = record.Owner;
        if (known.Project is not { } stored)
            return new(null, owner, MergedRecord.FromDraft(record.Draft), ImportOutcome.Created)
            {
                AlsoStoredAs = known.Also,
            };

        var before = stored.Project.Draft;
        var merged = merge(before, record);
        if (!known.IsFoundByReference)
        {
            // A project that was imported under its previous identifier gets the present one. A reference that a person
            // chose stays.
            var reference = known.IsRenamed ? record.Draft.Reference : before.Reference;
            merged = merged with { Draft = merged.Draft with { Reference = reference } };
        }
        else if (Key(owner, merged.Draft.Reference) != Key(owner, record.Draft.Reference))
        {
            throw new ArgumentException(
                $"Merged, {owner}'s {record.Draft.Reference} is {merged.Draft.Reference}.",
                nameof(merge)
            );
        }

        // A withdrawn project is written even if the content is equal, because it becomes active again.
        var isSame = stored.WithdrawnAt is null && ProjectStore.IsSame(stored, owner, merged.Draft);
        return new(stored, owner, merged, isSame ? ImportOutcome.Unchanged : ImportOutcome.Updated)
        {
            FoundAs = known.IsFoundByReference ? null : before.Reference,
            AlsoStoredAs = known.Also,
        };
    }

    private static (string Owner, string ReferenceKey) Key(string owner, string reference) =>
        (owner, ProjectWriter.ReferenceKey(reference));
}
