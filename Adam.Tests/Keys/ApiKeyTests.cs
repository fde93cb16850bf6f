using System.Net;
using Adam.Domain.Keys;

namespace Adam.Tests.Keys;

/// <summary>The rules of a key and its parts, without the program.</summary>
public sealed class ApiKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase(null, null, null, KeyState.Valid)]
    [TestCase(null, 1, null, KeyState.Valid)]
    [TestCase(null, 0, null, KeyState.Expired)] // at the instant itself
    [TestCase(null, -1, null, KeyState.Expired)]
    [TestCase(null, 1, 1, KeyState.Expired)] // stored as expired, by a clock that was ahead
    [TestCase(1, null, null, KeyState.Revoked)] // likewise
    [TestCase(-1, -1, -1, KeyState.Revoked)]
    public void State_follows_from_what_is_stored(int? revoked, int? expires, int? expired, KeyState state)
    {
        var key = Key(At(revoked)) with { ExpiresAt = At(expires), ExpiredAt = At(expired) };
        Assert.That(key.StateAt(Now), Is.EqualTo(state));
    }

    [Test]
    public void Key_without_scopes_has_all_and_one_with_scopes_has_these()
    {
        Assert.That(Key().HasScope(KeyScope.KeysManage), Is.True);
        var restricted = Key() with { Scopes = [KeyScope.Read, KeyScope.ProjectsWrite] };
        Assert.That(restricted.HasScope(KeyScope.ProjectsWrite), Is.True);
        Assert.That(restricted.HasScope(KeyScope.KeysManage), Is.False);
    }

    [Test]
    public void Key_without_networks_allows_every_address_and_one_with_networks_allows_theirs()
    {
        Assert.That(Key().Allows(IPAddress.Loopback), Is.True);
        Assert.That(Key().Allows(null), Is.True);
        var restricted = Key() with { AllowedAddresses = [IPNetwork.Parse("192.0.2.0/24")] };
        Assert.That(restricted.Allows(IPAddress.Parse("192.0.2.1")), Is.True);
        Assert.That(restricted.Allows(IPAddress.Loopback), Is.False);
        Assert.That(restricted.Allows(null), Is.False);
    }

    [Test]
    public void Each_scope_is_a_bit_of_the_stored_number()
    {
        Assert.That(KeyScopes.ToNumber(null), Is.Null);
        Assert.That(KeyScopes.FromNumber(null), Is.Null);
        Assert.That(KeyScopes.ToNumber([]), Is.Zero);
        Assert.That(KeyScopes.FromNumber(0), Is.Empty);
        Assert.That(KeyScopes.ToNumber([KeyScope.KeysManage, KeyScope.Read]), Is.EqualTo(0b1000_0001));
        Assert.That(KeyScopes.FromNumber(0b1000_0001), Is.EqualTo(new[] { KeyScope.Read, KeyScope.KeysManage }));
        foreach (var scope in Enum.GetValues<KeyScope>())
            Assert.That(KeyScopes.FromNumber(KeyScopes.ToNumber([scope, scope])), Is.EqualTo(new[] { scope }));
    }

    [Test]
    public void Key_is_read_as_it_is_written()
    {
        var secret = KeySecret.Create();
        Assert.That(secret.Id, Does.Match("^[0-9a-f]{16}$"));
        Assert.That(secret.Secret, Does.Match("^[0-9a-f]{48}$"));
        Assert.That(secret.ToString(), Is.EqualTo($"adam_{secret.Id}_{secret.Secret}"));
        Assert.That(KeySecret.Parse($"{secret}"), Is.EqualTo(secret));
        Assert.That(KeySecret.Create(), Is.Not.EqualTo(secret));
    }

    [Test]
    public void Secret_matches_its_hash_alone()
    {
        var (secret, other) = (KeySecret.Create(), KeySecret.Create());
        Assert.That(secret.Hash(), Has.Length.EqualTo(32));
        Assert.That(secret.Matches(secret.Hash()), Is.True);
        Assert.That(secret.Matches(other.Hash()), Is.False);
    }

    [TestCase("adam_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcde")] // 47
    [TestCase("adam_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0")] // 49
    [TestCase("adam_0123456789abcdef-0123456789abcdef0123456789abcdef0123456789abcdef")]
    [TestCase("Adam_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef")]
    [TestCase("")]
    public void Text_of_another_form_is_no_key(string text) => Assert.That(KeySecret.Parse(text), Is.Null);

    private static ApiKey Key(DateTimeOffset? revokedAt = null) =>
        new("0123456789abcdef", "DE", Role.Donor, "Desk", DateTimeOffset.UnixEpoch, revokedAt);

    private static DateTimeOffset? At(int? hours) => hours is { } number ? Now.AddHours(number) : null;
}
