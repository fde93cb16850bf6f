using Adam.Data.Changes.Recording;
using Adam.Domain.Projects;

namespace Adam.Tests.Changes;

public sealed class ChangeScopeTests
{
    [Test]
    public void Stored_form_holds_every_text()
    {
        var scope = new ChangeScope(
            ["DE", "US"],
            ["world bank, inc|\\ \"%2C", "всемирный банк 😀"],
            ["TJ"],
            [Pillar.RegionalInitiatives, Pillar.PreventionAndHealth]
        );
        var read = ChangeScope.Read(scope.Write());
        Assert.That(read.Owners, Is.EqualTo(scope.Owners));
        Assert.That(read.Donors, Is.EqualTo(scope.Donors));
        Assert.That(read.Countries, Is.EqualTo(scope.Countries));
        Assert.That(read.Pillars, Is.EqualTo(scope.Pillars));
    }

    [Test]
    public void Stored_form_holds_empty_lists_and_no_other_text_is_one()
    {
        var read = ChangeScope.Read(new ChangeScope([], [], [], []).Write());
        Assert.That(read.Owners.Concat(read.Donors).Concat(read.Countries), Is.Empty);
        Assert.That(read.Pillars, Is.Empty);
        Assert.That(() => ChangeScope.Read("DE"), Throws.TypeOf<FormatException>());
    }
}
