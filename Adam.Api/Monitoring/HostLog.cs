namespace Adam.Api.Monitoring;

/// <summary>
/// The log of the host. It is closed until the program listens, because the program prints the reason of a failed start
/// as one sentence, and the host would log it with two stack traces.
/// </summary>
internal sealed class HostLog
{
    public const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool _isOpen;

    public bool IsOpen
    {
        get => _isOpen;
        set => _isOpen = value;
    }
}
