using System.Security.Cryptography;

namespace Adam.Tests.Cli;

/// <summary>Cuts off the history of a register on the command line, and verifies what is left.</summary>
[Category("sqlite")]
public sealed class AuditCommandsTests
{
    private string _folder = null!;

    private string Setting => $"--Adam:DataPath={Path.Combine(_folder, "adam.db")}";

    [SetUp]
    public async Task MakeRegister()
    {
        _folder = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}");
        await TestRegister.CopyEmptyAsync(Path.Combine(_folder, "adam.db"));
    }

    [Test]
    public async Task History_is_cut_off_and_verified_with_a_head_from_before_and_the_key_that_signed()
    {
        await RecordKeysAsync();
        var head = Path.Combine(_folder, "head.json");
        await File.WriteAllTextAsync(head, (await RunAsync("audit", "head")).Output);

        var cut = await RunAsync("audit", "cut", "--before", Now());
        Assert.That(cut.Output, Does.StartWith("2 entries from before "), cut.Error);
        Assert.That((await RunAsync("audit", "cut", "--before", Now())).Output, Does.StartWith("No entry was emptied"));

        var verified = await RunAsync("audit", "verify", "--head", head);
        Assert.That(verified.Exit, Is.Zero, verified.Output + verified.Error);
        Assert.That(verified.Output, Does.Contain("faults: 0. 2 of them are empty, cut off by the operator before "));

        var other = Path.Combine(_folder, "other.pem");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
            await File.WriteAllTextAsync(other, key.ExportSubjectPublicKeyInfoPem());
        var wrong = await RunAsync("audit", "verify", "--key", other);
        Assert.That(wrong.Exit, Is.EqualTo(1));
        Assert.That(
            wrong.Output,
            Does.StartWith($"The cut of the entries from 1 on was not signed with the key of {other}, or was changed")
        );

        File.Delete(Path.Combine(_folder, "audit-key.pem"));
        var without = await RunAsync("audit", "verify");
        Assert.That(without.Exit, Is.EqualTo(1));
        Assert.That(without.Output, Does.Contain("name the key with --key"));
    }

    [TestCase("tomorrow", "is not a date")]
    [TestCase("2099-01-01", "which is in the future")]
    public async Task Wrong_instant_is_named(string before, string reason)
    {
        var (exit, output, error) = await RunAsync("audit", "cut", "--before", before);
        Assert.That(exit, Is.Not.Zero);
        Assert.That(output + error, Does.Contain(reason));
    }

    /// <summary>Records three entries of one key, of which the first two are read from no more.</summary>
    private async Task RecordKeysAsync()
    {
        var created = await RunAsync("keys", "create", "--partner", "DE", "--role", "viewer");
        Assert.That(created.Exit, Is.Zero, created.Error);
        var id = created.Output.Split('_')[1];
        foreach (var year in (int[])[2090, 2091])
            Assert.That((await RunAsync("keys", "expire", id, "--expires", $"{year}-01-01T00:00:00Z")).Exit, Is.Zero);
    }

    private static string Now() => $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}";

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] command) =>
        ProgramProcess.RunAsync([.. command, Setting]);
}
