using System.Buffers.Binary;

namespace Adam.Domain.Projects;

/// <summary>
/// Creates project ids: UUIDv7 (RFC 9562) that ascend strictly, so that their order is the order of creation.
/// </summary>
public static class ProjectId
{
    /// <summary>
    /// Creates the next id. Its time is <paramref name="now"/>, or the millisecond after <paramref name="last"/> if
    /// that is not earlier (same millisecond, another server's clock, a clock that was set back).
    /// </summary>
    /// <param name="last">The last id of the register; null if it is empty.</param>
    public static Guid After(Guid? last, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return last is null || string.CompareOrdinal(id.ToString(), last.Value.ToString()) > 0
            ? id
            : Guid.CreateVersion7(Moment(last.Value).AddMilliseconds(1));
    }

    private static DateTimeOffset Moment(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
