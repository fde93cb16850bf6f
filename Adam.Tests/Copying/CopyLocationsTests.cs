using Adam.Api.Configuration;
using Adam.Api.Copying;
using Microsoft.Extensions.Configuration;

namespace Adam.Tests.Copying;

public sealed class CopyLocationsTests
{
    [Test]
    public void Places_are_told_or_taken_from_the_configuration()
    {
        var (from, to) = Read("sqlite:here/adam.db", "sqlserver:Server=db;Database=Adam;Password=secret1");
        Assert.That(
            (from.Name, from.Location, to.Name, to.Location),
            Is.EqualTo(("sqlite", Existing, "sqlserver", "db, database Adam"))
        );

        (from, to) = Read(
            "sqlserver",
            "SQLite",
            ("ConnectionStrings:Adam", "Server=other;Database=Adam"),
            ("Adam:DataPath", "elsewhere/adam.db")
        );
        Assert.That(
            (from.Location, to.Location),
            Is.EqualTo(("other, database Adam", Path.GetFullPath("elsewhere/adam.db")))
        );
    }

    [TestCase("sqlite", "sqlite:b.db", "--from and --to are both sqlite")]
    [TestCase("oracle:x", "sqlite", "--from must be sqlite:FILE")]
    [TestCase("sqlserver", "sqlite", "ConnectionStrings:Adam is not set")]
    [TestCase("sqlserver:Server=db;Pasword=secret1", "sqlite", "--from is no connection string")]
    [TestCase("sqlite:there/is/none.db", "sqlserver:Server=db", "there is no such file")]
    [TestCase("sqlite:", "sqlserver:Server=db", "--from must be sqlite:FILE")]
    public void Mistake_is_told_in_a_sentence_that_holds_no_secret(string from, string to, string sentence) =>
        Assert.That(
            () => Read(from, to),
            Throws.TypeOf<SettingException>().With.Message.Contains(sentence).And.Message.Not.Contains("secret1")
        );

    [Test]
    public void Misspelt_setting_is_not_ignored() =>
        Assert.That(
            () => Read("sqlite:here/adam.db", "sqlserver:Server=db", ("Adam:DataPth", "x")),
            Throws.TypeOf<SettingException>().With.Message.Contains("did you mean Adam:DataPath?")
        );

    private static string Existing => Path.Combine(TestRegister.TestFolder, "copied.db");

    private static (Data.Databases.Database From, Data.Databases.Database To) Read(
        string from,
        string to,
        params (string Name, string Value)[] values
    )
    {
        File.WriteAllText(Existing, "");
        return CopyLocations.Read(
            from.Replace("here/adam.db", Existing, StringComparison.Ordinal),
            to,
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value)))
                .Build()
        );
    }
}
