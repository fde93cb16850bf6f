using Adam.Api.Configuration;
using Microsoft.Extensions.Configuration;

namespace Adam.Tests.Cli;

public sealed class ListenAddressesTests
{
    [TestCase("localhost:5099", "which has no scheme: write http://localhost:5099.")]
    [TestCase("5099", "which has no scheme: write http://localhost:5099.")]
    [TestCase(":5099", "which has no scheme: write for example http://localhost:5080.")]
    [TestCase("notaport", "which has no scheme: write for example http://localhost:5080.")]
    [TestCase("http:/localhost:5099", "which has no scheme: write for example http://localhost:5080.")]
    [TestCase("ftp://localhost:21", "whose scheme is 'ftp': write http:// or https://.")]
    [TestCase("http://", "which has no host: write http://localhost:5080.")]
    [TestCase("http://localhost", "which has no port: write http://localhost:5080.")]
    [TestCase("http://[::1]", "which has no port: write http://[::1]:5080.")]
    [TestCase("https://*/", "which has no port: write https://*:5080.")]
    [TestCase(
        "http://localhost:99999",
        "whose port is not a number from 0 to 65535: write for example http://localhost:5080."
    )]
    [TestCase(
        "http://localhost:notaport",
        "whose port is not a number from 0 to 65535: write for example http://localhost:5080."
    )]
    [TestCase(
        "http://localhost:",
        "whose port is not a number from 0 to 65535: write for example http://localhost:5080."
    )]
    [TestCase(
        "http://localhost:-1",
        "whose port is not a number from 0 to 65535: write for example http://localhost:5080."
    )]
    [TestCase("http://localhost:0", "which cannot have port 0 (any free port): write http://127.0.0.1:0.")]
    [TestCase("http://localhost:5080/adam", "which has a path: write http://localhost:5080.")]
    [TestCase(
        "http://127.0.0.l:5080",
        "whose host is neither localhost nor an IP address: write http://localhost:5080, an IP address of this "
            + "machine, or http://*:5080 for all its interfaces."
    )]
    [TestCase(
        "http://::1:5080",
        "whose host is neither localhost nor an IP address: write http://localhost:5080, an IP address of this "
            + "machine, or http://*:5080 for all its interfaces."
    )]
    public void Wrong_address_is_told_with_its_value_and_the_correction(string address, string error)
    {
        foreach (var setting in (string[])["urls", "Kestrel:Endpoints:One:Url"])
            Assert.That(
                () => Validate((setting, address)),
                Throws.TypeOf<SettingException>().With.Message.EqualTo($"{setting} names '{address}', {error}")
            );
    }

    [TestCase("http://localhost:5080")]
    [TestCase("HTTP://LOCALHOST:5080/")]
    [TestCase("http://127.0.0.1:0")]
    [TestCase("https://[::1]:65535")]
    [TestCase("http://*:80")]
    [TestCase("http://+:80; https://0.0.0.0:443;")]
    [TestCase("http://unix:/run/adam.sock")]
    [TestCase("")]
    public void Right_address_is_taken(string addresses) =>
        Assert.That(() => Validate(("urls", addresses)), Throws.Nothing);

    [TestCase("8080")]
    [TestCase("8080; 0")]
    public void Right_port_is_taken(string ports) =>
        Assert.That(() => Validate(("http_ports", ports), ("https_ports", ports)), Throws.Nothing);

    [Test]
    public void Every_wrong_address_is_told_at_once() =>
        Assert.That(
            () =>
                Validate(
                    ("urls", "http://localhost;http://localhost:1;x"),
                    ("http_ports", "1;x"),
                    ("https_ports", "1,2")
                ),
            Throws
                .TypeOf<SettingException>()
                .With.Message.EqualTo(
                    string.Join(
                        Environment.NewLine,
                        "urls names 'http://localhost', which has no port: write http://localhost:5080.",
                        "urls names 'x', which has no scheme: write for example http://localhost:5080.",
                        "http_ports names 'x', which is not a number from 0 to 65535: write ports such as 8080;8081.",
                        "https_ports names '1,2', which is not a number from 0 to 65535: write ports such as 8080;8081."
                    )
                )
        );

    [Test]
    public void Separator_alone_names_no_address() =>
        Assert.That(() => Validate(("urls", ";")), Throws.TypeOf<SettingException>());

    private static void Validate(params (string Name, string Value)[] values) =>
        ListenAddresses.Validate(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value)))
                .Build()
        );
}
