using Adam.Data.Databases.SqlServer;

namespace Adam.Tests.Sql;

/// <summary>
/// Compares the types of parameters, as Dapper would send them, with the types of the columns that they are compared
/// with. No server is needed.
/// </summary>
public sealed class ParameterTypeTests
{
    [Test]
    public void No_stored_column_is_converted()
    {
        var (faults, seen) = (new List<string>(), 0);
        foreach (var (name, query) in SentQuery.All(new SqlServerDatabase("Server=.;Database=adam")))
        {
            var (found, looked) = TypeMeetings.In(DeclaredSchema.Types, query);
            faults.AddRange(found.Select(fault => $"{name}: {fault}"));
            seen += looked;
        }

        Assert.That(string.Join("\n", faults.Distinct()), Is.Empty);
        Assert.That(seen, Is.GreaterThan(5_000));
    }

    /// <summary>Proves that the check above can fail.</summary>
    [TestCase("SELECT 1 FROM Overlap o WHERE o.Kind = @int", "tinyint meets int")]
    [TestCase("SELECT 1 FROM Overlap o WHERE o.Kind IN (@int)", "tinyint meets int")]
    [TestCase(
        "SELECT 1 FROM Overlap o WHERE @bigint BETWEEN 1 AND 2 AND o.Days BETWEEN 1 AND @bigint",
        "int meets bigint"
    )]
    [TestCase("SELECT 1 FROM ProjectCell a WHERE (a.Pillar & @int) = 0", "tinyint meets int")]
    [TestCase("SELECT 1 FROM ProjectCell a WHERE a.Pillar + 0 = 1", "tinyint meets int")]
    [TestCase(
        "SELECT 1 FROM (SELECT f.Score AS SortKey FROM OverlapFacet f) w WHERE w.SortKey > @bigint",
        "int meets bigint"
    )]
    [TestCase(
        "SELECT 1 FROM Project p "
            + "WHERE EXISTS (SELECT 1 FROM Overlap o WHERE o.FirstId = p.ProjectId AND p.Version = @bigint)",
        "int meets bigint"
    )]
    [TestCase("SELECT 1 FROM Project p WHERE p.ReferenceKey = @long", "nvarchar(200) meets nvarchar(max)")]
    [TestCase("SELECT 1 FROM Project p WHERE p.UpdatedAt > @instant7", "datetime2(6) meets datetime2(7)")]
    [TestCase("SELECT 1 FROM Project p WHERE p.Id = @nobody", "uniqueidentifier meets an unknown type")]
    [TestCase(
        "SELECT 1 FROM Overlap o INNER JOIN Project p ON p.ProjectId = o.FirstId AND p.Version = o.FirstId",
        "int meets bigint"
    )]
    [TestCase(
        "DELETE t FROM ProjectWord t INNER JOIN OPENJSON(@text) WITH (Word nvarchar(39) '$[0]') r ON r.Word = t.Word",
        "nvarchar(40) meets nvarchar(39)"
    )]
    [TestCase(
        "UPDATE Overlap SET Kind = r.Kind FROM OPENJSON(@text) WITH (FirstId bigint '$[0]', Kind int '$[1]') r "
            + "WHERE Overlap.FirstId = r.FirstId",
        "tinyint is given int"
    )]
    [TestCase(
        "INSERT INTO ProjectWord (Word, ProjectId) SELECT r.Word, r.ProjectId "
            + "FROM OPENJSON(@text) WITH (Word nvarchar(40) '$[0]', ProjectId int '$[1]') r",
        "bigint is given int"
    )]
    public void Check_finds(string sql, string fault)
    {
        var query = SentQuery.Of(
            sql,
            new
            {
                @int = 1,
                bigint = 1L,
                text = "x",
                @long = new string('x', 4_001),
            }
        );
        var instant = new Microsoft.Data.SqlClient.SqlParameter("instant7", System.Data.SqlDbType.DateTime2);
        Assert.That(
            TypeMeetings.In(DeclaredSchema.Types, query with { Parameters = [.. query.Parameters, instant] }).Faults,
            Has.Some.StartsWith(fault)
        );
    }
}
