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
    [TestCase(
        "Adam:PublicUrl",
        "http://adam.example.org",
        "Adam:PublicUrl is 'http://adam.example.org'; it must be the address of this register with https and without "
            + "a path, such as https://adam.example.org. Only localhost may have http."
    )]
    [TestCase(
        "Adam:PublicUrl",
        "https://ä-.example",
        "Adam:PublicUrl is 'https://ä-.example'; it must be the address of this register with https and without "
            + "a path, such as https://adam.example.org. Only localhost may have http."
    )]
    [TestCase("Adam:Mail:Prot", "25", "There is no setting Adam:Mail:Prot; did you mean Adam:Mail:Port?")]
    [TestCase(
        "Adam:Mail:Port",
        "25",
        "Adam:Mail:Port is set, but Adam:Mail:Host is not, so no mail is sent; set Adam:Mail:Host, or take the other "
            + "settings of mail away."
    )]
    [TestCase(
        "Adam:Mail:Host",
        "smtp.example.org",
        "Adam:Mail:Host is set, but Adam:PublicUrl is not; set it to the address of this register, to which the links "
            + "of mails lead, such as https://adam.example.org."
    )]
    public void Wrong_setting_is_told_in_a_sentence_with_its_cure(string name, string value, string sentence) =>
        Assert.That(() => Read((name, value)), Throws.TypeOf<SettingException>().With.Message.EqualTo(sentence));

    [TestCase(
        "From",
        "",
        "Adam:Mail:Host is set, but Adam:Mail:From is not; set it to the sender of the mails, such as "
            + "Adam <adam@example.org>."
    )]
    [TestCase("From", "adam", "Adam:Mail:From is 'adam'; it must be a mailbox such as Adam <adam@example.org>.")]
    [TestCase("Port", "smtp", "Adam:Mail:Port is 'smtp'; it must be a whole number from 1 to 65535.")]
    [TestCase("Tls", "off", "Adam:Mail:Tls is 'off'; it must be starttls, implicit or none.")]
    [TestCase(
        "User",
        "adam",
        "Adam:Mail:User is set, but its password is not; set Adam:Mail:Password or Adam:Mail:PasswordFile."
    )]
    [TestCase("Password", "word", "Adam:Mail:Password is set, but Adam:Mail:User is not; set both, or neither.")]
    public void Wrong_setting_of_mail_is_told(string name, string value, string sentence) =>
        Assert.That(
            () => Read([.. Mail.Where(one => one.Item1 != $"Adam:Mail:{name}"), ($"Adam:Mail:{name}", value)]),
            Throws.TypeOf<SettingException>().With.Message.EqualTo(sentence)
        );

    [Test]
    public void Password_of_mail_is_read_from_a_file_and_never_sent_in_the_clear()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.txt");
        File.WriteAllText(file, "a word \n");
        (string, string)[] mail = [.. Mail, ("Adam:Mail:User", "adam"), ("Adam:Mail:PasswordFile", file)];
        var settings = Read(mail).Mail!;
        Assert.That(settings.Password, Is.EqualTo("a word "));
        Assert.That((settings.Port, settings.Tls), Is.EqualTo((587, MailTls.StartTls)));
        Assert.That(
            () => Read([.. mail, ("Adam:Mail:Tls", "none")]),
            Throws.TypeOf<SettingException>().With.Message.StartWith("Adam:Mail:Tls is none, which would send")
        );
        File.Delete(file);
        Assert.That(() => Read(mail), Throws.TypeOf<SettingException>().With.Message.Contain("cannot be read"));
    }

    private static readonly (string, string)[] Mail =
    [
        ("Adam:PublicUrl", "https://adam.example.org"),
        ("Adam:Mail:Host", "smtp.example.org"),
        ("Adam:Mail:From", "Adam <adam@example.org>"),
    ];

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
