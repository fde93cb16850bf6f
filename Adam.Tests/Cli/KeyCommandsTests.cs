namespace Adam.Tests.Cli;

[Category("sqlite")]
public sealed class KeyCommandsTests
{
    private readonly string _path =
        $"--Adam:DataPath={Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}.db")}";

    [Test]
    public async Task Keys_are_issued_rotated_expired_and_revoked()
    {
        var first = await CreateAsync("--expires", "2090-01-01T00:00:00Z");
        var restricted = await CreateAsync(
            "--scope",
            "read",
            "--address",
            "192.0.2.0/24",
            "--address",
            "2001:db8::/32"
        );
        var rotated = await RunAsync("rotate", first, "--overlap", "0");
        Assert.That(rotated.Exit, Is.Zero, rotated.Error);
        Assert.That(rotated.Output, Does.StartWith("adam_"));
        Assert.That((await RunAsync("rotate", first)).Error, Does.Contain("stays so"));
        Assert.That((await RunAsync("expire", restricted, "--expires", "2091-01-01T00:00:00Z")).Exit, Is.Zero);
        var list = (await RunAsync("list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Multiple(() =>
        {
            Assert.That(list, Has.Length.EqualTo(3));
            Assert.That(list[0], Does.Contain("expired"));
            Assert.That(
                list[1],
                Does.Contain("until 2091-01-01T00:00:00Z").And.Contain("not used").And.Contain("scopes read")
            );
            Assert.That(list[1], Does.Contain("from 192.0.2.0/24 2001:db8::/32"));
            Assert.That(list[2], Does.StartWith(rotated.Output.Split('_')[1]).And.Contain("valid"));
        });
        Assert.That((await RunAsync("revoke", restricted)).Exit, Is.Zero);
        Assert.That((await RunAsync("expire", restricted, "--expires", "never")).Error, Does.Contain("stays so"));
    }

    [TestCase("There is no scope", "--scope", "reed")]
    [TestCase("does not have keys:manage", "--scope", "keys:manage")]
    [TestCase("did you mean 192.0.2.0/24", "--address", "192.0.2.1/24")]
    [TestCase("not in the future", "--expires", "2020-01-01T00:00:00Z")]
    [TestCase("not an instant", "--expires", "tomorrow")]
    public async Task Wrong_restriction_is_named(string reason, params string[] options)
    {
        var (exit, output, error) = await RunAsync(["create", "--partner", "DE", "--role", "viewer", .. options]);
        Assert.That(exit, Is.Not.Zero);
        Assert.That(output + error, Does.Contain(reason));
    }

    private async Task<string> CreateAsync(params string[] options)
    {
        var (exit, output, error) = await RunAsync(["create", "--partner", "DE", "--role", "viewer", .. options]);
        Assert.That(exit, Is.Zero, error);
        return output.Split('_')[1];
    }

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] command) =>
        ProgramProcess.RunAsync(["keys", .. command, _path]);
}
