using System.Net.Sockets;
using System.Text;

namespace Adam.Tests.Cli;

/// <summary>A client that opens many connections and keeps them does not keep out the others.</summary>
public sealed class ConnectionLimitTests
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    );

    [Test]
    public async Task Address_with_too_many_connections_gets_no_more_until_one_is_closed()
    {
        var path = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}.db");
        var (program, address) = await ProgramProcess.ServeAsync(
            $"--Adam:DataPath={path}",
            "--Adam:Limits:ConnectionsOfAddress=3"
        );
        using (program)
        {
            var kept = new List<TcpClient>();
            for (var number = 0; number < 3; number++)
            {
                kept.Add(new(address.Host, address.Port));
                Assert.That(await IsAnsweredAsync(kept[^1]), Is.True);
            }

            using (var refused = new TcpClient(address.Host, address.Port))
                Assert.That(await IsAnsweredAsync(refused), Is.False);
            kept.ForEach(client => client.Dispose());
            // The server sees the ends of connections in its own time.
            while (true)
            {
                using var next = new TcpClient(address.Host, address.Port);
                if (await IsAnsweredAsync(next))
                    break;
            }
        }
    }

    private static async Task<bool> IsAnsweredAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(Request);
            return await stream.ReadAsync(new byte[16]) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
