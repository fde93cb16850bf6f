using System.Net;
using Adam.Api.Security;

namespace Adam.Tests.RateLimits;

public sealed class ClientAddressTests
{
    [TestCase("192.0.2.7", "192.0.2.7")]
    [TestCase("::ffff:192.0.2.7", "192.0.2.7")]
    [TestCase("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void Subscriber_is_an_address_or_a_network_of_64_bits(string address, string expected) =>
        Assert.That(ClientAddress.FromAddress(IPAddress.Parse(address)), Is.EqualTo(expected));
}
