using Adam.Domain.Iati;
using Adam.Domain.Projects;

namespace Adam.Tests.Iati;

public sealed class SectorPillarsTests
{
    private const string Drugs = "Against drug trafficking";
    private const string Chemicals = "Control of precursor chemicals for drug laboratories";
    private const string Roads = "Rural roads";

    [TestCase("1", "16063", Roads, "regional-initiatives")]
    [TestCase("1", "16063", Chemicals, "precursors")]
    [TestCase("1", "12330", Roads, "prevention-and-health")]
    [TestCase("1", "12330", Chemicals, "prevention-and-health")]
    [TestCase("1", "15113", Drugs, "financial-flows")]
    [TestCase("1", "15113", Chemicals, "financial-flows")]
    [TestCase("1", "15113", Roads, "")]
    [TestCase("1", "13040", Drugs, "prevention-and-health")]
    [TestCase("1", "13040", Roads, "")]
    [TestCase("1", "15130", Drugs, "regional-initiatives")]
    [TestCase("1", "15130", Chemicals, "precursors")]
    [TestCase("1", "15130", Roads, "")]
    [TestCase("1", "15132", Drugs, "regional-initiatives")]
    [TestCase("1", "15210", Drugs, "regional-initiatives")]
    [TestCase("1", "33120", Drugs, "regional-initiatives")]
    [TestCase("1", "31165", Drugs, "regional-initiatives")]
    [TestCase("1", "43050", Drugs, "regional-initiatives")]
    [TestCase("1", "15110", Drugs, "", TestName = "A purpose that is not on the list is not judged by its category")]
    [TestCase("", " 16063 ", Roads, "regional-initiatives")]
    [TestCase("DAC", "16063", Roads, "regional-initiatives")]
    [TestCase("2", "152", Drugs, "regional-initiatives")]
    [TestCase("2", "152", Roads, "")]
    [TestCase("DAC-3", "130", Drugs, "prevention-and-health")]
    [TestCase("1", "15100", Drugs, "regional-initiatives")]
    [TestCase("1", "151", Chemicals, "precursors")]
    [TestCase("2", "16063", Drugs, "")]
    [TestCase("7", "16063", Drugs, "")]
    [TestCase("99", "Financial-Flows", Roads, "financial-flows")]
    [TestCase("RO", "precursors", Roads, "precursors")]
    [TestCase(
        "99",
        "4",
        Drugs,
        "",
        TestName = "The pillars of vocabulary 99 go by their codes, since others number their own"
    )]
    public void Sector_means_a_pillar(string vocabulary, string code, string text, string pillar) =>
        Assert.That(
            SectorPillars.ForSectors([(vocabulary, code)], [text]),
            Is.EqualTo(pillar.Length == 0 ? [] : new[] { PillarOf(pillar) })
        );

    [Test]
    public void Several_sectors_mean_each_pillar_once_in_their_order() =>
        Assert.That(
            SectorPillars.ForSectors(
                [("1", "12330"), ("1", "15130"), ("1", "16063"), ("1", "15113"), ("1", "15113"), ("3", "x")],
                [null, Drugs]
            ),
            Is.EqualTo(new[] { Pillar.RegionalInitiatives, Pillar.FinancialFlows, Pillar.PreventionAndHealth })
        );

    [Test]
    public void Own_pillars_decide_alone() =>
        Assert.That(
            SectorPillars.ForSectors([("1", "16063"), ("99", "prevention-and-health"), ("99", "other")], [Chemicals]),
            Is.EqualTo(new[] { Pillar.PreventionAndHealth })
        );

    [Test]
    public void Reasons_are_told_in_words() =>
        Assert.That(
            SectorPillars
                .Reasons([("1", "16063"), ("1", "15130"), ("1", "11110")], [Drugs])
                .Select(reason => reason.Because),
            Is.EqualTo(new[] { "DAC 16063.", "DAC 15130, and the text speaks of 'drug trafficking'." })
        );

    private static Pillar PillarOf(string code) => (Pillar)Domain.CodeLists.CodeListCatalog.Pillars.Find(code)!.Number!;
}
