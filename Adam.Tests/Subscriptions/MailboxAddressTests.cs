using Adam.Api.Subscriptions.Mail;

namespace Adam.Tests.Subscriptions;

public sealed class MailboxAddressTests
{
    [TestCase("desk@example.org")]
    [TestCase("first.last+adam@mail.example.co.uk")]
    [TestCase("o'brien_1@xn--bcher-kva.example")]
    public void Address_is_accepted(string text) => Assert.That(MailboxAddress.IsValid(text), Is.True);

    [TestCase("")]
    [TestCase("desk")]
    [TestCase("@example.org")]
    [TestCase("desk@localhost")]
    [TestCase("desk@-example.org")]
    [TestCase("desk@example..org")]
    [TestCase("desk@exämple.org")]
    [TestCase("two words@example.org")]
    [TestCase("\"quoted\"@example.org")]
    [TestCase("desk@[127.0.0.1]")]
    [TestCase("Desk <desk@example.org>")]
    [TestCase("a@example.org,b@example.org")]
    [TestCase("desk@example.org\n")]
    [TestCase("desk@example.org\r\nBcc: b@example.org")]
    public void Other_text_is_refused(string text) => Assert.That(MailboxAddress.IsValid(text), Is.False);

    [Test]
    public void Address_has_a_greatest_length()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('a', 61), 3));
        Assert.That(MailboxAddress.IsValid($"{new string('a', 64)}@{host}.a"), Is.True);
        Assert.That(MailboxAddress.IsValid($"{new string('a', 65)}@{host}.a"), Is.False);
        Assert.That(MailboxAddress.IsValid($"{new string('a', 64)}@{host}.abcd"), Is.False);
    }
}
