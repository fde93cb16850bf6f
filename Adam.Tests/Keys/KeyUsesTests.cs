using Adam.Api.Security;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Keys;

public sealed class KeyUsesTests(string engine) : RegisterTests(engine)
{
    private FakeTimeProvider _time = null!;

    [SetUp]
    public void StartClock() => _time = new(DateTimeOffset.Parse("2026-03-01T10:59:00Z", null));

    [Test]
    public async Task Hour_of_the_last_use_is_stored_without_a_write_for_each_request()
    {
        await using var api = new TestApi(Register.Database) { Time = _time };
        var key = await api.KeyAsync(Role.Viewer);
        using var holder = api.With(key);
        using var admin = await api.ClientAsync(Role.Admin);
        var uses = api.Services.GetRequiredService<KeyUses>();
        var path = $"/v1/keys/{KeySecret.Parse(key)!.Id}";
        Assert.That(await LastUseAsync(), Is.Null);
        await holder.GetAsync("/v1/me");
        Assert.That(await LastUseAsync(), Is.Null, "nothing is written by the request itself");
        await uses.FlushAsync(default);
        Assert.That(await LastUseAsync(), Is.EqualTo("2026-03-01T10:00:00Z"));

        var written = 0;
        void Count() => Interlocked.Increment(ref written);
        Register.Database.Written += Count;
        await holder.GetAsync("/v1/me");
        await uses.FlushAsync(default);
        Register.Database.Written -= Count;
        Assert.That(written, Is.Zero, "the hour is stored already");

        _time.AdjustTime(_time.GetUtcNow().AddMinutes(1));
        await holder.GetAsync("/v1/me");
        await uses.FlushAsync(default);
        Assert.That(await LastUseAsync(), Is.EqualTo("2026-03-01T11:00:00Z"));
        _time.AdjustTime(_time.GetUtcNow().AddHours(-3));
        await holder.GetAsync("/v1/me");
        await uses.FlushAsync(default);
        Assert.That(await LastUseAsync(), Is.EqualTo("2026-03-01T11:00:00Z"), "a clock that goes back takes nothing");

        async Task<string?> LastUseAsync() => (string?)(await (await admin.GetAsync(path)).JsonAsync())["lastUsedAt"];
    }

    [Test]
    public async Task Refused_request_is_no_use()
    {
        await using var api = new TestApi(Register.Database) { Time = _time };
        var key = await api.KeyAsync(Role.Viewer);
        var store = new KeyStore(Register.Database);
        var id = KeySecret.Parse(key)!.Id;
        await store.RevokeAsync(id, _time.GetUtcNow(), default);
        await (await api.With(key).GetAsync("/v1/me")).ProblemAsync(401, "ADAM-2003");
        await api.Services.GetRequiredService<KeyUses>().FlushAsync(default);
        Assert.That((await store.FindAsync(id, default))!.Key.LastUsedAt, Is.Null);
    }

    [Test]
    public async Task Uses_are_stored_when_the_program_stops()
    {
        string key;
        await using (var api = new TestApi(Register.Database) { Time = _time })
        {
            key = await api.KeyAsync(Role.Viewer);
            await api.With(key).GetAsync("/v1/me");
        }

        var stored = await new KeyStore(Register.Database).FindAsync(KeySecret.Parse(key)!.Id, default);
        Assert.That(stored!.Key.LastUsedAt, Is.EqualTo(DateTimeOffset.Parse("2026-03-01T10:00:00Z", null)));
    }

    [Test]
    public async Task Uses_that_cannot_be_stored_are_stored_later()
    {
        await using var api = new TestApi(Register.Database) { Time = _time };
        var key = await api.KeyAsync(Role.Viewer);
        await api.With(key).GetAsync("/v1/me");
        var uses = api.Services.GetRequiredService<KeyUses>();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.That(() => uses.FlushAsync(cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        await uses.FlushAsync(default);
        var stored = await new KeyStore(Register.Database).FindAsync(KeySecret.Parse(key)!.Id, default);
        Assert.That(stored!.Key.LastUsedAt, Is.Not.Null);
    }
}
