using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps;

public sealed class StoredReasonsTests
{
    private static readonly Gen<Reason> Some = Gen.Select(
        Gen.Enum<Component>(),
        Gen.Int[-10_000, 10_000],
        Gen.OneOf(Gen.String, Gen.String["ab|~\"\\%«“”\n\t\u00a0\u200f0041😀контроль"]),
        (component, contribution, detail) => new Reason(component, contribution / 10_000m, new(detail))
    );

    [Test]
    public void Written_reasons_read_the_same() =>
        Some.List[0, 4]
            .Sample(reasons => Assert.That(StoredReasons.Read(StoredReasons.Write(reasons)), Is.EqualTo(reasons)));

    [Test]
    public void Nothing_of_them_is_escaped_within_rows() =>
        Some.List[0, 4]
            .Sample(reasons =>
            {
                var stored = StoredReasons.Write(reasons);
                Assert.That(
                    JsonRowSet.Serialize([
                        [stored],
                    ]),
                    Is.EqualTo($"[[\"{stored}\"]]")
                );
            });

    [Test]
    public void Plain_sentences_are_kept_as_they_are() =>
        Assert.That(
            StoredReasons.Write([new(Component.Places, 0.1200m, new("places-shared(t“Панж” \"x\");against"))]),
            Is.EqualTo("places|0.1200|places-shared(t“Панж” ~0022x~0022);against")
        );
}
