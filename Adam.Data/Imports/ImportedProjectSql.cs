using Adam.Data.Databases;

namespace Adam.Data.Imports;

/// <summary>The outcome of an import for a project.</summary>
/// <remarks>The register stores the numbers. Never renumber one.</remarks>
internal enum ImportedOutcome
{
    Created = 1,
    Updated = 2,
    Unchanged = 3,
    Withdrawn = 4,
}

internal static class ImportedProjectSql
{
    public static readonly StatementSet Statements = new(nameof(ImportedProjectSql));

    private static readonly SqlText Created = SqlText.Literal((int)ImportedOutcome.Created);
    private static readonly SqlText Updated = SqlText.Literal((int)ImportedOutcome.Updated);
    private static readonly SqlText Unchanged = SqlText.Literal((int)ImportedOutcome.Unchanged);
    private static readonly SqlText Withdrawn = SqlText.Literal((int)ImportedOutcome.Withdrawn);

    /// <summary>
    /// Prepares the rows of projects that the import is about to change a second time. The record before the import
    /// stays. A row of a project that somebody else has changed meanwhile stays as it is, so that an undo sees it.
    /// </summary>
    /// <remarks>
    /// @Rows: ImportId, Id, Outcome. The number of the import is part of the rows: with a parameter, SQLite would read
    /// all projects of the import, and the rows again for each of them.
    /// </remarks>
    public static readonly SqlChange<RowsOfChanges> ChangeAgain = new(
        Statements,
        dialect =>
            $"""
                UPDATE ImportedProject
                SET VersionAfter = p.Version + 1,
                    Outcome = CASE WHEN ImportedProject.Outcome = {Unchanged} THEN r.Outcome
                        ELSE ImportedProject.Outcome END,
                    Document = CASE WHEN ImportedProject.Outcome = {Unchanged} THEN p.Document
                        ELSE ImportedProject.Document END
                FROM {dialect.Rows(
                    $"@Rows",
                    ("ImportId", "bigint"),
                    ("Id", "uniqueidentifier"),
                    ("Outcome", "tinyint")
                )} r
                CROSS JOIN Project p
                WHERE p.Id = r.Id
                  AND ImportedProject.ImportId = r.ImportId AND ImportedProject.ProjectId = p.ProjectId
                  AND ImportedProject.VersionAfter = p.Version
                """
    );

    /// <summary>
    /// Adds the projects that the import is about to change, and those that it leaves as they are, with the record
    /// before the import.
    /// </summary>
    /// <remarks>@Rows: Id, Outcome.</remarks>
    public static readonly SqlChange<RowsOfImport> AddKnown = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO ImportedProject (
                    ImportId, ProjectId, Outcome, VersionBefore, VersionAfter, WasWithdrawn, Document)
                SELECT @ImportId, p.ProjectId, r.Outcome, p.Version,
                       CASE WHEN r.Outcome = {Unchanged} THEN p.Version ELSE p.Version + 1 END,
                       CASE WHEN p.WithdrawnAt IS NULL THEN 0 ELSE 1 END,
                       CASE WHEN r.Outcome = {Updated} THEN p.Document END
                FROM {Rows(dialect)} r
                CROSS JOIN Project p
                WHERE p.Id = r.Id
                  AND NOT EXISTS (
                      SELECT 1
                      FROM ImportedProject i
                      WHERE i.ImportId = @ImportId AND i.ProjectId = p.ProjectId)
                """
    );

    /// <summary>Adds the projects that the import has created.</summary>
    /// <inheritdoc cref="AddKnown"/>
    public static readonly SqlChange<RowsOfImport> AddCreated = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO ImportedProject (
                    ImportId, ProjectId, Outcome, VersionBefore, VersionAfter, WasWithdrawn)
                SELECT @ImportId, p.ProjectId, r.Outcome, 0, p.Version, 0
                FROM {Rows(dialect)} r
                CROSS JOIN Project p
                WHERE p.Id = r.Id
                """
    );

    /// <summary>Returns the recorded outcomes of some projects. @Rows: Id, Outcome, of which Id counts.</summary>
    public static readonly SqlQuery<RowsOfImport, OutcomeOfProject> OutcomesOf = new(
        Statements,
        dialect =>
            $"""
                SELECT p.Id, i.Outcome
                FROM {Rows(dialect)} r
                CROSS JOIN Project p
                CROSS JOIN ImportedProject i
                WHERE p.Id = r.Id AND i.ImportId = @ImportId AND i.ProjectId = p.ProjectId
                """
    );

    /// <summary>Returns the number of projects that the import has changed and that have changed since.</summary>
    public static readonly SqlQuery<ImportNumber, int> CountTouched = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM ImportedProject i
        INNER JOIN Project p ON p.ProjectId = i.ProjectId
        WHERE i.ImportId = @ImportId AND i.Outcome <> {Unchanged} AND p.Version <> i.VersionAfter
        """
    );

    /// <summary>Returns the first projects that the import has changed and that have changed since.</summary>
    public static readonly SqlQuery<FirstOfImport, long> Touched = new(
        Statements,
        dialect =>
            $"""
                SELECT i.ProjectId
                FROM ImportedProject i
                INNER JOIN Project p ON p.ProjectId = i.ProjectId
                WHERE i.ImportId = @ImportId AND i.Outcome <> {Unchanged} AND p.Version <> i.VersionAfter
                ORDER BY i.ProjectId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the owners of the projects that the import has changed.</summary>
    public static readonly SqlQuery<ImportNumber, string> Owners = new(
        Statements,
        $"""
        SELECT o.Code
        FROM Partner o
        WHERE o.PartnerId IN (
            SELECT p.OwnerId
            FROM ImportedProject i
            INNER JOIN Project p ON p.ProjectId = i.ProjectId
            WHERE i.ImportId = @ImportId AND i.Outcome <> {Unchanged})
        ORDER BY o.Code
        """
    );

    /// <summary>Returns the next projects that the import has changed, with their records before it.</summary>
    public static readonly SqlQuery<PageOfImported, ImportedRow> ChangedAfter = new(
        Statements,
        dialect =>
            $"""
                SELECT i.ProjectId, i.Outcome, i.WasWithdrawn, i.Document
                FROM ImportedProject i
                WHERE i.ImportId = @ImportId AND i.ProjectId > @After AND i.Outcome <> {Unchanged}
                ORDER BY i.ProjectId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>
    /// Returns the last import of an owner and a source that was not undone and whose projects are recorded.
    /// </summary>
    public static readonly SqlQuery<SourceOfImport, ImportOfSource> Previous = new(
        Statements,
        dialect =>
            $"""
                SELECT i.ImportId, i.Id
                FROM Partner o
                INNER JOIN Import i ON i.OwnerId = o.PartnerId
                WHERE o.Code = @Owner AND i.Source = @Source AND i.ImportId < @Before AND i.IsListed = 1
                  AND i.UndoneAt IS NULL
                ORDER BY i.ImportId DESC
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the next active projects of an import.</summary>
    public static readonly SqlQuery<PageOfImported, ListedProjectRow> ActiveAfter = new(
        Statements,
        dialect =>
            $"""
                SELECT i.ProjectId, p.Id, o.Code AS Owner, p.ReferenceKey
                FROM ImportedProject i
                INNER JOIN Project p ON p.ProjectId = i.ProjectId
                INNER JOIN Partner o ON o.PartnerId = p.OwnerId
                WHERE i.ImportId = @ImportId AND i.ProjectId > @After AND i.Outcome <> {Withdrawn}
                  AND p.WithdrawnAt IS NULL
                ORDER BY i.ProjectId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>
    /// Removes the unchanged projects of imports of a source before another one. They are needed to find what the next
    /// file of the source lacks.
    /// </summary>
    public static readonly SqlChange<ImportsOfSource> RemoveUnchanged = new(
        Statements,
        $"""
        DELETE FROM ImportedProject
        WHERE Outcome = {Unchanged} AND ImportId IN (
            SELECT i.ImportId
            FROM Import i
            INNER JOIN Partner o ON o.PartnerId = i.OwnerId
            WHERE o.Code = @Owner AND i.Source = @Source AND i.ImportId < @Before AND i.IsListed = 1)
        """
    );

    /// <summary>States that <see cref="RemoveUnchanged"/> has removed projects.</summary>
    public static readonly SqlChange<ImportsOfSource> Unlist = new(
        Statements,
        $"""
        UPDATE Import
        SET IsListed = 0
        WHERE Source = @Source AND ImportId < @Before AND IsListed = 1
          AND OwnerId = (SELECT o.PartnerId FROM Partner o WHERE o.Code = @Owner)
        """
    );

    private static SqlText Rows(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("Id", "uniqueidentifier"), ("Outcome", "tinyint"));
}

internal sealed record RowsOfImport(long ImportId, string Rows);

internal sealed record RowsOfChanges(string Rows);

internal sealed record FirstOfImport(long ImportId, int Take);

internal sealed record PageOfImported(long ImportId, long After, int Take);

internal sealed record SourceOfImport(string Owner, string Source, long Before, int Take);

internal sealed record ImportsOfSource(string Owner, string Source, long Before);

internal sealed record ImportOfSource
{
    public long ImportId { get; init; }
    public Guid Id { get; init; }
}

internal sealed record OutcomeOfProject
{
    public Guid Id { get; init; }
    public byte Outcome { get; init; }
}

internal sealed record ImportedRow
{
    public long ProjectId { get; init; }
    public byte Outcome { get; init; }
    public byte WasWithdrawn { get; init; }
    public string? Document { get; init; }
}

internal sealed record ListedProjectRow
{
    public long ProjectId { get; init; }
    public Guid Id { get; init; }
    public string Owner { get; init; } = "";
    public string ReferenceKey { get; init; } = "";
}
