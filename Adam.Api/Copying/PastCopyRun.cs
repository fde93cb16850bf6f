using System.Globalization;
using Adam.Api.Binding;
using Adam.Api.Cli;
using Adam.Api.Configuration;
using Adam.Data;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Domain.Text;

namespace Adam.Api.Copying;

/// <summary>Runs <c>copy --as-of</c>: a file with the register as it stood at an instant.</summary>
/// <remarks>
/// The file has another name until it is complete, so that the name that was asked for never contains a part of a
/// register.
/// </remarks>
internal static class PastCopyRun
{
    public static async Task<int> RunAsync(string from, string to, string asOf, string[] settings)
    {
        var (source, file) = CopyLocations.ReadForPast(from, to, Hosting.CreateBuilder(settings).Configuration);
        var at = ((DateOrInstant)DateParser.ReadDateOrInstant(asOf).Value!).Instant;
        var partial = $"{file}.{Guid.NewGuid():N}.partial";
        try
        {
            PastCopied copied;
            using (var target = new SqliteDatabase(partial))
                copied = await new PastCopy(
                    source,
                    target,
                    AdamData.CreateIndexers(target, new()),
                    at,
                    TimeProvider.System
                ).RunAsync(Console.Error.WriteLine, CancellationToken.None);
            File.Move(partial, file);
            Console.WriteLine(Summary(source, file, at, copied));
            return ExitCode.Success;
        }
        catch (CopyRejectedException rejected)
        {
            await Console.Error.WriteLineAsync(rejected.Message);
            return ExitCode.Failure;
        }
        finally
        {
            foreach (var left in (string[])[partial, $"{partial}-wal", $"{partial}-shm"])
                File.Delete(left);
            (source as IDisposable)?.Dispose();
        }
    }

    private static string Summary(Database from, string file, DateTimeOffset at, PastCopied copied) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Noun(copied.Projects, "project")} of {from.Location} as of "
                + $"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, with {Counted.Noun(copied.Pairs, "pair")}, "
                + $"were written to {file}."
        )
        + (
            copied.Missing == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $" The copy lacks {Counted.Noun(copied.Missing, "project")} recorded by then, of which no version "
                        + $"of then is kept."
                )
        );
}
