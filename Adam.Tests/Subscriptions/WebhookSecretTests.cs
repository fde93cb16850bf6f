using System.Text;
using Adam.Api.Subscriptions.Webhooks;

namespace Adam.Tests.Subscriptions;

public sealed class WebhookSecretTests
{
    private static readonly byte[] Known = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /// <summary>The example that the libraries of Standard Webhooks test themselves with.</summary>
    [Test]
    public void Signature_is_that_of_the_published_example()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        var body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
        Assert.That(
            WebhookSecret.Sign([Known], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body),
            Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        );
        Assert.That(WebhookSecret.Show(Known), Is.EqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }

    [Test]
    public void Keys_differ_and_are_as_long_as_the_hash()
    {
        var (one, other) = (WebhookSecret.Create(), WebhookSecret.Create());
        Assert.That(one, Has.Length.EqualTo(32).And.Not.EqualTo(other));
    }
}
