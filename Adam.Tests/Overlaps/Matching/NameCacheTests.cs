using Adam.Domain.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>The results of names are kept, within a bound, and are those of the function.</summary>
public sealed class NameCacheTests
{
    [Test]
    public void Name_is_read_once()
    {
        var (cache, read) = Create(capacity: 3);
        foreach (var name in (string[])["a", "b", "a", "a", "b", "c", "c", "a"])
            Assert.That(cache.Get(name), Is.EqualTo($"{name}!"));
        Assert.That(read, Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void Cache_starts_anew_beyond_its_capacity()
    {
        var (cache, read) = Create(capacity: 2);
        foreach (var name in (string[])["a", "b", "a", "c", "a", "c"])
            cache.Get(name);
        Assert.That(read, Is.EqualTo(new[] { "a", "b", "c", "a" }), "the third name evicts the first two");
    }

    [Test]
    public void Results_are_those_of_the_function_with_any_capacity_and_several_threads() =>
        Gen.Select(Gen.Int[0, 30].Array[1, 300], Gen.Int[1, 10])
            .Sample(
                (names, capacity) =>
                {
                    var cache = new NameCache<int, string>(name => $"{name}!", capacity);
                    var results = names.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(cache.Get);
                    Assert.That(results, Is.EqualTo(names.Select(name => $"{name}!")));
                },
                iter: 100
            );

    /// <summary>Returns a cache, and the names that its function was called with.</summary>
    private static (NameCache<string, string> Cache, List<string> Read) Create(int capacity)
    {
        var read = new List<string>();
        return (
            new(
                name =>
                {
                    read.Add(name);
                    return $"{name}!";
                },
                capacity
            ),
            read
        );
    }
}
