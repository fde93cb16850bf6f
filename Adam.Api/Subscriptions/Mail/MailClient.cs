using System.Globalization;
using System.Net.Security;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>The result of an attempt to send a mail.</summary>
/// <param name="Status">The reply code of the mail server; null if there was none.</param>
/// <param name="Error">The reason of a failure; null if the mail server has taken the mail.</param>
/// <param name="IsUnanswered">
/// True if the connection ended before the server replied to the mail. It may have taken it.
/// </param>
internal sealed record MailAttempt(int? Status, string? Error, bool IsUnanswered)
{
    public bool IsDelivered => Error is null;
}

/// <summary>Hands mails to the configured mail server, with a connection for each.</summary>
internal sealed partial class MailClient
{
    private const int MostCharactersOfReply = 200;

    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(60);

    private readonly MailSettings _settings;
    private readonly ILogger<MailClient> _log;
    private readonly TimeSpan _timeout;
    private readonly RemoteCertificateValidationCallback? _certificates;

    /// <param name="timeout">The maximum time of an attempt; null for the usual one.</param>
    /// <param name="certificates">Validates the certificate of the server; null for the rules of the system.</param>
    public MailClient(
        MailSettings settings,
        ILogger<MailClient> log,
        TimeSpan? timeout = null,
        RemoteCertificateValidationCallback? certificates = null
    ) => (_settings, _log, _timeout, _certificates) = (settings, log, timeout ?? UsualTimeout, certificates);

    /// <exception cref="OperationCanceledException">The server stops. The outcome is unknown.</exception>
    public async Task<MailAttempt> SendAsync(MimeMessage message, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_timeout);
        // As other clients of .NET: the chain and the name are verified, and revocation lists are not fetched.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        if (_certificates is not null)
            client.ServerCertificateValidationCallback = _certificates;
        var isSending = false;
        try
        {
            await client.ConnectAsync(_settings.Host, _settings.Port, OptionsFor(_settings.Tls), limit.Token);
            if (_settings.User is not null)
                await client.AuthenticateAsync(_settings.User, _settings.Password!, limit.Token);
            isSending = true;
            await client.SendAsync(message, limit.Token);
            await QuitAsync(client, limit.Token);
            return new((int)SmtpStatusCode.Ok, null, false);
        }
        catch (SmtpCommandException error)
        {
            // A reply to the mail is an answer, also if it is a refusal.
            return new((int)error.StatusCode, Describe(error), false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The mail server did not answer within {_timeout.TotalSeconds} seconds."
                ),
                isSending
            );
        }
        catch (AuthenticationException error)
        {
            NotSent(_log, error);
            return new(
                null,
                "The mail server does not accept the user of this register. Its operator can help.",
                false
            );
        }
        catch (SslHandshakeException error)
        {
            NotSent(_log, error);
            return new(null, "The certificate of the mail server is not accepted. The operator can help.", false);
        }
        catch (NotSupportedException error)
        {
            NotSent(_log, error);
            return new(null, "The mail server offers no TLS, or no sign-in. The operator can help.", false);
        }
        catch (Exception error) when (error is IOException or ProtocolException or System.Net.Sockets.SocketException)
        {
            NotSent(_log, error);
            return new(null, "The mail server cannot be reached, or it closed the connection.", isSending);
        }
    }

    /// <summary>
    /// Ends the connection. The mail is taken already, so a server that does not reply to this changes nothing.
    /// </summary>
    private async Task QuitAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception error)
            when (error is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            NotEnded(_log, error);
        }
    }

    private static SecureSocketOptions OptionsFor(MailTls tls) =>
        tls switch
        {
            MailTls.StartTls => SecureSocketOptions.StartTls,
            MailTls.Implicit => SecureSocketOptions.SslOnConnect,
            MailTls.None => SecureSocketOptions.None,
        };

    private static string Describe(SmtpCommandException error) =>
        string.Create(CultureInfo.InvariantCulture, $"The mail server answered {(int)error.StatusCode}: ")
        + ValidationError.Printable(error.Message, MostCharactersOfReply);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail could not be sent")]
    private static partial void NotSent(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The mail server did not end the connection")]
    private static partial void NotEnded(ILogger log, Exception error);
}
