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
    public async Task<IReadOnlyList<Arrived>> JudgeAsync(IReadOnlyList<Arrival> batch, Func<ProjectDraft, ProjectDraft, ProjectDraft> merge, CancellationToken ct)
    {
        await using var session = await engine.ReadAsync(ct);
        await new ProjectWriter(engine, session, memory).OwnerIdsAsync(batch.Select(arrival => arrival.Owner), ct);
        return [.. (await JudgedArrival.AllAsync(engine, session, batch, merge, ct)).Select(judged => judged.Arrived(judged.Stored?.Id))];
    }

    /// <summary>Opens the session that writes: until it is disposed of, nobody else writes.</summary>
    /// <param name="by">The name of the key that writes.</param>
    /// <exception cref="RegisterBusyException">Others held the register for too long.</exception>
    public async Task<ImportSession> BeginAsync(string by, CancellationToken ct) => new(engine, await engine.WriteAsync(ct), memory, time, by);
}
