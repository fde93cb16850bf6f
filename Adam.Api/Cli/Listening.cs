using System.Net.Sockets;
using System.Security.Cryptography;
using Adam.Api.Configuration;
using Adam.Api.Monitoring;
using Microsoft.AspNetCore.Connections;

namespace Adam.Api.Cli;

/// <summary>Starts to serve, and states in one sentence why that is not possible.</summary>
internal static class Listening
{
    /// <exception cref="ListenException">The program cannot listen on its addresses.</exception>
    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            app.Services.GetRequiredService<HostLog>().IsOpen = true;
        }
        catch (Exception error) when (IsOfAddress(error))
        {
            // Services that have started use the register, and would keep it from being closed.
            await app.StopAsync();
            throw new ListenException(Sentence(app, error), error);
        }
    }

    private static bool IsOfAddress(Exception error) =>
        error
            is IOException
                or UnauthorizedAccessException
                or SocketException
                or CryptographicException
                // Kestrel's errors in the settings of endpoints and certificates.
                or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" };

    private static string Sentence(WebApplication app, Exception error)
    {
        var reason = error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        if (error.InnerException is AddressInUseException)
            return $"{reason}; choose another address with --urls.";

        // Kestrel explains the developer certificate in five sentences.
        if (reason.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal))
            reason = "https needs a certificate, and none is named in Kestrel:Certificates:Default";
        return $"The program cannot listen on {Hosting.Addresses(app.Configuration)}: {reason} (settings urls and "
            + "Kestrel).";
    }
}

/// <summary>The program cannot listen on its addresses. The message is one sentence for the operator.</summary>
internal sealed class ListenException(string message, Exception cause) : Exception(message, cause);
