using Adam.Data.Audit.Recording;
using Adam.Data.Databases;

namespace Adam.Data.Imports;

/// <summary>The meaning of the columns of a table, which a partner has saved under a name.</summary>
/// <param name="Definition">The mapping, as JSON.</param>
/// <param name="Version">1 after it was saved; increased by 1 with every change.</param>
/// <param name="UpdatedBy">The name of the key that saved it last.</param>
public sealed record SavedMapping(
    string Partner,
    string Name,
    string Definition,
    int Version,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
)
{
    /// <summary>The id of the mapping in its audit entries.</summary>
    internal string RecordId => $"{Partner}/{Name}";
}

/// <summary>A mapping as its audit entries contain it.</summary>
internal sealed record SavedMappingContent(string Partner, string Name, string Definition)
{
    public static SavedMappingContent FromMapping(SavedMapping mapping) =>
        new(mapping.Partner, mapping.Name, mapping.Definition);
}

/// <summary>Stores the mappings that partners have saved.</summary>
public sealed class ImportMappings(Database database, TimeProvider time)
{
    /// <summary>The maximum number of mappings of a partner.</summary>
    public const int MostOfPartner = 100;

    /// <summary>Returns a mapping; null if the partner has none of this name.</summary>
    public Task<SavedMapping?> FindAsync(string partner, string name, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindAsync(session, partner, name, ct), ct);

    /// <summary>Returns the mappings of a partner, in the order of their names.</summary>
    /// <param name="after">The last name of the previous page; an empty text for the first page.</param>
    public Task<IReadOnlyList<SavedMapping>> ListAsync(string partner, string after, int take, CancellationToken ct) =>
        database.QueryOnceAsync<IReadOnlyList<SavedMapping>>(
            async session =>
                [
                    .. (await session.QueryAsync(ImportMappingSql.List, new(partner, after, take), ct)).Select(row =>
                        row.ToMapping()
                    ),
                ],
            ct
        );

    /// <summary>
    /// Saves a mapping, or replaces one. Returns null if the present one is not of the expected version, or if the
    /// partner has too many.
    /// </summary>
    /// <param name="present">The mapping that the caller has read; null if there was none.</param>
    /// <param name="by">The key that writes.</param>
    public Task<SavedMapping?> SaveAsync(
        string partner,
        string name,
        string definition,
        SavedMapping? present,
        Actor by,
        CancellationToken ct
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var found = await FindAsync(session, partner, name, ct);
                if (found?.Version != present?.Version)
                    return null;
                if (
                    found is null
                    && await session.FirstAsync(ImportMappingSql.Count, new(partner), ct) >= MostOfPartner
                )
                    return null;

                var row = new MappingToSave(partner, name, definition, time.Instant(), by.Name);
                if (found is null)
                    await session.ExecuteAsync(ImportMappingSql.Add, row, ct);
                else
                    await session.ExecuteAsync(ImportMappingSql.Change, row, ct);
                var saved = await FindAsync(session, partner, name, ct);
                await LogAsync(session, found is null ? AuditAction.Created : AuditAction.Changed, saved!, by, ct);
                return saved;
            },
            ct
        );

    /// <summary>Removes a mapping. Returns false if its version is another one.</summary>
    public Task<bool> RemoveAsync(SavedMapping mapping, Actor by, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (partner, name) = (mapping.Partner, mapping.Name);
                if (await session.ExecuteAsync(ImportMappingSql.Remove, new(partner, name, mapping.Version), ct) == 0)
                    return false;

                await LogAsync(session, AuditAction.Removed, mapping, by, ct);
                return true;
            },
            ct
        );

    private Task LogAsync(Session session, AuditAction action, SavedMapping mapping, Actor by, CancellationToken ct) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Mapping,
            action,
            mapping.RecordId,
            mapping.Version,
            action == AuditAction.Removed ? null : SavedMappingContent.FromMapping(mapping),
            by,
            time.Instant(),
            ct
        );

    private static async Task<SavedMapping?> FindAsync(
        Session session,
        string partner,
        string name,
        CancellationToken ct
    ) => (await session.FirstAsync(ImportMappingSql.ByName, new(partner, name), ct))?.ToMapping();
}

internal static class ImportMappingSql
{
    public static readonly StatementSet Statements = new(nameof(ImportMappingSql));

    private static readonly SqlText Columns =
        $"p.Code AS Partner, m.Name, m.Definition, m.Version, m.UpdatedAt, m.UpdatedBy";

    public static readonly SqlQuery<MappingName, MappingRow> ByName = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Partner p
        INNER JOIN ImportMapping m ON m.PartnerId = p.PartnerId
        WHERE p.Code = @Partner AND m.Name = @Name
        """
    );

    /// <summary>Returns the mappings of all partners.</summary>
    public static readonly SqlQuery<NoParameters, MappingRow> All = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM ImportMapping m
        INNER JOIN Partner p ON p.PartnerId = m.PartnerId
        ORDER BY m.ImportMappingId
        """
    );

    public static readonly SqlQuery<PageOfMappings, MappingRow> List = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Partner p
                INNER JOIN ImportMapping m ON m.PartnerId = p.PartnerId
                WHERE p.Code = @Partner AND m.Name > @After
                ORDER BY m.Name
                {dialect.Page($"@Take")}
                """
    );

    public static readonly SqlQuery<MappingsOfPartner, int> Count = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM Partner p
        INNER JOIN ImportMapping m ON m.PartnerId = p.PartnerId
        WHERE p.Code = @Partner
        """
    );

    public static readonly SqlChange<MappingToSave> Add = new(
        Statements,
        $"""
        INSERT INTO ImportMapping (PartnerId, Name, Definition, Version, UpdatedAt, UpdatedBy)
        SELECT p.PartnerId, @Name, @Definition, 1, @At, @By
        FROM Partner p
        WHERE p.Code = @Partner
        """
    );

    public static readonly SqlChange<MappingToSave> Change = new(
        Statements,
        $"""
        UPDATE ImportMapping
        SET Definition = @Definition, Version = Version + 1, UpdatedAt = @At, UpdatedBy = @By
        WHERE Name = @Name AND PartnerId = (SELECT p.PartnerId FROM Partner p WHERE p.Code = @Partner)
        """
    );

    public static readonly SqlChange<MappingToRemove> Remove = new(
        Statements,
        $"""
        DELETE FROM ImportMapping
        WHERE Name = @Name AND Version = @Version
          AND PartnerId = (SELECT p.PartnerId FROM Partner p WHERE p.Code = @Partner)
        """
    );
}

internal sealed record MappingName(string Partner, string Name);

internal sealed record MappingsOfPartner(string Partner);

internal sealed record PageOfMappings(string Partner, string After, int Take);

internal sealed record MappingToSave(string Partner, string Name, string Definition, DateTimeOffset At, string By);

internal sealed record MappingToRemove(string Partner, string Name, int Version);

internal sealed record MappingRow
{
    public string Partner { get; init; } = "";
    public string Name { get; init; } = "";
    public string Definition { get; init; } = "";
    public int Version { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string UpdatedBy { get; init; } = "";

    public SavedMapping ToMapping() => new(Partner, Name, Definition, Version, UpdatedAt, UpdatedBy);
}
