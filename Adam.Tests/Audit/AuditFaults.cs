using Adam.Data.Audit;
using Adam.Data.Databases;

namespace Adam.Tests.Audit;

internal static class AuditFaults
{
    /// <summary>
    /// Verifies the chain of a test register, and returns the faults but those of partners: other tests change
    /// partners, whose entries are deleted between tests.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FindAsync(Database database) =>
        [
            .. (await new AuditVerify(database).RunAsync(null, default)).Faults.Where(fault =>
                !fault.StartsWith("The partner ", StringComparison.Ordinal)
            ),
        ];
}
