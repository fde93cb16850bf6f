using Adam.Data.Databases;
using Adam.Data.Projects;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace Adam.Benchmarks.Overlaps;

/// <summary>Loads the register's cells into DuckDB, in memory and with one thread.</summary>
internal static class DuckCells
{
    /// <summary>
    /// The pair query in the form that is fastest in DuckDB. Country and pillar are the high digits of the start and
    /// end keys, so the join has only inequalities and runs as a range join. A join by country and pillar would be a
    /// hash join that compares every two projects of a cell. A mask of the countries below that of the cell replaces
    /// the lookup in the table.
    /// </summary>
    public static readonly string Pairs = $"""
        SELECT
            a.ProjectId AS EarlierId,
            b.ProjectId AS LaterId,
            LEAST(
                CASE WHEN a.EndDay = {Database.OpenDay} THEN b.OpenEndDay ELSE a.EndDay END,
                CASE WHEN b.EndDay = {Database.OpenDay} THEN b.OpenEndDay ELSE b.EndDay END
            ) - b.StartDay + 1 AS RankDays
        FROM ProjectCell a
        INNER JOIN ProjectCell b ON a.StartKey < b.StartKey AND b.StartKey < a.EndKey
        WHERE (a.OwnerId <> b.OwnerId OR a.DonorSetId <> b.DonorSetId)
          AND (a.PillarsBelow & b.PillarsBelow) = 0 AND (a.CountriesBelow & b.CountriesBelow) = 0
        """;

    private const string Schema = """
        CREATE TABLE ProjectCell (
            Country VARCHAR, Pillar TINYINT, StartDay INTEGER, ProjectId BIGINT, EndDay INTEGER, OpenEndDay INTEGER,
            OwnerId INTEGER, DonorSetId INTEGER, Lower BIGINT, StartKey BIGINT, EndKey BIGINT,
            PillarsBelow TINYINT, CountriesBelow BIGINT)
        """;

    private const int MostProjects = 1_000_000;

    private const long MostDays = 10_000_000;

    public static DuckDBConnection Load(SqliteConnection register)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, "SET threads = 1");
        Execute(connection, Schema);
        Copy(register, connection);
        return connection;
    }

    private static void Copy(SqliteConnection register, DuckDBConnection connection)
    {
        var countries = new Dictionary<string, int>();
        using (var names = register.CreateCommand())
        {
            names.CommandText = "SELECT DISTINCT Country FROM ProjectCell ORDER BY Country";
            using var name = names.ExecuteReader();
            while (name.Read())
                countries.Add(name.GetString(0), countries.Count);
        }

        if (countries.Count > 63)
            throw new InvalidOperationException("The mask of countries has only 63 bits.");

        using var cells = register.CreateCommand();
        cells.CommandText = """
            SELECT
                c.Country, c.Pillar, c.StartDay, c.ProjectId, c.EndDay, c.OpenEndDay, c.OwnerId, c.DonorSetId, c.Lower,
                (
                    SELECT GROUP_CONCAT(x.Country) FROM ProjectCell x
                    WHERE x.ProjectId = c.ProjectId AND x.Pillar = c.Pillar AND x.Country < c.Country
                )
            FROM ProjectCell c
            ORDER BY c.Country, c.Pillar, c.StartDay, c.ProjectId
            """;
        using var cell = cells.ExecuteReader();
        using var appender = connection.CreateAppender("ProjectCell");
        while (cell.Read())
        {
            var (country, pillar, id) = (cell.GetString(0), cell.GetInt32(1), cell.GetInt64(3));
            if (id >= MostProjects)
                throw new InvalidOperationException("A key has only six digits for the id of a project.");

            // A start key is less than those of all projects that start later, or on the same day with a higher id. An
            // end key is greater than all start keys on its day.
            long place = (countries[country] * 10) + pillar;
            var below = cell.IsDBNull(9) ? [] : cell.GetString(9).Split(',');
            appender
                .CreateRow()
                .AppendValue(country)
                .AppendValue((sbyte)pillar)
                .AppendValue(cell.GetInt32(2))
                .AppendValue(id)
                .AppendValue(cell.GetInt32(4))
                .AppendValue(cell.GetInt32(5))
                .AppendValue(cell.GetInt32(6))
                .AppendValue(cell.GetInt32(7))
                .AppendValue(cell.GetInt64(8))
                .AppendValue((((place * MostDays) + cell.GetInt32(2)) * MostProjects) + id)
                .AppendValue(((place * MostDays) + cell.GetInt32(4) + 1) * MostProjects)
                .AppendValue((sbyte)(cell.GetInt64(8) & SharedCellMask.AllPillars))
                .AppendValue(below.Sum(other => 1L << countries[other]))
                .EndRow();
        }
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
