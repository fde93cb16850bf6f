using Adam.Domain.Overlaps;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps;

public sealed class OverlapDefinitionTests
{
    [TestCaseSource(typeof(OverlapCases), nameof(OverlapCases.All))]
    public void Sharing_of_two_projects_follows_the_four_conditions(
        AProject one,
        AProject other,
        int? rankDays,
        int? days
    )
    {
        var (a, b) = (Of(one), Of(other));
        var shared = OverlapDefinition.Evaluate(a, b);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shared?.RankDays, Is.EqualTo(rankDays));
            Assert.That(shared?.Days, Is.EqualTo(days));
            Assert.That(
                OverlapDefinition.Evaluate(b, a)?.RankDays,
                Is.EqualTo(rankDays),
                "the order of the two must not matter"
            );
        }
    }

    [TestCase("01938c2e-0000-7000-8000-000000000001_01938c2e-0000-7000-8000-000000000002", true)]
    [TestCase("01938C2E-0000-7000-8000-000000000001_01938c2e-0000-7000-8000-000000000002", true)]
    [TestCase("01938c2e-0000-7000-8000-000000000002_01938c2e-0000-7000-8000-000000000001", false)]
    [TestCase("01938c2e-0000-7000-8000-000000000001_01938c2e-0000-7000-8000-000000000001", false)]
    [TestCase("01938c2e-0000-7000-8000-000000000001", false)]
    [TestCase("{01938c2e-0000-7000-8000-000000000001}_01938c2e-0000-7000-8000-000000000002", false)]
    [TestCase("", false)]
    public void OverlapId_is_read_in_its_canonical_order_only(string text, bool expected) =>
        Assert.That(OverlapId.TryParse(text, out _), Is.EqualTo(expected));

    private static ProjectScope Of(AProject project)
    {
        var (owner, draft) = project.Build();
        return ProjectScope.FromDraft(Guid.NewGuid(), owner, draft);
    }
}
