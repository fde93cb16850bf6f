using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Each member of a project is listed correctly as relevant to matching or as ignored by it.</summary>
public sealed class MatchingInputsTests
{
    private static readonly ProjectDraft Complete = DraftMembers.Complete;

    private static IEnumerable<string> Members => DraftMembers.Names;

    /// <summary>Returns changes of parts that matching does not read, in members that it reads.</summary>
    private static IEnumerable<TestCaseData> ChangesThatAreNotRead()
    {
        yield return Case("another status", Complete with { Status = ProjectStatus.Suspended });
        yield return Case(
            "an agency of a donor",
            Complete with
            {
                Donors = [Complete.Donors[0] with { Name = "GIZ" }, Complete.Donors[1]],
            }
        );
        yield return Case(
            "an agency of an implementer",
            Complete with
            {
                Implementers = [Complete.Implementers[0] with { Name = null }, Complete.Implementers[1]],
            }
        );
        yield return Case(
            "planned dates beside actual ones",
            Complete with
            {
                PlannedStart = new(2019, 1, 1),
                PlannedEnd = new(2030, 1, 1),
            }
        );
        yield return Case(
            "dates of the other kind, the same days",
            Complete with
            {
                PlannedStart = Complete.ActualStart,
                PlannedEnd = Complete.ActualEnd,
                ActualStart = null,
                ActualEnd = null,
            }
        );

        static TestCaseData Case(string name, ProjectDraft changed) =>
            new TestCaseData(changed).SetArgDisplayNames(name);
    }

    [Test]
    public void Each_member_is_either_relevant_or_ignored()
    {
        var named = MatchingInputs.Relevant.Keys.Concat(MatchingInputs.Ignored);
        Assert.That(named, Is.EquivalentTo(DraftMembers.Names), "decide in MatchingInputs");
    }

    [TestCaseSource(nameof(Members))]
    public void A_change_of_a_member_counts_if_it_is_relevant(string member)
    {
        var (before, after) = DraftMembers.Change(member);
        var isIgnored = MatchingInputs.Ignored.Contains(member);
        Assert.That(MatchingInputs.AreEqual("DE", before, "DE", after), Is.EqualTo(isIgnored));
        Assert.That(MatchingInputs.MeanTheSame("DE", before, "DE", after), Is.EqualTo(isIgnored));
        if (isIgnored)
            IsMatchedAlike(before, after);
    }

    [Test]
    public void Another_order_case_or_punctuation_means_the_same()
    {
        var other = Complete with
        {
            Title = Complete.Title.ToUpperInvariant() + ".",
            Countries = [.. Complete.Countries.Reverse()],
            Donors = [.. Complete.Donors.Reverse()],
            Beneficiaries = [.. Complete.Beneficiaries.Select(name => name.ToLowerInvariant())],
        };
        Assert.That(MatchingInputs.MeanTheSame("DE", Complete, "DE", other), Is.True);
        Assert.That(MatchingInputs.AreEqual("DE", Complete, "DE", other), Is.False, "its pairs are scored again");
        var south = Complete with { Places = [Complete.Places[0] with { Latitude = -38.56 }, Complete.Places[1]] };
        Assert.That(MatchingInputs.MeanTheSame("DE", Complete, "DE", south), Is.False);
    }

    [TestCaseSource(nameof(ChangesThatAreNotRead))]
    public void A_change_of_what_matching_does_not_read_of_a_member_does_not_count(object changed)
    {
        Assert.That(MatchingInputs.AreEqual("DE", Complete, "DE", (ProjectDraft)changed), Is.True);
        IsMatchedAlike(Complete, (ProjectDraft)changed);
    }

    [Test]
    public void A_change_within_an_item_of_a_list_that_does_not_count_changes_no_match()
    {
        var uncounted = DraftMembers
            .ChangesWithinItems()
            .Where(change => MatchingInputs.AreEqual("DE", Complete, "DE", change.Draft))
            .ToList();
        Assert.That(uncounted.Select(change => change.Name), Does.Contain("Donors.Name"));
        foreach (var (name, draft) in uncounted)
            IsMatchedAlike(Complete, draft, name);
    }

    [Test]
    public void Another_owner_counts() =>
        Assert.That(MatchingInputs.AreEqual("DE", Complete, "US", Complete), Is.False);

    /// <summary>
    /// Asserts that both versions have the same shared scope, score and reasons with each other record.
    /// </summary>
    private static void IsMatchedAlike(ProjectDraft one, ProjectDraft other, string change = "")
    {
        foreach (var theirs in Others())
            Assert.That(Matched(other, theirs), Is.EqualTo(Matched(one, theirs)), change);
    }

    /// <summary>
    /// Returns records of another partner, each of which is similar to the complete one in one more or one fewer
    /// respect.
    /// </summary>
    private static IEnumerable<ProjectDraft> Others()
    {
        yield return Complete;
        foreach (var member in DraftMembers.Names)
            yield return DraftMembers.Change(member).After;
        yield return Complete with
        {
            Title = "Canine units",
            Description = null,
            Places = [new("Khatlon", null, null, null)],
        };
        yield return Complete with
        {
            Donors = [new("DE", null, null, null)],
            Implementers = [],
            Beneficiaries = [],
        };
    }

    private static string Matched(ProjectDraft ours, ProjectDraft theirs)
    {
        if (
            OverlapDefinition.Evaluate(
                ProjectScope.FromDraft(null, "DE", ours),
                ProjectScope.FromDraft(null, "US", theirs)
            )
            is not { } shared
        )
            return "nothing";

        var score = Scorer.Explain(
            Profile.FromDraft("DE", ours),
            Profile.FromDraft("US", theirs),
            shared,
            TermStatistics.Empty
        );
        var isDeclared = DeclaredLinks.AreMutual(DeclaredLinks.FromDraft(ours), DeclaredLinks.FromDraft(theirs));
        return $"{string.Join(' ', shared.Countries)} {string.Join(' ', shared.Pillars)} {shared.From} {shared.To} "
            + $"{isDeclared} {score.Score} {string.Join(' ', score.Reasons)}";
    }
}
