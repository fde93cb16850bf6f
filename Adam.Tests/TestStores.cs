using Adam.Data;
using Adam.Data.Engines;
using Adam.Data.Imports;
using Adam.Data.Overlaps.Register;
using Adam.Data.Projects;

namespace Adam.Tests;

/// <summary>The stores that write projects, over a test register.</summary>
internal static class TestStores
{
    /// <param name="memory">Null: one of its own.</param>
    public static ProjectStore Projects(Engine engine, TimeProvider time, OverlapMemory? memory = null) =>
        new(engine, time, AdamData.CreateIndexers(engine, memory ?? new()));

    /// <inheritdoc cref="Projects"/>
    public static ImportStore Imports(Engine engine, TimeProvider time, OverlapMemory? memory = null) =>
        new(engine, time, AdamData.CreateIndexers(engine, memory ?? new()));

    /// <inheritdoc cref="Projects"/>
    public static ProjectReindex Reindex(Engine engine, TimeProvider time, OverlapMemory? memory = null) =>
        new(engine, time, AdamData.CreateIndexers(engine, memory ?? new()));

    /// <summary>Creates a writer within a session that the caller commits.</summary>
    public static ProjectWriter Writer(Engine engine, Session session) =>
        new(session, AdamData.CreateIndexers(engine, new()).Create());
}
