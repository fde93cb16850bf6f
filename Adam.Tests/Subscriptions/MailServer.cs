using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Adam.Tests.Subscriptions;

/// <summary>A mail that the server has received completely.</summary>
/// <param name="IsTaken">True if the server has taken it, also if it has not told the sender.</param>
internal sealed partial record ReceivedMail(MimeMessage Message, string Raw, bool IsTaken)
{
    public string Text => Message.TextBody!.ReplaceLineEndings("\n");

    /// <summary>The ids of the projects in the links, in their order.</summary>
    public IReadOnlyList<string> Projects => [.. ProjectLink().Matches(Text).Select(match => match.Groups[1].Value)];

    /// <summary>The path of the first link below a path.</summary>
    public string PathBelow(string path) =>
        Regex.Match(Text, $"https://adam\\.example\\.org({path}\\S+)").Groups[1].Value;

    [GeneratedRegex(@"/v1/projects/([0-9a-f-]{36})")]
    private static partial Regex ProjectLink();
}

/// <summary>The outcome of a mail.</summary>
internal enum MailReply
{
    Taken,
    NotNow,
    Refused,

    /// <summary>The server takes the mail, and does not reply.</summary>
    TakenInSilence,

    /// <summary>The server neither takes the mail nor replies.</summary>
    Silence,
}

/// <summary>A local mail server with TLS and sign-in, which behaves as the test says.</summary>
internal sealed class MailServer : MessageStore, IAsyncDisposable
{
    public const string User = "adam";
    public const string Password = "a pass:word";

    private static readonly X509Certificate2 Authority = CreateAuthority();

    private readonly ConcurrentQueue<ReceivedMail> _received = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Returns the outcome of a mail by its number.</summary>
    public Func<int, MailReply> Behaviour { get; set; } = _ => MailReply.Taken;

    /// <summary>All mails that were sent to the end, in the order in which they came.</summary>
    public IReadOnlyList<ReceivedMail> Received => [.. _received];

    public IReadOnlyList<ReceivedMail> Taken => [.. Received.Where(mail => mail.IsTaken)];

    public int Port { get; private init; }

    /// <param name="withTls">False for a server that offers no TLS, and no sign-in.</param>
    public static MailServer Start(bool withTls = true)
    {
        var server = new MailServer { Port = FreePort() };
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new(IPAddress.Loopback, server.Port));
                if (withTls)
                    endpoint.Certificate(CreateCertificate()).AuthenticationRequired();
            })
            .Build();
        var services = new ServiceProvider();
        services.Add(server);
        services.Add(
            (IUserAuthenticator)new DelegatingUserAuthenticator((user, word) => user == User && word == Password)
        );
        server._running = new SmtpServer.SmtpServer(options, services).StartAsync(server._stop.Token);
        return server;
    }

    /// <summary>Accepts the certificate of the server as a system does that trusts its authority.</summary>
    public static bool Trust(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) || shown is null)
            return false;

        using var trusting = new X509Chain();
        trusting.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        trusting.ChainPolicy.CustomTrustStore.Add(Authority);
        trusting.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return trusting.Build(new X509Certificate2(shown));
    }

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        var bytes = buffer.ToArray();
        var reply = Behaviour(_received.Count);
        _received.Enqueue(
            new(
                await MimeMessage.LoadAsync(new MemoryStream(bytes), cancellationToken),
                System.Text.Encoding.Latin1.GetString(bytes),
                reply is MailReply.Taken or MailReply.TakenInSilence
            )
        );
        if (reply is MailReply.Silence or MailReply.TakenInSilence)
            await Task.Delay(Timeout.Infinite, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reply switch
        {
            MailReply.NotNow => new(SmtpReplyCode.Aborted, "try later"),
            MailReply.Refused => new(SmtpReplyCode.MailboxUnavailable, "no such mailbox"),
            _ => SmtpResponse.Ok,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 CreateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var issued = request.Create(Authority, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
