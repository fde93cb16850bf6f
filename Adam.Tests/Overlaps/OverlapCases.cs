using Adam.Domain.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps;

/// <summary>
/// Cases for the four conditions of the overlap definition. The tests of the definition and of the query share them.
/// </summary>
public static class OverlapCases
{
    /// <summary>
    /// Returns two projects, the shared days that rank the pair (null if it does not overlap), and the shared days that
    /// the API returns.
    /// </summary>
    public static IEnumerable<TestCaseData> All()
    {
        yield return Case("same cell and days", AProject.By("DE"), AProject.By("US"), 366, 366);
        yield return Case(
            "one shared day",
            AProject.By("DE").Running("2020-01-01", "2020-06-30"),
            AProject.By("US").Running("2020-06-30", "2020-12-31"),
            1,
            1
        );
        yield return Case(
            "ends the day before",
            AProject.By("DE").Running("2020-01-01", "2020-06-29"),
            AProject.By("US").Running("2020-06-30", "2020-12-31"),
            null,
            null
        );
        yield return Case(
            "equal starts",
            AProject.By("DE").Running("2020-01-01", "2020-01-10"),
            AProject.By("US").Running("2020-01-01", "2020-12-31"),
            10,
            10
        );
        yield return Case(
            "one day each, the same",
            AProject.By("DE").Running("2020-02-29", "2020-02-29"),
            AProject.By("US").Running("2020-02-29", "2020-02-29"),
            1,
            1
        );
        yield return Case(
            "inside the other",
            AProject.By("DE").Running("2019-01-01", "2021-12-31"),
            AProject.By("US").Running("2020-02-01", "2020-02-29"),
            29,
            29
        );
        yield return Case(
            "one open end",
            AProject.By("DE").Running("2020-01-01", null),
            AProject.By("US").Running("2021-01-01", "2021-12-31"),
            365,
            365
        );
        yield return Case(
            "one open end, the other long",
            AProject.By("DE").Running("2020-01-01", null),
            AProject.By("US").Running("2020-01-01", "2029-12-31"),
            1828,
            3653
        );
        yield return Case(
            "open end of the later",
            AProject.By("DE").Running("2020-01-01", "2020-12-31"),
            AProject.By("US").Running("2020-12-31", null),
            1,
            1
        );
        yield return Case(
            "both ends open",
            AProject.By("DE").Running("2019-01-01", null),
            AProject.By("US").Running("2020-02-29", null),
            1827,
            null
        );
        yield return Case(
            "open end before it starts",
            AProject.By("DE").Running("2021-01-01", null),
            AProject.By("US").Running("2020-01-01", "2020-12-31"),
            null,
            null
        );
        yield return Case("another country", AProject.By("DE").In("TJ"), AProject.By("US").In("UZ"), null, null);
        yield return Case(
            "another pillar",
            AProject.By("DE").On(Pillar.Precursors),
            AProject.By("US").On(Pillar.FinancialFlows),
            null,
            null
        );
        yield return Case(
            "several countries and pillars shared",
            AProject
                .By("DE")
                .In("AF", "TJ", "UZ")
                .On(Pillar.Precursors, Pillar.FinancialFlows, Pillar.RegionalInitiatives),
            AProject
                .By("US")
                .In("UZ", "TJ", "KG")
                .On(Pillar.PreventionAndHealth, Pillar.RegionalInitiatives, Pillar.Precursors),
            366,
            366
        );
        yield return Case("one owner, one donor", AProject.By("DE"), AProject.By("DE"), null, null);
        yield return Case("one owner, other donors", AProject.By("DE"), AProject.By("DE").PaidBy("US"), 366, 366);
        yield return Case("one owner, more donors", AProject.By("DE"), AProject.By("DE").PaidBy("DE", "US"), 366, 366);
        yield return Case(
            "other owners, one donor",
            AProject.By("DE").PaidBy("EU"),
            AProject.By("US").PaidBy("EU"),
            366,
            366
        );
        yield return Case(
            "one owner, two agencies of one donor",
            AProject.By("US").With(new Donor("US", "Department of State", null, null)),
            AProject.By("US").With(new Donor("US", "Department of Defense", 5m, "USD")),
            null,
            null
        );
        yield return Case(
            "one owner, one donor by name in two spellings",
            AProject.By("DE").With(new Donor(null, "World Bank", null, null)),
            AProject.By("DE").With(new Donor(null, "  WORLD-BANK ", null, null)),
            null,
            null
        );
        yield return Case(
            "one owner, donors by name",
            AProject.By("DE").With(new Donor(null, "World Bank", null, null)),
            AProject.By("DE").With(new Donor(null, "Aga Khan Foundation", null, null)),
            366,
            366
        );
        yield return Case(
            "donors in another order",
            AProject.By("DE").PaidBy("DE", "US"),
            AProject.By("DE").PaidBy("US", "DE"),
            null,
            null
        );
        yield return Case(
            "one cancelled",
            AProject.By("DE").Being(ProjectStatus.Cancelled),
            AProject.By("US"),
            null,
            null
        );
        yield return Case(
            "suspended and closed",
            AProject.By("DE").Being(ProjectStatus.Suspended),
            AProject.By("US").Being(ProjectStatus.Closed),
            366,
            366
        );
    }

    private static TestCaseData Case(string name, AProject one, AProject other, int? rankDays, int? days) =>
        new TestCaseData(one, other, rankDays, days).SetArgDisplayNames(name);
}
