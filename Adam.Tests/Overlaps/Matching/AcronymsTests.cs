using Adam.Domain.Overlaps.Matching;

namespace Adam.Tests.Overlaps.Matching;

public sealed class AcronymsTests
{
    [TestCase("SBPC", "State Border Protection Committee", true)]
    [TestCase("Committee for State Security (CSS)", "CSS", true)]
    [TestCase("MoHE", "Ministry of Higher Education", true)]
    [TestCase("RPHQ", "River Patrol Headquarters", true)]
    [TestCase("SFI", "State Fishery Inspectorate of Uzbekistan", true)]
    [TestCase("МЧС", "Министерство по чрезвычайным ситуациям", true)]
    [TestCase("КОГГ", "Комитет по охране государственной границы", true)]
    [TestCase("LRIs", "Lake and River Inspectorates of the Aral Basin", true)]
    [TestCase("Ministry of Waters, River Service", "MoW", true)]
    [TestCase("SBPC", "State Committee for Fisheries", false)]
    [TestCase("SCC", "SDCC", false)]
    [TestCase("State Border Protection Committee", "State Bank Projects Council", false)]
    [TestCase("Sun", "State University of Nukus", false)]
    public void Acronym_and_its_name_are_one_organisation(string one, string other, bool expected)
    {
        var (a, b) = (Acronyms.FromName(one), Acronyms.FromName(other));
        Assert.That((a.Matches(b), b.Matches(a)), Is.EqualTo((expected, expected)));
    }

    [TestCase(Feature.BeneficiarySimilarity)]
    [TestCase(Feature.ImplementerShared)]
    [TestCase(Feature.DonorShared)]
    public void Every_organisation_of_a_record_may_be_an_acronym(Feature feature)
    {
        const string Name = "Union of Lake Fishers (ULF)";
        var (one, other) = feature switch
        {
            Feature.BeneficiarySimilarity => (
                MatchingPairs.Patrol with
                {
                    Beneficiaries = [Name],
                },
                MatchingPairs.Same with
                {
                    Beneficiaries = ["ULF"],
                }
            ),
            Feature.ImplementerShared => (
                MatchingPairs.Patrol with
                {
                    Implementers = [new(null, Name)],
                },
                MatchingPairs.Same with
                {
                    Implementers = [new(null, "ULF")],
                }
            ),
            _ => (
                MatchingPairs.Patrol with
                {
                    Donors = [new(null, Name, null, null)],
                },
                MatchingPairs.Same with
                {
                    Donors = [new(null, "ULF", null, null)],
                }
            ),
        };
        Assert.That(MatchingPairs.Compare(one, other)[feature], Is.GreaterThan(0.9));
    }
}
