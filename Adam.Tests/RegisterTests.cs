namespace Adam.Tests;

/// <summary>Tests that run on each engine, on a register that is empty but for its partners.</summary>
[TestFixture("sqlite", Category = "sqlite")]
[TestFixture("sqlserver", Category = "sqlserver")]
public abstract class RegisterTests(string engine)
{
    protected string EngineName { get; } = engine;

    protected TestRegister Register { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task OpenRegister() => Register = await TestRegister.GetAsync(EngineName);

    // Before, not after: a test that failed leaves its rows to look at.
    [SetUp]
    public Task EmptyRegister() => Register.ResetAsync();
}
