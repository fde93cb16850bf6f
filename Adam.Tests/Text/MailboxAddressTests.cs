using Adam.Domain.Text;

namespace Adam.Tests.Text;

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

    [TestCase("desk@мвд.example", true)]
    [TestCase("desk@xn--b1aew.example", true)]
    [TestCase("desk@мвд", false)]
    [TestCase("desk@xn--ä.example", false)]
    [TestCase("Desk <desk@example.org>", false)]
    [TestCase("a@example.org,b@example.org", false)]
    [TestCase("desk@", false)]
    [TestCase("@", false)]
    public void Contact_may_have_a_host_in_other_letters(string text, bool isContact)
    {
        Assert.That(MailboxAddress.IsContact(text), Is.EqualTo(isContact));
        Assert.That(MailboxAddress.IsValid(text) && !isContact, Is.False);
    }

    [Test]
    public void Address_has_a_greatest_length()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('a', 61), 3));
        Assert.That(MailboxAddress.IsValid($"{new string('a', 64)}@{host}.a"), Is.True);
        Assert.That(MailboxAddress.IsValid($"{new string('a', 65)}@{host}.a"), Is.False);
        Assert.That(MailboxAddress.IsValid($"{new string('a', 64)}@{host}.abcd"), Is.False);
    }
}
