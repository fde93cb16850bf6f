using Adam.Api.Projects;
using Adam.Data;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Imports;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;

namespace Adam.Tests;

/// <summary>The stores that write projects, over a test register.</summary>
internal static class TestStores
{
    /// <param name="memory">The cache; null to create one.</param>
    public static ProjectStore Projects(Database database, TimeProvider time, MatchingCache? memory = null) =>
        new(database, time, AdamData.CreateIndexers(database, memory ?? new()));

    public static ProjectWarnings Warnings(Database database) =>
        new(new(database), new(database, TimeProvider.System), TimeProvider.System);

    /// <inheritdoc cref="Projects"/>
    public static ImportStore Imports(Database database, TimeProvider time, MatchingCache? memory = null) =>
        new(database, time, AdamData.CreateIndexers(database, memory ?? new()));

    /// <inheritdoc cref="Projects"/>
    public static ProjectReindex Reindex(Database database, TimeProvider time, MatchingCache? memory = null) =>
        new(database, time, AdamData.CreateIndexers(database, memory ?? new()));

    /// <summary>Stores a response in a transaction of its own.</summary>
    public static Task SaveResponseAsync(
        Database database,
        string keyId,
        string value,
        StoredResponse response,
        CancellationToken ct
    ) =>
        database.InWriteTransactionAsync(
            session => IdempotencyStore.SaveAsync(database, session, new(keyId, value, response), ct),
            ct
        );

    /// <summary>Creates a writer within a session that the caller commits.</summary>
    public static ProjectWriter Writer(Database database, Session session) =>
        new(session, AdamData.CreateIndexers(database, new()).Create());
}
