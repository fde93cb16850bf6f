using System.Globalization;
using Adam.Api.Cli;
using Adam.Data.Copying;
using Adam.Data.Databases;

namespace Adam.Api.Copying;

/// <summary>Shows the progress and the result of a copy.</summary>
internal static class CopyConsole
{
    private static readonly string[] Stages = ["Copying", "Checking"];

    /// <summary>Runs the work and shows its progress.</summary>
    public static Task<T> ShowAsync<T>(TimeProvider time, Func<IProgress<CopyProgress>, Task<T>> work) =>
        ConsoleProgress.ShowAsync(
            time,
            Stages,
            progress => work(new ProgressAdapter<CopyProgress>(progress, Describe))
        );

    /// <summary>Returns one line for each copied table.</summary>
    public static string Summary(Database from, Database to, IReadOnlyList<CopiedTable> tables) =>
        string.Join(
            Environment.NewLine,
            [
                .. tables.Select(table =>
                    string.Create(CultureInfo.InvariantCulture, $"  {table.Rows, 12} {table.Name}")
                ),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tables.Sum(table => table.Rows)} rows of {tables.Count} tables were copied from "
                        + $"{from.Location} to {to.Location}, read again there, and are alike, row by row."
                ),
            ]
        );

    private static WorkProgress Describe(CopyProgress value) =>
        new(
            value.Checking ? 1 : 0,
            value.Done,
            value.Total,
            () =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Stages[value.Checking ? 1 : 0]}: {value.Done} of {value.Total} rows"
                )
        );
}
