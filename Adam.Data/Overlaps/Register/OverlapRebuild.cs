using Adam.Data.Engines;

namespace Adam.Data.Overlaps.Register;

/// <summary>Makes the register of pairs anew from the projects.</summary>
public sealed class OverlapRebuild(Engine engine, OverlapMemory memory, TimeProvider time)
{
    /// <inheritdoc cref="AllPairs.Most"/>
    internal int Most { get; init; } = AllPairs.Most;

    /// <summary>In one transaction, during which nobody else writes; who reads sees the pairs as they were until it is done. Decisions about pairs stay.</summary>
    /// <param name="sameEdition">Whether to score under the current edition, as after damage, instead of making a new one.</param>
    /// <exception cref="RegisterBusyException">Others held the register for too long.</exception>
    public Task<OverlapsRebuilt> RunAsync(IProgress<OverlapProgress>? progress, CancellationToken ct, bool sameEdition = false) => engine.WriteAsync(async session =>
    {
        var at = time.Instant();
        var edition = sameEdition ? await new OverlapEditionStore(engine, memory).CurrentToWriteAsync(session, at, ct) : null;
        return await new RegisterRebuild(engine, session, memory) { Most = Most }.RunAsync(edition, at, progress, ct);
    }, ct);
}
