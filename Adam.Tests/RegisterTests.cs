namespace Adam.Tests;

/// <summary>Base of tests that run on both databases, each time with only the partners in the register.</summary>
[TestFixture("sqlite", Category = "sqlite")]
[TestFixture("sqlserver", Category = "sqlserver")]
public abstract class RegisterTests(string engine)
{
    protected string EngineName { get; } = engine;

    protected TestRegister Register { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task OpenRegister() => Register = await TestRegister.GetAsync(EngineName);

    // Rows are deleted before each test, not after it, so that the rows of a failed test can be inspected.
    [SetUp]
    public Task EmptyRegister() => Register.ResetAsync();
}
