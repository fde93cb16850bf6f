using Adam.Domain.Text;

namespace Adam.Tests.Text;

/// <summary>An address can be one for .NET and have a host that no name service can have.</summary>
public sealed class DnsNameTests
{
    private static readonly string Label = new('a', 63);

    [TestCase("https://example.org/", "example.org")]
    [TestCase("https://EXAMPLE.org./", "example.org.")]
    [TestCase("https://bücher.example/", "xn--bcher-kva.example")]
    [TestCase("https://мвд.example/", "xn--b1aew.example")]
    [TestCase("https://a_b.example/", "a_b.example")]
    [TestCase("https://127.0.0.1/", "127.0.0.1")]
    [TestCase("https://[::1]/", "::1")]
    [TestCase("https://xn--ä.example/", null)]
    [TestCase("https://ä-.example/", null)]
    [TestCase("https://\u200dä.example/", null)]
    [TestCase("https://\ufe12.ä/", null)]
    public void Host_is_converted_or_refused(string address, string? host) =>
        Assert.That(DnsName.FromUrl(new Uri(address)), Is.EqualTo(host));

    [Test]
    public void Name_has_a_greatest_length()
    {
        var longest = string.Join('.', Label, Label, Label, Label[..61]);
        Assert.That(DnsName.FromUrl(new Uri($"https://{longest}/")), Is.EqualTo(longest));
        Assert.That(DnsName.FromUrl(new Uri($"https://{longest}a/")), Is.Null);
        Assert.That(DnsName.FromUrl(new Uri($"https://{Label}a.example/")), Is.Null);
        Assert.That(DnsName.FromUrl(new Uri($"https://{new string('ä', 64)}.example/")), Is.Null);
    }
}
