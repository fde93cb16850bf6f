using System.Text.Json;
using Adam.Api.Projects;
using Adam.Api.Serialization;
using Adam.Data.Projects;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Tests.Projects;

/// <summary>Every member of a project is stored, read, accepted and compared.</summary>
public sealed class ProjectDocumentTests
{
    private static readonly PartnerDirectory Partners = new(FoundingPartners.All);

    private static IEnumerable<string> Members => DraftMembers.Names;

    [TestCaseSource(nameof(Members))]
    public void Stored_member_is_read_as_it_was_written(string member)
    {
        foreach (var draft in (ProjectDraft[])[DraftMembers.Complete, DraftMembers.Change(member).After])
        {
            var read = ProjectJson.Read(ProjectJson.Write(Project(draft))).Draft;
            Assert.That(DraftMembers.Text(read, member), Is.EqualTo(DraftMembers.Text(draft, member)));
        }
    }

    [TestCaseSource(nameof(Members))]
    public void Changed_member_makes_another_record(string member)
    {
        var (before, after) = DraftMembers.Change(member);
        var stored = new StoredProject { Owner = "DE", Document = ProjectJson.Write(Project(before)) };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ProjectStore.IsSame(stored, "DE", after), Is.False);
            Assert.That(ProjectStore.IsSame(stored, "DE", before), Is.True);
        }
    }

    [TestCaseSource(nameof(Members))]
    public void Member_of_a_body_reaches_the_draft(string member)
    {
        foreach (var draft in (ProjectDraft[])[DraftMembers.Complete, DraftMembers.Change(member).After])
        {
            var body = JsonSerializer.Deserialize<ProjectBody>(ProjectJson.Write(Project(draft)), Json.Options)!;
            var read = body.ToInput().ToDraft(Partners);
            Assert.That(DraftMembers.Text(read, member), Is.EqualTo(DraftMembers.Text(draft, member)));
        }
    }

    [Test]
    public void Body_takes_every_member_that_is_answered()
    {
        var answered = typeof(ProjectDocument).GetProperties().Select(property => property.Name);
        var taken = typeof(ProjectBody).GetProperties().Select(property => property.Name);
        Assert.That(taken, Is.EquivalentTo(answered));
    }

    private static Project Project(ProjectDraft draft) =>
        new(Guid.Empty, "DE", draft, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "Test");

    [TestCaseSource(nameof(Members))]
    public void Order_of_the_items_of_a_list_is_no_difference(string member)
    {
        var property = typeof(ProjectDraft).GetProperty(member)!;
        if (property.GetValue(DraftMembers.Complete) is not System.Collections.IList items)
            return;

        var reversed = Array.CreateInstance(property.PropertyType.GetGenericArguments()[0], items.Count);
        for (var i = 0; i < items.Count; i++)
            reversed.SetValue(items[i], items.Count - 1 - i);
        var draft = DraftMembers.Complete with { };
        property.SetValue(draft, reversed);

        Assert.That(DraftMembers.Text(draft, member), Is.Not.EqualTo(DraftMembers.Text(DraftMembers.Complete, member)));
        Assert.That(
            DraftMembers.Text(draft.InOneOrder(), member),
            Is.EqualTo(DraftMembers.Text(DraftMembers.Complete.InOneOrder(), member))
        );
    }
}
