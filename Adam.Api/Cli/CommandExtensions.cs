using System.CommandLine;
using System.Data.Common;
using Adam.Api.Configuration;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps.Matching;
using Microsoft.Data.Sqlite;

namespace Adam.Api.Cli;

/// <summary>The common behaviour of all commands.</summary>
internal static class CommandExtensions
{
    /// <summary>The setting of commands that print results: only warnings and errors are logged.</summary>
    public const string Quiet = "--Logging:LogLevel:Default=Warning";

    /// <summary>
    /// Sets the action of a command. Options that the command does not declare (<c>--urls</c>, <c>--Adam:Engine=…</c>)
    /// are passed to the action as settings. An expected error is printed as one sentence.
    /// </summary>
    /// <param name="action">Receives the parsed options and the settings; returns the exit code.</param>
    public static void Run(this Command command, Func<ParseResult, string[], Task<int>> action)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
            GuardAsync(() => action(parsed, [.. parsed.UnmatchedTokens, .. Arguments.Split(parsed).Settings]))
        );
    }

    /// <summary>
    /// Sets the action of a command that uses the services of the program. They are disposed of afterwards, so that the
    /// last process that uses a SQLite file leaves nothing but the file.
    /// </summary>
    /// <param name="build">Builds the program.</param>
    /// <param name="settings">Settings of the command itself, which override those of the caller.</param>
    /// <inheritdoc cref="Run(Command, Func{ParseResult, string[], Task{int}})"/>
    public static void Run(
        this Command command,
        Func<string[], WebApplication> build,
        Func<ParseResult, WebApplication, Task<int>> action,
        params string[] settings
    ) =>
        command.Run(
            async (parsed, given) =>
            {
                await using var app = build([.. given, .. settings]);
                try
                {
                    return await action(parsed, app);
                }
                catch (Exception error) when (IsOfDatabaseOrDisk(error))
                {
                    await Console.Error.WriteLineAsync(Sentence(app.Database(), error));
                    return ExitCode.Failure;
                }
            }
        );

    /// <summary>
    /// Prints an expected error (an invalid setting, an unreachable database) as one sentence. Stack traces are for
    /// bugs.
    /// </summary>
    private static async Task<int> GuardAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (SettingException invalid)
        {
            await Console.Error.WriteLineAsync(invalid.Message);
            return ExitCode.Invalid;
        }
        catch (Exception error)
            when (error
                    is UnsupportedDatabaseException
                        or RegisterServedException
                        or RebuildRunningException
                        or ListenException
            )
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Failure;
        }
        catch (Exception error) when (IsOfDatabaseOrDisk(error))
        {
            await Console.Error.WriteLineAsync(OneLine(error.Message));
            return ExitCode.Failure;
        }
    }

    private static string Sentence(Database register, Exception error)
    {
        var setting =
            register is SqliteDatabase ? "Adam:DataPath names its file" : $"{Settings.Connection} names its database";
        // An error of the disk names its file, which need not be that of the register.
        return error is IOException or UnauthorizedAccessException
            ? $"{Reason(error)}; the register is in {register.Location} ({setting})."
            : $"The register in {register.Location} cannot be used: {Reason(error)} ({setting}).";
    }

    private static string Reason(Exception error) =>
        error switch
        {
            SqliteException { SqliteErrorCode: 26 } => "the file is no SQLite database",
            SqliteException { SqliteErrorCode: 14 } =>
                "the file cannot be opened, because it is a folder, or this user may not read or create it",
            SqliteException { SqliteErrorCode: 11 } => "the file is damaged, so restore a backup",
            SqliteException { SqliteErrorCode: 8 } => "this user may not write to the file",
            _ => OneLine(error.Message).TrimEnd('.'),
        };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static bool IsOfDatabaseOrDisk(Exception error) =>
        error
            is DbException
                or IOException
                or UnauthorizedAccessException
                or RegisterBusyException
                or RegisterUnavailableException
                or CommitUnknownException
                or InvalidOperationException { InnerException: DbException };
}
