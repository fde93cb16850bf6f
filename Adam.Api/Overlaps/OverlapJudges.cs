using System.Collections.Concurrent;
using Adam.Api.Security;
using Adam.Domain.Overlaps;

namespace Adam.Api.Overlaps;

/// <summary>
/// The pairs that analysts and admins have open to judge them, in the memory of this server. A holder of a key or
/// account is at one pair, the one that it opened last, and leaves it after <see cref="Lifetime"/> without a word.
/// </summary>
internal sealed class OverlapJudges(TimeProvider time)
{
    /// <summary>The time for which a judge counts as present after each request.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Attendance> _attendances = new(StringComparer.Ordinal);

    /// <summary>Notes that a caller is at a pair. Returns the others who are, by name.</summary>
    public IReadOnlyList<OverlapJudgeResponse> Attend(OverlapId pair, Caller caller)
    {
        // Timestamps instead of the clock, which may be set back.
        var now = time.GetTimestamp();
        foreach (var attendance in _attendances)
        {
            // Removes the entry only if its judge has not come back meanwhile.
            if (time.GetElapsedTime(attendance.Value.At, now) >= Lifetime)
                _attendances.TryRemove(attendance);
        }

        _attendances[caller.KeyId] = new(pair, new(caller.KeyName, caller.Partner), now);
        return
        [
            .. _attendances
                .Where(attendance => attendance.Key != caller.KeyId && attendance.Value.Pair == pair)
                .Select(attendance => attendance.Value.Judge)
                .OrderBy(judge => judge.Name, StringComparer.Ordinal)
                .ThenBy(judge => judge.Partner, StringComparer.Ordinal),
        ];
    }

    private sealed record Attendance(OverlapId Pair, OverlapJudgeResponse Judge, long At);
}
