using System.Diagnostics.CodeAnalysis;

namespace Adam.Data.Databases;

/// <summary>
/// A queue in which partners have their turns one after the other. The items of one partner leave in the order in which
/// they came.
/// </summary>
internal sealed class TurnQueue<T>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<T>> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = [];

    /// <summary>True if nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _turns.Count == 0;
        }
    }

    /// <summary>Adds an item. Returns false if <paramref name="most"/> items of the partner wait already.</summary>
    public bool TryAdd(string partner, T item, int most = int.MaxValue)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(partner, out var queue))
            {
                _waiting.Add(partner, queue = new());
                _turns.AddLast(partner);
            }
            else if (queue.Count >= most)
            {
                return false;
            }

            queue.Enqueue(item);
            return true;
        }
    }

    /// <summary>Takes the next item of the first partner that is admitted.</summary>
    /// <param name="admits">Returns true if an item of a partner may be taken; null to admit each.</param>
    public bool TryTake([MaybeNullWhen(false)] out T item, Func<string, bool>? admits = null)
    {
        lock (_lock)
        {
            for (var turn = _turns.First; turn is not null; turn = turn.Next)
            {
                if (admits?.Invoke(turn.Value) is false)
                    continue;

                var queue = _waiting[turn.Value];
                item = queue.Dequeue();
                _turns.Remove(turn);
                if (queue.Count == 0)
                    _waiting.Remove(turn.Value);
                else
                    _turns.AddLast(turn);
                return true;
            }
        }

        item = default;
        return false;
    }
}
