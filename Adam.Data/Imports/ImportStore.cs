using Adam.Data.Engines;
using Adam.Data.Overlaps.Register;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Imports;

/// <summary>
/// Records that arrive many at a time. One whose owner has a record under its reference, withdrawn or not, changes that one; any other is new.
/// </summary>
public sealed class ImportStore(Engine engine, TimeProvider time, OverlapMemory memory)
{
    /// <summary>A store with a memory of its own, where it is the only one.</summary>
    public ImportStore(Engine engine, TimeProvider time)
        : this(engine, time, new())
    {
    }

    /// <summary>What would become of the records; nothing is written.</summary>
    /// <inheritdoc cref="ImportSession.PutAsync"/>
    public Task<IReadOnlyList<Arrived>> JudgeAsync(IReadOnlyList<Arrival> batch, Func<ProjectDraft, ProjectDraft, ProjectDraft> merge, CancellationToken ct) => engine.ReadAsync<IReadOnlyList<Arrived>>(async session =>
    {
        await new ProjectWriter(engine, session, memory).OwnerIdsAsync(batch.Select(arrival => arrival.Owner), ct);
        return [.. (await JudgedArrival.AllAsync(engine, session, batch, merge, ct)).Select(judged => judged.Arrived(judged.Stored?.Id))];
    }, ct);

    /// <summary>Writes; until it is done, nobody else does. What answers is committed, what throws is undone.</summary>
    /// <param name="by">The name of the key that writes.</param>
    /// <inheritdoc cref="Engine.WriteAsync{T}"/>
    public Task<T> WriteAsync<T>(string by, Func<ImportSession, Task<T>> change, CancellationToken ct) => engine.WriteAsync(session => change(new(engine, session, memory, time, by)), ct);
}
