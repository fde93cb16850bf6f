using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Spreadsheets count days from 1900 or from 1904, which is 1,462 days later.</summary>
public sealed class DateSystemTests
{
    [TestCase(1_462, 0, true)]
    [TestCase(-1_462, 0, true)]
    [TestCase(1_462, 1_500, true)]
    [TestCase(1_462, null, true)]
    [TestCase(1_461, 1_461, false)]
    [TestCase(1_463, 1_463, false)]
    public void Starts_of_two_date_systems_are_one_day(int starts, int? ends, bool areOne)
    {
        var first = new DateOnly(2010, 3, 4);
        var last = new DateOnly(2015, 3, 4);
        var a = Weighted(first, last);
        var b = Weighted(first.AddDays(starts), ends is { } days ? last.AddDays(days == 0 ? starts : days) : null);

        Assert.Multiple(() =>
        {
            Assert.That(PeriodComparison.Compare(a, b).StartGap == 0, Is.EqualTo(areOne));
            Assert.That(PeriodComparison.Compare(b, a), Is.EqualTo(PeriodComparison.Compare(a, b)));
        });
    }

    [Test]
    public void Starts_remain_apart_if_the_ends_are_equal()
    {
        var last = new DateOnly(2020, 3, 4);
        var (a, b) = (Weighted(new(2010, 3, 4), last), Weighted(new DateOnly(2010, 3, 4).AddDays(1_462), last));

        Assert.That(PeriodComparison.Compare(a, b).StartGap, Is.EqualTo(1_462));
    }

    private static WeightedProfile Weighted(DateOnly start, DateOnly? end) =>
        WeightedProfile.Create(
            Profile.FromDraft(
                "DE",
                new()
                {
                    Reference = "R-1",
                    Title = "Training for border police",
                    Countries = ["TJ"],
                    Pillars = [Pillar.Precursors],
                    Donors = [],
                    Status = ProjectStatus.Implementation,
                    PlannedStart = start,
                    PlannedEnd = end,
                }
            ),
            TermStatistics.Empty
        );
}
