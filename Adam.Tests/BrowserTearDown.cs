using Adam.Tests.Pages;

namespace Adam.Tests;

/// <summary>Closes what fixtures share, after the last of them.</summary>
[SetUpFixture]
public sealed class BrowserTearDown
{
    [OneTimeTearDown]
    public Task CloseAsync() => InstalledBrowser.CloseSharedAsync();
}
