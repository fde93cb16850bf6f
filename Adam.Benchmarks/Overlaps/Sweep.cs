using System.Runtime.InteropServices;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Benchmarks.Overlaps;

/// <summary>Receives the pairs of a sweep.</summary>
internal interface IPairs
{
    /// <param name="days">The shared days that rank the pair.</param>
    void Add(long earlierId, long laterId, int days);
}

/// <summary>
/// Finds all raw pairs in memory: sweeps each cell of the register in the order of starts. A pair with several common
/// cells is reported in the first of them.
/// </summary>
internal sealed class Sweep
{
    private readonly List<Cell> _cells = [];

    private Sweep() { }

    public static Sweep Load(SqliteConnection register)
    {
        var (sweep, sides) = (new Sweep(), new Dictionary<(int, int), int>());
        using var command = register.CreateCommand();
        command.CommandText = """
            SELECT
                c.Country, c.Pillar, c.StartDay, c.ProjectId, c.EndDay, c.OpenEndDay, c.OwnerId, c.DonorSetId, c.Lower,
                (
                    SELECT GROUP_CONCAT(x.Country) FROM ProjectCell x
                    WHERE x.ProjectId = c.ProjectId AND x.Pillar = c.Pillar AND x.Country < c.Country
                )
            FROM ProjectCell c
            ORDER BY c.Country, c.Pillar, c.StartDay, c.ProjectId
            """;
        using var row = command.ExecuteReader();
        Cell? cell = null;
        while (row.Read())
        {
            if (cell is null || cell.Country != row.GetString(0) || cell.Pillar != row.GetInt32(1))
                sweep._cells.Add(cell = new(row.GetString(0), row.GetInt32(1)));
            // Projects with the same owner and the same donors form no pair, so they share a side.
            ref var side = ref CollectionsMarshal.GetValueRefOrAddDefault(
                sides,
                (row.GetInt32(6), row.GetInt32(7)),
                out var isKnown
            );
            if (!isKnown)
                side = sides.Count;
            cell.Entries.Add(
                new(row.GetInt64(3), row.GetInt64(8), row.GetInt32(2), row.GetInt32(4), row.GetInt32(5), side)
            );
            cell.Lower.Add(row.IsDBNull(9) ? [] : row.GetString(9).Split(','));
        }

        return sweep;
    }

    /// <summary>Reports each pair once.</summary>
    public void Run<TPairs>(ref TPairs pairs)
        where TPairs : struct, IPairs
    {
        foreach (var cell in _cells)
        {
            var entries = CollectionsMarshal.AsSpan(cell.Entries);
            for (var i = 0; i < entries.Length; i++)
            {
                var a = entries[i];
                for (var j = i + 1; j < entries.Length && entries[j].StartDay <= a.EndDay; j++)
                {
                    ref readonly var b = ref entries[j];
                    var both = a.Lower & b.Lower;
                    if (a.Side == b.Side || (both & SharedCellMask.OfOne) != 0)
                        continue;
                    if (both != 0 && cell.Lower[i].AsSpan().ContainsAny(cell.Lower[j]))
                        continue;

                    var (end, otherEnd) = (
                        a.EndDay == Database.OpenDay ? b.OpenEndDay : a.EndDay,
                        b.EndDay == Database.OpenDay ? b.OpenEndDay : b.EndDay
                    );
                    pairs.Add(a.ProjectId, b.ProjectId, Math.Min(end, otherEnd) - b.StartDay + 1);
                }
            }
        }
    }

    private readonly record struct Entry(
        long ProjectId,
        long Lower,
        int StartDay,
        int EndDay,
        int OpenEndDay,
        int Side
    );

    private sealed class Cell(string country, int pillar)
    {
        public string Country { get; } = country;

        public int Pillar { get; } = pillar;

        /// <summary>The projects of the cell by start, ties in the order of recording.</summary>
        public List<Entry> Entries { get; } = [];

        /// <summary>For each entry, the countries of its project that precede that of the cell.</summary>
        public List<string[]> Lower { get; } = [];
    }
}
