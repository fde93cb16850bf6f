using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Databases.Faults;

/// <summary>The point at which the proxy closes a connection that sends a commit.</summary>
internal enum Cut
{
    None = 0,

    /// <summary>The server does not receive the commit.</summary>
    BeforeCommit = 1,

    /// <summary>
    /// The server receives the commit. It may or may not have executed it when the connection closes.
    /// </summary>
    DuringCommit = 2,

    /// <summary>The server commits and responds, but its response is lost.</summary>
    AfterCommit = 3,
}

/// <summary>
/// A TCP proxy in front of the server that can close connections. It recognises commits in the TDS packets, which are
/// not encrypted after the login if encryption is optional.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const byte TransactionRequest = 0x0E;
    private const short Commit = 7;
    private const int Header = 8;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Way, bool> _ways = new();
    private readonly (string Host, int Port) _server;
    private readonly Task _accepting;

    public CuttingProxy(string connectionString)
    {
        var source = new SqlConnectionStringBuilder(connectionString).DataSource.Split(',');
        _server = (source[0], source.Length > 1 ? int.Parse(source[1], null) : 1433);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Called for each commit. Returns the point at which its connection is closed.</summary>
    public Func<Cut> OnCommit { get; set; } = () => Cut.None;

    /// <summary>
    /// Called for each chunk of bytes, in both directions. Returns true to close the connection instead of forwarding
    /// it.
    /// </summary>
    public Func<bool> OnPiece { get; set; } = () => false;

    /// <summary>True to reject new connections.</summary>
    public bool IsClosed { get; set; }

    /// <summary>True to hold back received bytes while the connections stay open.</summary>
    public bool Hangs { get; set; }

    public void CutAll()
    {
        foreach (var way in _ways.Keys)
            way.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        CutAll();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket caller;
            try
            {
                caller = await _listener.AcceptSocketAsync(_end.Token);
            }
            catch (Exception) when (_end.IsCancellationRequested)
            {
                return;
            }

            if (IsClosed)
                caller.Close(0);
            else
                _ = Task.Run(() => CarryAsync(caller));
        }
    }

    private async Task CarryAsync(Socket caller)
    {
        using var way = new Way(caller, new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        _ways[way] = true;
        try
        {
            caller.NoDelay = true;
            await way.Server.ConnectAsync(_server.Host, _server.Port, _end.Token);
            await Task.WhenAny(ThereAsync(way), BackAsync(way));
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server closed the connection, the caller did, or the proxy is being disposed. Both sides are closed
            // below.
        }
        finally
        {
            way.Cut();
            _ways.TryRemove(way, out _);
        }
    }

    private async Task ThereAsync(Way way)
    {
        var buffer = new byte[1 << 16];
        while (await way.Caller.ReceiveAsync(buffer, _end.Token) is var count and > 0)
        {
            var piece = buffer.AsMemory(0, count);
            while (Hangs)
                await Task.Delay(50, _end.Token);
            var cut =
                IsCommit(piece.Span) ? OnCommit()
                : OnPiece() ? Cut.BeforeCommit
                : Cut.None;
            if (cut == Cut.BeforeCommit)
                return;

            way.LosesAnswer = cut == Cut.AfterCommit;
            await way.Server.SendAsync(piece, _end.Token);
            if (cut == Cut.DuringCommit)
                return;
        }
    }

    private async Task BackAsync(Way way)
    {
        var buffer = new byte[1 << 16];
        while (await way.Server.ReceiveAsync(buffer, _end.Token) is var count and > 0)
        {
            while (Hangs)
                await Task.Delay(50, _end.Token);
            if (way.LosesAnswer || OnPiece())
                return;

            await way.Caller.SendAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    /// <summary>
    /// Returns true if the chunk is a TDS packet of type "transaction manager request" for a commit: packet header,
    /// ALL_HEADERS with their total length, request type.
    /// </summary>
    private static bool IsCommit(ReadOnlySpan<byte> piece)
    {
        if (piece.Length < Header + 4 || piece[0] != TransactionRequest)
            return false;

        var asked = Header + BinaryPrimitives.ReadInt32LittleEndian(piece[Header..]);
        return asked + 2 <= piece.Length && BinaryPrimitives.ReadInt16LittleEndian(piece[asked..]) == Commit;
    }

    private sealed class Way(Socket caller, Socket server) : IDisposable
    {
        public Socket Caller => caller;

        public Socket Server => server;

        public volatile bool LosesAnswer;

        /// <summary>Resets both connections at once.</summary>
        public void Cut()
        {
            caller.Close(0);
            server.Close(0);
        }

        public void Dispose() => Cut();
    }
}
