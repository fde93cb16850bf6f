namespace Adam.Api.Cli;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command was understood but did not succeed.</summary>
    public const int Failure = 1;

    /// <summary>An argument or a setting is invalid.</summary>
    public const int Invalid = 2;
}
