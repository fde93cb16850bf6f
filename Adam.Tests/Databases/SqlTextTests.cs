using Adam.Data.Databases;

namespace Adam.Tests.Databases;

public sealed class SqlTextTests
{
    [Test]
    public void Hole_with_a_value_is_a_parameter_and_one_with_text_is_inlined()
    {
        var (table, word) = (SqlText.Identifier("ProjectWord"), "x' OR 1 = 1");
        SqlText condition = $"w.Word = {word} AND w.ProjectId > {7L}";
        SqlText query = $"SELECT 1 FROM {table} w WHERE {condition} AND w.Days < {3}";

        var sql = "SELECT 1 FROM ProjectWord w WHERE w.Word = @p0_ AND w.ProjectId > @p1_ AND w.Days < @p2_";
        Assert.That(Built(query), Is.EqualTo($"{sql} | x' OR 1 = 1 (String), 7 (Int64), 3 (Int32)"));
    }

    [Test]
    public void Value_that_several_holes_share_is_one_parameter()
    {
        SqlText key = $"{5}";
        SqlText query = $"a <= {key} AND (a < {key} OR b < {5})";
        Assert.That(Built(query), Is.EqualTo("a <= @p0_ AND (a < @p0_ OR b < @p1_) | 5 (Int32), 5 (Int32)"));
    }

    [Test]
    public void List_is_an_in_list_with_values_of_the_columns_type()
    {
        IReadOnlyList<string> countries = ["TJ", "UZ"];
        SqlText query = $"c IN {countries} AND k IN {ColumnValue.TinyInts([1, 2])}";
        var (sql, values) = query.Build();
        Assert.That(sql, Is.EqualTo("c IN @p0_ AND k IN @p1_"));
        Assert.That(values["p0_"], Is.EqualTo(new[] { "TJ", "UZ" }));
        // Dapper would send an array of bytes as one binary value.
        Assert.That(values["p1_"], Is.EqualTo(new List<byte> { 1, 2 }).And.TypeOf<List<byte>>());
    }

    [Test]
    public void Texts_are_joined_and_conditions_follow_another()
    {
        SqlText[] conditions = [$"a = {1}", $"b = {2}"];
        var any = SqlText.Join($" OR ", conditions);
        var values = "1 (Int32), 2 (Int32)";
        Assert.That(Built(any), Is.EqualTo($"a = @p0_ OR b = @p1_ | {values}"));
        Assert.That(
            Built($"x = 0{SqlText.And(conditions)}"),
            Is.EqualTo($"x = 0\n  AND a = @p0_\n  AND b = @p1_ | {values}")
        );
        Assert.That(Built(SqlText.And([])), Is.EqualTo(" | "));
    }

    [Test]
    public void Literals_are_quoted_and_identifiers_are_checked()
    {
        Assert.That(SqlText.Literal("it's").ToString(), Is.EqualTo("'it''s'"));
        Assert.That(SqlText.Literal(-4).ToString(), Is.EqualTo("-4"));
        Assert.That(() => SqlText.Identifier("Project; DROP TABLE Project"), Throws.ArgumentException);
        Assert.That(() => SqlText.Identifier(""), Throws.ArgumentException);
        Assert.That(() => SqlDialect.SqlServer.Rows($"@rows", ("Id", "int) x; --")), Throws.ArgumentException);
    }

    /// <summary>The compiler rejects a string as SQL. Only an interpolated string converts to it.</summary>
    [Test]
    public void No_conversion_makes_sql_of_a_string() =>
        Assert.That(
            typeof(SqlText).GetMethods().Where(method => method.Name is "op_Implicit" or "op_Explicit"),
            Is.Empty
        );

    [Test]
    public void Set_composes_only_the_statements_that_it_lists()
    {
        var set = new StatementSet("SomeSql", "Page");
        Assert.That(set.Compose<int>($"SELECT {1}", "Page").Name, Is.EqualTo("SomeSql.Page"));
        Assert.That(() => set.Compose<int>($"SELECT {1}", "Count"), Throws.ArgumentException);
    }

    private static string Built(SqlText text)
    {
        var (sql, values) = text.Build();
        return $"{sql} | {string.Join(", ", values.Values.Select(value => $"{value} ({value!.GetType().Name})"))}";
    }
}
