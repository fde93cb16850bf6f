using System.Text.Json;
using Adam.Api.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps;

/// <summary>All lists of the members that decide overlaps are equal.</summary>
public sealed class ProjectScopeTests
{
    private static IEnumerable<string> Members => DraftMembers.Names;

    [TestCaseSource(nameof(Members))]
    public void A_change_makes_another_activity_if_a_part_of_it_differs(string member)
    {
        var (before, after) = DraftMembers.Change(member);
        var (one, other) = (ProjectScope.FromDraft(null, "DE", before), ProjectScope.FromDraft(null, "DE", after));
        Assert.That(one.IsEquivalentTo(other), Is.EqualTo(Parts(one).SequenceEqual(Parts(other))));
    }

    [TestCaseSource(nameof(Members))]
    public void Overlaps_of_a_draft_need_the_members_that_make_its_activity(string member)
    {
        var (before, after) = DraftMembers.Change(member);
        var decides = !ProjectScope
            .FromDraft(null, "DE", before)
            .IsEquivalentTo(ProjectScope.FromDraft(null, "DE", after));
        var name = JsonNamingPolicy.CamelCase.ConvertName(member);
        Assert.That(ValidatedProject.DecideOverlaps.Contains(name), Is.EqualTo(decides));
    }

    [Test]
    public void Another_owner_makes_another_activity()
    {
        var draft = DraftMembers.Complete;
        Assert.That(
            ProjectScope.FromDraft(null, "DE", draft).IsEquivalentTo(ProjectScope.FromDraft(null, "US", draft)),
            Is.False
        );
        Assert.That(ValidatedProject.DecideOverlaps, Does.Contain("owner"));
    }

    [Test]
    public void Order_agencies_and_the_kind_of_dates_make_no_other_activity()
    {
        var draft = DraftMembers.Complete;
        var other = draft with
        {
            Countries = [.. draft.Countries.Reverse()],
            Pillars = [.. draft.Pillars.Reverse()],
            Donors = [.. draft.Donors.Reverse().Select(donor => donor with { Amount = 1m, Currency = "EUR" })],
            Status = ProjectStatus.Suspended,
            PlannedStart = draft.ActualStart,
            ActualStart = null,
        };
        Assert.That(
            ProjectScope.FromDraft(null, "DE", draft).IsEquivalentTo(ProjectScope.FromDraft(null, "DE", other)),
            Is.True
        );
    }

    /// <summary>
    /// Returns the values of all members but the id, found by reflection, so that a new member is compared too.
    /// </summary>
    private static IEnumerable<string> Parts(ProjectScope scope) =>
        typeof(ProjectScope)
            .GetProperties()
            .Where(property => property.Name != nameof(ProjectScope.Id))
            .Select(property => JsonSerializer.Serialize(property.GetValue(scope)));
}
