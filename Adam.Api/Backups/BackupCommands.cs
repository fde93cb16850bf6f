using System.CommandLine;
using System.Runtime.InteropServices;
using Adam.Api.Cli;
using Adam.Api.Configuration;
using Adam.Data.Backups;
using Adam.Data.Databases.Sqlite;

namespace Adam.Api.Backups;

/// <summary>The commands <c>backup</c> and <c>restore</c>.</summary>
internal static class BackupCommands
{
    public static Command CreateBackup()
    {
        var file = FileArgument("The new file. It must not exist.");
        var command = new Command(
            "backup",
            "Copy the register in a SQLite file to a new file, and verify the copy. Works also while the program is "
                + "serving and writing."
        )
        {
            file,
        };
        command.Run((parsed, settings) => Run(parsed, settings, "BACKUP DATABASE", BackUpAsync));
        return command;
    }

    public static Command CreateRestore()
    {
        var file = FileArgument("The backup. It stays unchanged.");
        var command = new Command(
            "restore",
            "Replace the register in a SQLite file by a backup, after verifying it. The earlier register is kept "
                + "beside it under a dated name. The program must not be serving."
        )
        {
            file,
        };
        command.Run((parsed, settings) => Run(parsed, settings, "BACKUP DATABASE and RESTORE DATABASE", RestoreAsync));
        return command;
    }

    private static async Task BackUpAsync(SqliteDatabase register, string file)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var contents = await Task.Run(() => new RegisterBackup(register).Run(file, stop.Token));
            Console.WriteLine($"{register.Location} was copied to {Path.GetFullPath(file)}: {contents}; verified.");
        }
        catch (OperationCanceledException)
        {
            throw new BackupRejectedException($"The backup was stopped. Nothing was left at {file}.");
        }

        // The copy is removed before the program ends.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task RestoreAsync(SqliteDatabase register, string file)
    {
        var restored = await new RegisterRestore(register, TimeProvider.System).RunAsync(file, CancellationToken.None);
        Console.WriteLine(
            $"{Path.GetFullPath(file)} was restored to {register.Location}: {restored.Contents}; verified."
        );
        if (restored.Kept is not null)
            Console.WriteLine($"The earlier register is kept in {restored.Kept}.");
    }

    private static Argument<string[]> FileArgument(string description) =>
        new("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <param name="sql">The statements of SQL Server that do the same.</param>
    private static async Task<int> Run(
        ParseResult parsed,
        string[] settings,
        string sql,
        Func<SqliteDatabase, string, Task> work
    )
    {
        // Settings may precede the file, as in "backup --Adam:DataPath=adam.db copy.db".
        var files = Arguments.Split(parsed).Words;
        if (files.Count != 1)
            throw new SettingException($"Name one file, not {files.Count}.");

        var configuration = Hosting.CreateBuilder(settings).Configuration;
        var name = parsed.CommandResult.Command.Name;
        if (Settings.Read(configuration).Database is not SqliteDatabase register)
            throw new SettingException(
                $"Adam:Engine is sqlserver, and the command {name} is for a SQLite file: use {sql} of SQL Server, as "
                    + "docs/sql-server.md describes."
            );

        using (register)
        {
            try
            {
                await work(register, files[0]);
                return ExitCode.Success;
            }
            catch (BackupRejectedException rejected)
            {
                await Console.Error.WriteLineAsync(rejected.Message);
                return ExitCode.Failure;
            }
        }
    }
}
