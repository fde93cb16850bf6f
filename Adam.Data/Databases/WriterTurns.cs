namespace Adam.Data.Databases;

/// <summary>
/// The right to write, which a process gives to few writers at a time. If short and long writes wait, they alternate,
/// so that a short write waits for one long write at most. Among writes of one kind, partners have their turns one
/// after the other.
/// </summary>
/// <param name="most">The number of writers at a time.</param>
internal sealed class WriterTurns(int most)
{
    private readonly Lock _lock = new();
    private readonly TurnQueue<Waiter> _short = new();
    private readonly TurnQueue<Waiter> _long = new();
    private int _free = most;
    private bool _isLongNext;

    /// <summary>True if a writer waits for its turn.</summary>
    public bool IsAwaited => !_short.IsEmpty || !_long.IsEmpty;

    /// <summary>Waits for the right to write. Returns false if it was not given in time.</summary>
    /// <param name="mostOfPartner">The maximum number of writes of this kind of the partner that wait.</param>
    /// <exception cref="TooManyWritesException">So many writes of the partner wait already.</exception>
    public async Task<bool> WaitAsync(
        bool isLong,
        TimeSpan longestWait,
        CancellationToken ct,
        int mostOfPartner = int.MaxValue
    )
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                _isLongNext = !isLong;
                return true;
            }

            waiter = new(isLong);
            if (!(isLong ? _long : _short).TryAdd(WritingPartner.Current, waiter, mostOfPartner))
                throw new TooManyWritesException(mostOfPartner);
        }

        try
        {
            await waiter.Granted.WaitAsync(longestWait, ct);
        }
        catch (TimeoutException) when (waiter.TryAbandon())
        {
            return false;
        }
        catch (OperationCanceledException) when (waiter.TryAbandon())
        {
            throw;
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // The right was given at the same moment. The caller has it, and must release it.
        }

        return true;
    }

    /// <summary>Gives the right to the next writer.</summary>
    public void Release()
    {
        lock (_lock)
        {
            var (first, second) = _isLongNext ? (_long, _short) : (_short, _long);
            while (first.TryTake(out var waiter) || second.TryTake(out waiter))
            {
                if (!waiter.TryGrant())
                    continue;

                _isLongNext = !waiter.IsLong;
                return;
            }

            _free++;
        }
    }

    private sealed class Waiter(bool isLong)
    {
        private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsLong => isLong;

        public Task Granted => _granted.Task;

        public bool TryGrant() => _granted.TrySetResult();

        public bool TryAbandon() => _granted.TrySetCanceled();
    }
}
