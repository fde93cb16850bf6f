using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Configuration;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Cli;

/// <summary>The files that start the program as a service name settings that exist, and let it end in peace.</summary>
public sealed partial class DeploymentFilesTests
{
    /// <summary>The time that running requests have to finish, as docs/operating.md states it.</summary>
    private const int ShutdownSeconds = 30;

    [TestCase("compose.yaml")]
    [TestCase("compose.sqlite.yaml")]
    [TestCase("systemd/adam.service")]
    [TestCase("Dockerfile")]
    public void Settings_exist(string file)
    {
        var names = SettingName().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value).Distinct();
        Assert.That(names, Is.Not.Empty);
        Assert.That(names, Is.SubsetOf(Settings.Names));
    }

    [TestCase("compose.yaml")]
    [TestCase("compose.sqlite.yaml")]
    [TestCase("systemd/adam.service")]
    public void Stop_waits_longer_than_the_program_needs(string file)
    {
        var seconds = StopSeconds()
            .Matches(Repository.Read(file))
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.That(seconds, Is.Not.Empty.And.All.GreaterThan(ShutdownSeconds));
    }

    [Test]
    public void Servers_accept_no_certificate_but_that_of_the_database()
    {
        // Each has three lines.
        var texts = Repository
            .Read("compose.yaml")
            .Split("ConnectionStrings__Adam: >-\n")
            .Skip(1)
            .Select(rest => string.Concat(rest.Split('\n').Take(3).Select(line => line.Trim())))
            .ToList();
        Assert.That(texts, Has.Count.EqualTo(2));
        foreach (var connection in texts.Select(text => new SqlConnectionStringBuilder(text)))
            Assert.Multiple(() =>
            {
                Assert.That(connection.TrustServerCertificate, Is.False);
                Assert.That(connection.Encrypt, Is.EqualTo(SqlConnectionEncryptOption.Mandatory));
                Assert.That(connection.ServerCertificate, Is.EqualTo("/certificate/database.pem"));
            });
    }

    [TestCase("compose.yaml")]
    [TestCase("compose.sqlite.yaml")]
    public void Public_address_is_that_of_the_proxy(string file) =>
        Assert.That(Repository.Read(file), Does.Contain("Adam__PublicUrl: https://${SITE:-localhost}\n"));

    [GeneratedRegex(@"Adam__(\w+)")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"(?:stop_grace_period: |TimeoutStopSec=)(\d+)")]
    private static partial Regex StopSeconds();
}
