using Adam.Data.Audit.Recording;
using Adam.Data.Databases;

namespace Adam.Data.Audit;

/// <summary>The result of a verification.</summary>
/// <param name="Entries">The number of entries that were read.</param>
/// <param name="Records">The number of records that were compared with their last entry.</param>
/// <param name="Cuts">
/// The cuts that the emptied entries are those of. The caller verifies their signatures, for which it has the key.
/// </param>
/// <param name="Faults">One sentence for each fault, at most <see cref="AuditVerify.MostFaults"/>.</param>
public sealed record AuditVerification(
    long Entries,
    long Records,
    AuditHead Head,
    IReadOnlyList<SignedAuditCut> Cuts,
    IReadOnlyList<string> Faults
);

/// <summary>
/// Verifies the audit chain, and the present records against their last entries: it finds each row that was altered,
/// removed or inserted by anybody but the program.
/// </summary>
public sealed class AuditVerify(Database database)
{
    public const int MostFaults = 1_000;

    /// <summary>Verifies everything on one snapshot. It writes nothing.</summary>
    /// <param name="known">
    /// A head that was exported before, which the chain must still contain; null if there is none.
    /// </param>
    public async Task<AuditVerification> RunAsync(AuditHead? known, CancellationToken ct)
    {
        var end = new AuditEnd();
        await using var session = await database.OpenSnapshotAsync(
            async first => end = await AuditRecorder.LastAsync(first, ct),
            ct
        );
        session.DisableCommandTimeout();
        var run = new VerificationRun(session);
        await run.ChainAsync(known, ct);
        var records = await run.ProjectsAsync(ct) + await run.OthersAsync(ct) + await run.LayerItemsAsync(ct);
        return new(run.Entries, records, new(end.AuditId, end.Hash), run.Cuts, [.. run.Faults]);
    }
}
