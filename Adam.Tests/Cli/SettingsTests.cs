using Adam.Api.Configuration;
using Microsoft.Extensions.Configuration;

namespace Adam.Tests.Cli;

public sealed class SettingsTests
{
    [TestCase("Adam:Engin", "sqlite", "There is no setting Adam:Engin; did you mean Adam:Engine?")]
    [TestCase("Adam:Engine", "oracle", "Adam:Engine is 'oracle'; it must be sqlite or sqlserver.")]
    [TestCase(
        "Adam:Engine",
        "sqlserver",
        "Adam:Engine is sqlserver, but ConnectionStrings:Adam is not set; "
            + "set it to the connection string of the database."
    )]
    [TestCase(
        "Adam:MaxBodyBytes",
        "1 MiB",
        "Adam:MaxBodyBytes is '1 MiB'; it must be a whole number from 1024 to 1073741824."
    )]
    [TestCase("Adam:MigrateAtStart", "yes", "Adam:MigrateAtStart is 'yes'; it must be true or false.")]
    [TestCase(
        "Adam:Proxies",
        "10.0.0.7, proxy",
        "Adam:Proxies names 'proxy'; it must hold addresses or networks, with commas between them, "
            + "such as 10.0.0.7, 172.16.0.0/12."
    )]
    [TestCase(
        "Adam:Contact",
        "ask Anna",
        "Adam:Contact is 'ask Anna'; it must be a mailbox such as keys@example.org, or the address of a page such as "
            + "https://example.org/keys."
    )]
    [TestCase(
        "Adam:Contact",
        "javascript:alert(1)",
        "Adam:Contact is 'javascript:alert(1)'; it must be a mailbox such as keys@example.org, or the address of a "
            + "page such as https://example.org/keys."
    )]
    public void Wrong_setting_is_told_in_a_sentence_with_its_cure(string name, string value, string sentence) =>
        Assert.That(() => Read((name, value)), Throws.TypeOf<SettingException>().With.Message.EqualTo(sentence));

    [Test]
    public void Connection_string_that_no_engine_would_use_is_told() =>
        Assert.That(
            () => Read(("ConnectionStrings:Adam", "Server=db")),
            Throws.TypeOf<SettingException>().With.Message.Contain("Adam:Engine=sqlserver")
        );

    [Test]
    public void Connection_string_is_never_repeated() =>
        Assert.That(
            () => Read(("Adam:Engine", "sqlserver"), ("ConnectionStrings:Adam", "Server=db;Pasword=secret1")),
            Throws.TypeOf<SettingException>().With.Message.Not.Contain("secret1")
        );

    [Test]
    public void Nothing_set_is_SQLite_in_a_file_of_this_user()
    {
        var settings = Read();
        Assert.Multiple(() =>
        {
            Assert.That(settings.Database.Name, Is.EqualTo("sqlite"));
            Assert.That(settings.Database.Location, Is.EqualTo(Path.GetFullPath(Settings.DefaultDataPath)));
            Assert.That(settings.MaxBodyBytes, Is.EqualTo(1 << 20));
            Assert.That(settings.MigrateAtStart, Is.True);
        });
    }

    private static Settings Read(params (string Name, string Value)[] values) =>
        Settings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value)))
                .Build()
        );
}
