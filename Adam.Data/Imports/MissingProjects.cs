using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Imports;

/// <summary>A project of the partner's last file that this file does not have.</summary>
public sealed record MissingProject(Guid Id, string Owner, string Reference, string Title);

/// <summary>The projects of the partner's last file that this file does not have.</summary>
/// <param name="Since">The import of the last file; null if there is none to compare with.</param>
/// <param name="Count">The number of these projects that are active and that the caller may write.</param>
/// <param name="First">The first of them.</param>
/// <param name="Withdrawn">The number of them that this import has withdrawn.</param>
public sealed record MissingProjects(Guid? Since, int Count, IReadOnlyList<MissingProject> First, int Withdrawn)
{
    /// <summary>The number of projects that a report names.</summary>
    public const int MostNamed = 100;

    /// <summary>The result if there is no earlier file to compare with.</summary>
    public static readonly MissingProjects Unknown = new(null, 0, [], 0);
}

/// <summary>The content of a file, to find the projects that it lacks.</summary>
/// <param name="Owner">
/// The owner of records for which the file names none; null to compare with no earlier file.
/// </param>
/// <param name="Source">The source that the file belongs to.</param>
/// <param name="IsInFile">Returns true if the file has a record with an owner and a reference.</param>
/// <param name="MayWrite">Returns true if the caller may write the projects of an owner.</param>
/// <param name="Withdraws">True to withdraw the missing projects.</param>
public sealed record FileContent(
    string? Owner,
    string Source,
    Func<string, string, bool> IsInFile,
    Func<string, bool> MayWrite,
    bool Withdraws
);

/// <summary>Finds the projects that the last file of the same owner and source had, and a file does not have.</summary>
internal static class MissingProjectSearch
{
    private const int AtOnce = 500;

    /// <param name="before">The import whose predecessor is compared with; <see cref="long.MaxValue"/> for a new one.
    /// </param>
    /// <param name="take">Receives the missing projects, page by page.</param>
    public static async Task<MissingProjects> FindAsync(
        Session session,
        FileContent content,
        long before,
        Func<IReadOnlyList<long>, Task> take,
        CancellationToken ct
    )
    {
        if (
            content.Owner is not { } owner
            || await session.FirstAsync(ImportedProjectSql.Previous, new(owner, content.Source, before, 1), ct)
                is not { } previous
        )
            return MissingProjects.Unknown;

        var (count, after) = (0, 0L);
        var first = new List<long>();
        while (
            await session.QueryAsync(ImportedProjectSql.ActiveAfter, new(previous.ImportId, after, AtOnce), ct)
                is { Count: > 0 } rows
        )
        {
            var missing = rows.Where(row =>
                    content.MayWrite(row.Owner) && !content.IsInFile(row.Owner, row.ReferenceKey)
                )
                .Select(row => row.ProjectId)
                .ToList();
            count += missing.Count;
            first.AddRange(missing.Take(MissingProjects.MostNamed - first.Count));
            if (missing.Count > 0)
                await take(missing);
            after = rows[^1].ProjectId;
        }

        var named = new List<StoredProject>();
        foreach (var some in first.Chunk(ProjectSql.MostDocuments))
            named.AddRange(await session.QueryAsync(ProjectSql.ByIds, new(some), ct));
        return new(
            previous.Id,
            count,
            [
                .. named
                    .OrderBy(stored => stored.ProjectId)
                    .Select(stored => new MissingProject(
                        stored.Id,
                        stored.Owner,
                        stored.Project.Draft.Reference,
                        stored.Project.Draft.Title
                    )),
            ],
            Withdrawn: 0
        );
    }
}
