using Adam.Data.Databases;

namespace Adam.Data.Projects;

internal static class ProjectSql
{
    public static readonly StatementSet Statements = new(nameof(ProjectSql));

    /// <summary>
    /// The maximum number of documents of a statement. Each document is a parameter of its own, because in a JSON
    /// parameter it would be escaped and parsed once more.
    /// </summary>
    public const int MostDocuments = 50;

    private static readonly SqlText Columns =
        $"p.ProjectId, p.Id, o.Code AS Owner, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ScopeChangedAt, p.Document";

    public static readonly SqlQuery<ProjectOfId, StoredProject> ById = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Project p
        INNER JOIN Partner o ON o.PartnerId = p.OwnerId
        WHERE p.Id = @Id
        """
    );

    /// <summary>Returns the projects with these ProjectIds, withdrawn or not.</summary>
    public static readonly SqlQuery<ProjectIds, StoredProject> ByIds = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Project p
        INNER JOIN Partner o ON o.PartnerId = p.OwnerId
        WHERE p.ProjectId IN @Ids
        """
    );

    /// <summary>Returns the ProjectId of a project that is not withdrawn.</summary>
    public static readonly SqlQuery<ProjectOfId, long?> PositionOf = new(
        Statements,
        $"""
        SELECT ProjectId
        FROM Project
        WHERE Id = @Id AND WithdrawnAt IS NULL
        """
    );

    public static readonly SqlQuery<ProjectOfId, WrittenProject> WrittenById = new(
        Statements,
        dialect => $"SELECT Version, WithdrawnAt, {dialect.Utf8($"Document")} AS Utf8 FROM Project WHERE Id = @Id"
    )
    {
        Direct = new(
            (command, project) => TypeHandlers.AddId(command, nameof(project.Id), project.Id),
            row =>
                new()
                {
                    Version = row.GetInt32(0),
                    WithdrawnAt = TypeHandlers.ReadInstant(row, 1),
                    Utf8 = TypeHandlers.ReadUtf8(row, 2),
                }
        ),
    };

    /// <summary>Returns all restricted projects, also withdrawn ones.</summary>
    public static readonly SqlQuery<NoParameters, long> RestrictedProjects = new(
        Statements,
        $"SELECT p.ProjectId FROM Project p WHERE p.IsRestricted = 1"
    );

    /// <summary>Returns 1 if the reader sees a restricted project that is not withdrawn, otherwise 0.</summary>
    public static readonly SqlQuery<NoParameters, int> SeesRestricted = new(
        Statements,
        $"""
        SELECT CASE
            WHEN EXISTS (SELECT 1 FROM Project p WHERE p.IsRestricted = 1 AND p.WithdrawnAt IS NULL) THEN 1
            ELSE 0
        END
        """
    );

    /// <summary>
    /// Returns the cells of the restricted projects of other partners, with the owner and its contact. Cancelled
    /// projects have no cells.
    /// </summary>
    public static readonly SqlQuery<PartnerOfReader, RestrictedCellRow> RestrictedCells = new(
        Statements,
        $"""
        SELECT DISTINCT c.Country, c.Pillar, o.Code AS Owner, o.Contact
        FROM Project p
        CROSS JOIN ProjectCell c
        CROSS JOIN Partner o
        WHERE p.IsRestricted = 1 AND p.WithdrawnAt IS NULL
          AND c.ProjectId = p.ProjectId
          AND o.PartnerId = p.OwnerId AND o.Code <> @Partner
        """
    );

    /// <summary>Returns 1 if the reader sees a pair of a restricted project, otherwise 0.</summary>
    public static readonly SqlQuery<NoParameters, int> SeesRestrictedPairs = new(
        Statements,
        $"""
        SELECT CASE
            WHEN EXISTS (
                SELECT 1
                FROM Project p
                CROSS JOIN OverlapByProject s
                WHERE p.IsRestricted = 1 AND s.ProjectId = p.ProjectId) THEN 1
            ELSE 0
        END
        """
    );

    /// <summary>Returns the author of a version; none before history was kept.</summary>
    public static readonly SqlQuery<VersionOfProject, WithdrawalAuthor> AuthorOf = new(
        Statements,
        $"SELECT Partner, KeyName FROM AuditEntry WHERE ProjectId = @ProjectId AND Version = @Version"
    );

    /// <summary>Returns the projects with these references, withdrawn or not. @Rows: Owner, ReferenceKey.</summary>
    public static readonly SqlQuery<RowsParameter, StoredProject> ByReference = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM {dialect.Rows($"@Rows", ("Owner", "nvarchar(20)"), ("ReferenceKey", "nvarchar(200)"))} r
                CROSS JOIN Partner o
                CROSS JOIN Project p
                WHERE o.Code = {dialect.ByCodePoint($"r.Owner")}
                  AND p.OwnerId = o.PartnerId AND p.ReferenceKey = {dialect.ByCodePoint($"r.ReferenceKey")}
                """
    );

    /// <summary>
    /// Returns the projects with these IATI identifiers that are not withdrawn and have another reference. @Rows:
    /// Owner, IdentifierKey.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, StoredProject> ByIatiIdentifier = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM {dialect.Rows($"@Rows", ("Owner", "nvarchar(20)"), ("IdentifierKey", "nvarchar(200)"))} r
                CROSS JOIN ProjectFacet f
                CROSS JOIN Project p
                CROSS JOIN Partner o
                WHERE f.Facet = {SqlText.Literal(Facet.Identifier)}
                  AND f.Value = {dialect.ByCodePoint($"r.IdentifierKey")}
                  AND p.ProjectId = f.ProjectId AND p.ReferenceKey <> f.Value
                  AND o.PartnerId = p.OwnerId AND o.Code = {dialect.ByCodePoint($"r.Owner")}
                """
    );

    /// <summary>Returns the project that was recorded last.</summary>
    public static readonly SqlQuery<NoParameters, ProjectPlace> Last = new(
        Statements,
        $"""
        SELECT ProjectId, Id
        FROM Project
        WHERE ProjectId = (SELECT MAX(ProjectId) FROM Project)
        """
    );

    /// <summary>Returns the ProjectId of the project that was recorded last; 0 if there is none.</summary>
    public static readonly SqlQuery<NoParameters, long> LastId = new(
        Statements,
        $"SELECT COALESCE(MAX(ProjectId), 0) FROM Project"
    );

    /// <summary>Returns the first projects after @After that are not withdrawn.</summary>
    public static readonly SqlQuery<PageOfDocuments, DocumentRow> DocumentsAfter = new(
        Statements,
        dialect =>
            $"""
                SELECT p.ProjectId, p.OwnerId, p.ScopeChangedAt, p.Document
                FROM Project p
                WHERE p.ProjectId > @After AND p.WithdrawnAt IS NULL
                ORDER BY p.ProjectId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Adds new projects, whose ProjectIds ascend in the order of their rows.</summary>
    /// <remarks>@Rows: Ordinal, Id, OwnerId, ReferenceKey, IsRestricted (0 or 1).</remarks>
    public static readonly SqlChange<DocumentParameters.One> AddOne = new(Statements, dialect => Add(dialect, 1));

    /// <inheritdoc cref="AddOne"/>
    public static readonly SqlChange<DocumentParameters.Some> AddSome = new(
        Statements,
        dialect => Add(dialect, MostDocuments)
    );

    public static readonly SqlQuery<ProjectNumber, ProjectPlace> AddedAfter = new(
        Statements,
        $"SELECT ProjectId, Id FROM Project WHERE ProjectId > @ProjectId"
    );

    /// <summary>Updates projects that have the expected version.</summary>
    /// <remarks>
    /// @Rows: Ordinal, ProjectId, ExpectedVersion, OwnerId, ReferenceKey, Version, KeepsScope, IsRestricted (0 or
    /// 1).
    /// </remarks>
    public static readonly SqlChange<DocumentParameters.One> ChangeOne = new(Statements, dialect => Change(dialect, 1));

    /// <inheritdoc cref="ChangeOne"/>
    public static readonly SqlChange<DocumentParameters.Some> ChangeSome = new(
        Statements,
        dialect => Change(dialect, MostDocuments)
    );

    public static readonly SqlChange<WithdrawnProject> Withdraw = new(
        Statements,
        $"""
        UPDATE Project
        SET Version = Version + 1, UpdatedAt = @At, WithdrawnAt = @At
        WHERE ProjectId = @ProjectId AND Version = @ExpectedVersion
        """
    );

    /// <summary>Withdraws projects that have the expected version. @Rows: ProjectId, ExpectedVersion.</summary>
    public static readonly SqlChange<WithdrawnProjects> WithdrawAll = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows($"@Rows", ("ProjectId", "bigint"), ("ExpectedVersion", "int"));
            return $"""
                UPDATE Project
                SET Version = Project.Version + 1, UpdatedAt = @At, WithdrawnAt = @At
                FROM {rows} r
                WHERE Project.ProjectId = r.ProjectId AND Project.Version = r.ExpectedVersion
                """;
        }
    );

    private static SqlText Add(SqlDialect dialect, int documents)
    {
        var rows = dialect.Rows(
            $"@Rows",
            ("Ordinal", "int"),
            ("Id", "uniqueidentifier"),
            ("OwnerId", "int"),
            ("ReferenceKey", "nvarchar(200)"),
            ("IsRestricted", "bit")
        );
        return $"""
            INSERT INTO Project (Id, OwnerId, ReferenceKey, Version, UpdatedAt, ScopeChangedAt, IsRestricted, Document)
            SELECT r.Id, r.OwnerId, r.ReferenceKey, 1, @At, @At, r.IsRestricted, {Document(documents)}
            FROM {rows} r
            ORDER BY r.Ordinal
            """;
    }

    private static SqlText Change(SqlDialect dialect, int documents)
    {
        var rows = dialect.Rows(
            $"@Rows",
            ("Ordinal", "int"),
            ("ProjectId", "bigint"),
            ("ExpectedVersion", "int"),
            ("OwnerId", "int"),
            ("ReferenceKey", "nvarchar(200)"),
            ("Version", "int"),
            ("KeepsScope", "int"),
            ("IsRestricted", "bit")
        );
        return $"""
            UPDATE Project
            SET OwnerId = r.OwnerId, ReferenceKey = r.ReferenceKey, Version = r.Version, UpdatedAt = @At,
                WithdrawnAt = NULL, IsRestricted = r.IsRestricted,
                ScopeChangedAt = CASE WHEN r.KeepsScope = 1 THEN Project.ScopeChangedAt ELSE @At END,
                Document = {Document(documents)}
            FROM {rows} r
            WHERE Project.ProjectId = r.ProjectId AND Project.Version = r.ExpectedVersion
            """;
    }

    /// <summary>Returns the document of a row by its Ordinal.</summary>
    private static SqlText Document(int documents)
    {
        if (documents == 1)
            return $"@{SqlText.Identifier(DocumentParameters.NameOf(0))}";

        var cases = Enumerable
            .Range(0, documents)
            .Select(ordinal =>
                (SqlText)
                    $"WHEN {SqlText.Literal(ordinal)} THEN @{SqlText.Identifier(DocumentParameters.NameOf(ordinal))}"
            );
        return $"CASE r.Ordinal {SqlText.Join($" ", cases)} END";
    }
}

internal sealed record ProjectOfId(Guid Id);

/// <param name="Partner">The code of the partner of the reader; empty for none.</param>
internal sealed record PartnerOfReader(string Partner);

internal sealed record RestrictedCellRow
{
    public string Country { get; init; } = "";
    public byte Pillar { get; init; }
    public string Owner { get; init; } = "";
    public string? Contact { get; init; }
}

internal sealed record VersionOfProject(long ProjectId, int Version);

internal sealed record ProjectNumber(long ProjectId);

internal sealed record PageOfDocuments(long After, int Take);

internal sealed record WithdrawnProject(DateTimeOffset At, long ProjectId, int ExpectedVersion);

internal sealed record WithdrawnProjects(DateTimeOffset At, string Rows);

/// <summary>A project with its position in the order of creation.</summary>
internal sealed record ProjectPlace
{
    public long ProjectId { get; init; }
    public Guid Id { get; init; }
}

/// <summary>The document of a project that is not withdrawn.</summary>
internal sealed record DocumentRow
{
    public long ProjectId { get; init; }
    public int OwnerId { get; init; }
    public DateTimeOffset ScopeChangedAt { get; init; }
    public string Document { get; init; } = "";

    public ProjectChange ToChange() =>
        new(ProjectId, Before: null, ProjectJson.Read(Document), OwnerId, ScopeChangedAt, KeepsScope: false);
}

internal sealed record ProjectIds(long[] Ids);
