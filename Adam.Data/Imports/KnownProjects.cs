using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Imports;

/// <summary>The stored project that a record of a file updates.</summary>
/// <param name="Project">The project, withdrawn or not; null if the record is new.</param>
/// <param name="IsFoundByReference">True if the project has the record's reference.</param>
/// <param name="IsRenamed">True if the project has a previous identifier of the record as its reference.</param>
/// <param name="Also">The reference of a further project of the owner with one of the identifiers.</param>
internal readonly record struct KnownProject(
    StoredProject? Project,
    bool IsFoundByReference,
    bool IsRenamed,
    string? Also
);

/// <summary>
/// Finds the stored projects of a batch of records: by reference, then by IATI identifier, then by the identifiers that
/// the project had before. A project is found for one record only.
/// </summary>
internal sealed class KnownProjects
{
    private readonly Dictionary<(string Owner, string Key), StoredProject> _byReference;
    private readonly ILookup<(string Owner, string Key), StoredProject> _byIatiIdentifier;
    private readonly HashSet<long> _taken;

    private KnownProjects(
        IReadOnlyList<ImportRecord> batch,
        IEnumerable<StoredProject> byReference,
        IEnumerable<StoredProject> byIatiIdentifier
    )
    {
        _byReference = byReference.ToDictionary(project => Key(project.Owner, project.Project.Draft.Reference));
        _byIatiIdentifier = byIatiIdentifier
            .OrderBy(project => project.ProjectId)
            .ToLookup(project => Key(project.Owner, project.Project.Draft.IatiIdentifier!));
        _taken =
        [
            .. batch
                .Select(record => _byReference.GetValueOrDefault(Key(record.Owner, record.Draft.Reference)))
                .OfType<StoredProject>()
                .Select(project => project.ProjectId),
        ];
    }

    public static async Task<KnownProjects> ReadAsync(
        Session session,
        IReadOnlyList<ImportRecord> batch,
        CancellationToken ct
    )
    {
        var references = batch.SelectMany(
            record => record.PreviousIdentifiers.Prepend(record.Draft.Reference),
            (record, reference) => (record.Owner, reference)
        );
        var identifiers = batch
            .SelectMany(
                record =>
                    record.IsIdentifiedByIati
                        ? record.PreviousIdentifiers.Prepend(record.Draft.Reference)
                        : record.PreviousIdentifiers,
                (record, identifier) => (record.Owner, identifier)
            )
            .ToList();
        return new(
            batch,
            await ProjectStore.FindAllByReferenceAsync(session, references, ct),
            identifiers.Count == 0 ? [] : await ProjectStore.FindAllByIatiIdentifierAsync(session, identifiers, ct)
        );
    }

    public KnownProject Find(ImportRecord record)
    {
        var reference = record.Draft.Reference;
        IEnumerable<(StoredProject Project, bool IsRenamed)> candidates = record.IsIdentifiedByIati
            ? _byIatiIdentifier[Key(record.Owner, reference)].Select(project => (Project: project, IsRenamed: false))
            : [];
        var previous = record.PreviousIdentifiers.SelectMany(identifier => Previous(record.Owner, identifier));
        if (_byReference.GetValueOrDefault(Key(record.Owner, reference)) is { } same)
            return new(same, IsFoundByReference: true, IsRenamed: false, Other(same));

        var found = candidates.Concat(previous).FirstOrDefault(candidate => _taken.Add(candidate.Project.ProjectId));
        return found.Project is null
            ? new(null, IsFoundByReference: false, IsRenamed: false, Other(null))
            : new(found.Project, IsFoundByReference: false, found.IsRenamed, Other(found.Project));

        string? Other(StoredProject? one) =>
            candidates
                .Concat(previous)
                .Select(candidate => candidate.Project)
                .FirstOrDefault(other => other.ProjectId != one?.ProjectId && other.WithdrawnAt is null)
                ?.Project.Draft.Reference;
    }

    private IEnumerable<(StoredProject Project, bool IsRenamed)> Previous(string owner, string identifier)
    {
        var key = Key(owner, identifier);
        return _byReference.TryGetValue(key, out var project)
            ? [(project, true), .. ByIatiIdentifier()]
            : ByIatiIdentifier();

        IEnumerable<(StoredProject, bool)> ByIatiIdentifier() =>
            _byIatiIdentifier[key].Select(stored => (stored, false));
    }

    private static (string Owner, string Key) Key(string owner, string identifier) =>
        (owner, ProjectWriter.ReferenceKey(identifier));
}
