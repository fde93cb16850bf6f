using System.Net;
using Adam.Api.Subscriptions.Webhooks;

namespace Adam.Tests.Subscriptions;

public sealed class PublicAddressesTests
{
    [TestCase("1.1.1.1")]
    [TestCase("8.8.8.8")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("169.253.255.255")]
    [TestCase("100.63.255.255")]
    [TestCase("100.128.0.0")]
    [TestCase("223.255.255.255")]
    [TestCase("2606:4700:4700::1111")]
    [TestCase("2a00:1450:4001::1")]
    [TestCase("::ffff:8.8.8.8")]
    [TestCase("64:ff9b::8.8.8.8")]
    public void Public_addresses_are_allowed(string address) =>
        Assert.That(PublicAddresses.IsPublic(IPAddress.Parse(address)), Is.True);

    [TestCase("0.0.0.0")]
    [TestCase("10.1.2.3")]
    [TestCase("100.64.0.1")]
    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.255")]
    [TestCase("169.254.169.254", TestName = "Metadata_service_is_refused")]
    [TestCase("172.16.0.1")]
    [TestCase("172.31.255.255")]
    [TestCase("192.0.0.192")]
    [TestCase("192.168.1.1")]
    [TestCase("198.18.0.1")]
    [TestCase("224.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::")]
    [TestCase("::1")]
    [TestCase("::127.0.0.1")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("::ffff:169.254.169.254")]
    [TestCase("::ffff:10.0.0.1")]
    [TestCase("64:ff9b::10.0.0.1")]
    [TestCase("64:ff9b:1::1")]
    [TestCase("100::1")]
    [TestCase("2001::1", TestName = "Teredo_is_refused")]
    [TestCase("2001:db8::1")]
    [TestCase("2002:7f00:1::", TestName = "IPv4_loopback_in_6to4_is_refused")]
    [TestCase("fc00::1")]
    [TestCase("fd00:ec2::254", TestName = "Metadata_service_in_IPv6_is_refused")]
    [TestCase("fe80::1")]
    [TestCase("fe80::1%1")]
    [TestCase("fec0::1")]
    [TestCase("ff02::1")]
    public void Other_addresses_are_refused(string address) =>
        Assert.That(PublicAddresses.IsPublic(IPAddress.Parse(address)), Is.False);
}
