using System.Net;
using System.Numerics;
using Adam.Domain.Keys;
using CsCheck;

namespace Adam.Tests.Keys;

public sealed class AddressNetworksTests
{
    [TestCase("192.0.2.17", "192.0.2.17/32")]
    [TestCase("192.0.2.0/24", "192.0.2.0/24")]
    [TestCase("0.0.0.0/0", "0.0.0.0/0")]
    [TestCase("2001:db8::1", "2001:db8::1/128")]
    [TestCase("2001:DB8:0::/32", "2001:db8::/32")]
    [TestCase("::/0", "::/0")]
    [TestCase("::ffff:192.0.2.17", "192.0.2.17/32")]
    [TestCase("::ffff:192.0.2.0/120", "192.0.2.0/24")]
    [TestCase("192.0.2.17/32", "192.0.2.17/32")]
    [TestCase("2001:db8::1/128", "2001:db8::1/128")]
    [TestCase("::ffff:0.0.0.0/96", "0.0.0.0/0")]
    public void Network_is_read(string text, string network) =>
        Assert.That(AddressNetworks.Parse(text)?.ToString(), Is.EqualTo(network));

    [TestCase("192.0.2.17/24")]
    [TestCase("192.0.2.0/33")]
    [TestCase("192.0.2.0/-1")]
    [TestCase("192.0.2.0/+8")]
    [TestCase("192.0.2.0/")]
    [TestCase("192.0.2.0/24/1")]
    [TestCase("0.0.0.0/ 8")]
    [TestCase("0.0.0.0/0024")]
    [TestCase("/24")]
    [TestCase("192.0.2")]
    [TestCase("0x7f.0.0.1")]
    [TestCase("2130706433")]
    [TestCase("192.0.02.1")]
    [TestCase("fe80::1%eth0")]
    [TestCase("[::1]")]
    [TestCase("2001:db8::/129")]
    [TestCase("::ffff:0.0.0.0/95")]
    [TestCase("example.org")]
    [TestCase("")]
    public void Other_text_is_no_network(string text) => Assert.That(AddressNetworks.Parse(text), Is.Null);

    [Test]
    public void Network_with_bits_beyond_its_prefix_is_suggested_without_them() =>
        Assert.That(AddressNetworks.Suggest("192.0.2.17/24")?.ToString(), Is.EqualTo("192.0.2.0/24"));

    [TestCase("192.0.2.0/24", "192.0.2.255", true)]
    [TestCase("192.0.2.0/24", "::ffff:192.0.2.255", true)]
    [TestCase("::ffff:192.0.2.0/120", "192.0.2.1", true)]
    [TestCase("192.0.2.0/24", "192.0.3.0", false)]
    [TestCase("0.0.0.0/0", "2001:db8::1", false)]
    [TestCase("::/0", "192.0.2.1", false)]
    [TestCase("::/0", "::ffff:192.0.2.1", false)]
    [TestCase("fe80::/10", "fe80::1%3", true)]
    public void Address_is_in_a_network_of_its_family(string network, string address, bool isIn) =>
        Assert.That(
            AddressNetworks.Contains([AddressNetworks.Parse(network)!.Value], IPAddress.Parse(address)),
            Is.EqualTo(isIn)
        );

    [Test]
    public void Address_is_in_one_of_several_networks()
    {
        var networks = new[] { "192.0.2.0/24", "2001:db8::/32" }.Select(text => AddressNetworks.Parse(text)!.Value);
        Assert.That(AddressNetworks.Contains([.. networks], IPAddress.Parse("192.0.2.1")), Is.True);
        Assert.That(AddressNetworks.Contains([.. networks], IPAddress.Parse("192.0.3.1")), Is.False);
    }

    [Test]
    public void No_networks_are_stored_as_null()
    {
        Assert.That(AddressNetworks.ToText(null), Is.Null);
        Assert.That(AddressNetworks.FromText(null), Is.Null);
    }

    [Test]
    public void No_address_is_in_no_network() =>
        Assert.That(AddressNetworks.Contains([AddressNetworks.Parse("::/0")!.Value], null), Is.False);

    [Test]
    public void Address_is_in_a_network_if_their_first_bits_are_equal() =>
        (
            from isLong in Gen.Bool
            from bytes in Gen.Byte.Array[isLong ? 16 : 4]
            from bits in Gen.Int[0, isLong ? 128 : 32]
            from flipped in Gen.Int[0, isLong ? 128 : 32]
            select (bytes, bits, flipped)
        ).Sample(
            (bytes, bits, flipped) =>
            {
                var length = 8 * bytes.Length;
                var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
                var first = number >> (length - bits) << (length - bits);
                var other = flipped == length ? number : number ^ (BigInteger.One << (length - 1 - flipped));
                var network = AddressNetworks.Parse($"{Address(first, bytes.Length)}/{bits}");
                // An IPv6 address that contains an IPv4 address is that address.
                if (Address(first, bytes.Length).IsIPv4MappedToIPv6 || Address(other, bytes.Length).IsIPv4MappedToIPv6)
                    return;
                Assert.That(
                    AddressNetworks.Contains([network!.Value], Address(other, bytes.Length)),
                    Is.EqualTo(number >> (length - bits) == other >> (length - bits))
                );
                Assert.That(
                    AddressNetworks.FromText(AddressNetworks.ToText([network.Value])),
                    Is.EqualTo(new[] { network.Value })
                );
            }
        );

    private static IPAddress Address(BigInteger number, int bytes)
    {
        var all = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new([.. Enumerable.Repeat((byte)0, bytes - all.Length), .. all]);
    }
}
