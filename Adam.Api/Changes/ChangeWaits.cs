using Adam.Api.Errors;
using Adam.Data.Changes;

namespace Adam.Api.Changes;

/// <summary>Lets requests wait for the next change, a limited number of them at a time.</summary>
internal sealed class ChangeWaits(
    ChangeStore changes,
    ChangeSignal signal,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : IDisposable
{
    /// <summary>
    /// The maximum number of requests that wait. Each costs a connection and a small query at intervals.
    /// </summary>
    public const int Most = 256;

    private readonly SemaphoreSlim _places = new(Most, Most);

    /// <summary>
    /// Returns the first changes after a page that pass a filter. Returns an empty page if there are none within the
    /// given time, or at once if the server stops.
    /// </summary>
    /// <exception cref="ProblemException">Too many requests wait already.</exception>
    public async Task<ChangePage> WaitAsync(
        ChangePage page,
        ChangeFilter filter,
        int limit,
        TimeSpan longest,
        CancellationToken ct
    )
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, ct))
            throw new ProblemException(
                ErrorCodes.Unavailable,
                $"{Most} requests are waiting for changes already. Try again in a few seconds, or ask without wait."
            )
            {
                Headers = { ["Retry-After"] = "5" },
            };

        try
        {
            using var elapsed = new CancellationTokenSource(longest, time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(
                ct,
                elapsed.Token,
                lifetime.ApplicationStopping
            );
            while (page.Items.Count == 0)
            {
                await signal.WaitAsync(page.Next, end.Token);
                page = await changes.ReadAsync(page.Next, filter, limit, ct);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is over, or the server stops. The client continues from the cursor.
        }
        finally
        {
            _places.Release();
        }

        return page;
    }

    public void Dispose() => _places.Dispose();
}
