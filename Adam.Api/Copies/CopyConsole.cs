using System.Globalization;
using Adam.Api.Cli;
using Adam.Data.Copies;
using Adam.Data.Engines;

namespace Adam.Api.Copies;

/// <summary>Shows the progress and the result of a copy.</summary>
internal static class CopyConsole
{
    private static readonly string[] Stages = ["Copying", "Checking"];

    /// <summary>Runs the work and shows its progress.</summary>
    public static Task<T> ShowAsync<T>(TimeProvider time, Func<IProgress<CopyProgress>, Task<T>> work) =>
        WorkConsole.ShowAsync(time, Stages, progress => work(new Told<CopyProgress>(progress, Tell)));

    /// <summary>Returns one line for each copied table.</summary>
    public static string Summary(Engine from, Engine to, IReadOnlyList<CopiedTable> tables) => string.Join(Environment.NewLine,
    [
        .. tables.Select(table => string.Create(CultureInfo.InvariantCulture, $"  {table.Rows,12} {table.Name}")),
        string.Create(CultureInfo.InvariantCulture, $"{tables.Sum(table => table.Rows)} rows of {tables.Count} tables were copied from {from.Place} to {to.Place}, read again there, and are alike, row by row."),
    ]);

    private static WorkProgress Tell(CopyProgress value) => new(value.Checking ? 1 : 0, value.Done, value.Total,
        () => string.Create(CultureInfo.InvariantCulture, $"{Stages[value.Checking ? 1 : 0]}: {value.Done} of {value.Total} rows"));
}
