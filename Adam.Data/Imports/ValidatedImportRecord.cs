using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Imports;

/// <summary>An imported record, compared with the stored project.</summary>
/// <param name="Stored">The stored project that it updates; null for a new one.</param>
/// <param name="Draft">The merged content to write.</param>
internal sealed record ValidatedImportRecord(
    StoredProject? Stored,
    string Owner,
    ProjectDraft Draft,
    ImportOutcome Outcome
)
{
    public ImportRecordResult ToResult(Guid? id) => new(Outcome, id, Revived: Stored?.WithdrawnAt is not null);

    /// <summary>Compares a batch with the register, in one query.</summary>
    /// <inheritdoc cref="ImportSession.PutAsync"/>
    public static async Task<IReadOnlyList<ValidatedImportRecord>> ValidateAllAsync(
        Session session,
        IReadOnlyList<ImportRecord> batch,
        Func<ProjectDraft, ProjectDraft, ProjectDraft> merge,
        CancellationToken ct
    )
    {
        var keys = new HashSet<(string, string)>();
        if (batch.FirstOrDefault(record => !keys.Add(Key(record.Owner, record.Draft))) is { } twice)
            throw new ArgumentException(
                $"{twice.Owner} has {twice.Draft.Reference} twice in one batch.",
                nameof(batch)
            );

        var holders = await ProjectStore.FindAllByReferenceAsync(
            session,
            batch.Select(record => (record.Owner, record.Draft)),
            ct
        );
        var stored = holders.ToDictionary(holder => Key(holder.Owner, holder.Project.Draft));
        return
        [
            .. batch.Select(record =>
                Validate(record, stored.GetValueOrDefault(Key(record.Owner, record.Draft)), merge)
            ),
        ];
    }

    private static ValidatedImportRecord Validate(
        ImportRecord record,
        StoredProject? stored,
        Func<ProjectDraft, ProjectDraft, ProjectDraft> merge
    )
    {
        var (owner, draft) = record;
        if (stored is null)
            return new(null, owner, draft, ImportOutcome.Created);

        var merged = merge(stored.Project.Draft, draft);
        if (Key(owner, merged) != Key(owner, draft))
            throw new ArgumentException($"Merged, {owner}'s {draft.Reference} is {merged.Reference}.", nameof(merge));

        // A withdrawn project is written even if the content is equal, because it becomes active again.
        return new(
            stored,
            owner,
            merged,
            stored.WithdrawnAt is null && ProjectStore.IsSame(stored, owner, merged)
                ? ImportOutcome.Unchanged
                : ImportOutcome.Updated
        );
    }

    private static (string Owner, string ReferenceKey) Key(string owner, ProjectDraft draft) =>
        (owner, ProjectWriter.ReferenceKey(draft));
}
