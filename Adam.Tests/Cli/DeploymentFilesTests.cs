using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Configuration;

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

    [GeneratedRegex(@"Adam__(\w+)")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"(?:stop_grace_period: |TimeoutStopSec=)(\d+)")]
    private static partial Regex StopSeconds();
}
