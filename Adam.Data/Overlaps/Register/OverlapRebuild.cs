using Adam.Data.Engines;

namespace Adam.Data.Overlaps.Register;

/// <summary>Rebuilds the tables of pairs from the projects.</summary>
public sealed class OverlapRebuild(Engine engine, OverlapMemory memory, TimeProvider time)
{
    /// <inheritdoc cref="AllPairs.Most"/>
    internal int Most { get; init; } = AllPairs.Most;

    /// <summary>
    /// Rebuilds in one transaction, which excludes other writers. Until it commits, readers see the previous pairs.
    /// Verdicts stay.
    /// </summary>
    /// <param name="sameEdition">True to score with the current term statistics, e.g. after damage; false to compute
    /// new ones.</param>
    /// <exception cref="RegisterBusyException">Other writers held the register for too long.</exception>
    public Task<OverlapsRebuilt> RunAsync(IProgress<OverlapProgress>? progress, CancellationToken ct, bool sameEdition = false) => engine.WriteAsync(async session =>
    {
        var at = time.Instant();
        var edition = sameEdition ? await new OverlapEditionStore(engine, memory).CurrentToWriteAsync(session, at, ct) : null;
        return await new RegisterRebuild(engine, session, memory) { Most = Most }.RunAsync(edition, at, progress, ct);
    }, ct);
}
