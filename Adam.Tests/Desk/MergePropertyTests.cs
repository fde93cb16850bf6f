using System.Text.Json.Nodes;
using Adam.Desk.Forms;
using Adam.Desk.Recording;
using CsCheck;

namespace Adam.Tests.Desk;

/// <summary>Two people change a record: each change of either is in the merge, or asked about.</summary>
public sealed class MergePropertyTests
{
    private static readonly string[] Texts = ["title", "description", "status", "plannedEnd"];

    private static readonly string[] Donors = ["DE", "NO", "FR"];
    private static readonly string[] Pillars = ["precursors", "financial-flows"];

    private static readonly Choices Choices = Choices.None with
    {
        Countries = [new("TJ", "Tajikistan"), new("UZ", "Uzbekistan")],
        Partners = [new("DE", "Germany"), new("NO", "Norway")],
    };

    private static readonly Gen<JsonObject> Records = Gen.Select(
        Gen.Int[0, 2].Array[Texts.Length],
        Gen.Int[0, 2].Select(i => Donors[i]).Array[0, 3],
        Gen.Int[0, 3],
        Gen.Int[0, 1].Select(i => Pillars[i]).Array[0, 2],
        (texts, donors, beneficiaries, pillars) =>
        {
            var record = new JsonObject { ["version"] = 2, ["updatedBy"] = "Somebody" };
            foreach (var (member, i) in Texts.Select((member, i) => (member, i)))
                record[member] = texts[i] == 0 ? null : $"{member} {texts[i]}";
            record["donors"] = new JsonArray([
                .. donors.Select(code =>
                    (JsonNode)new JsonObject { ["partner"] = code, ["amount"] = beneficiaries * 1.5m }
                ),
            ]);
            record["beneficiaries"] = new JsonArray([
                .. Enumerable.Range(0, beneficiaries).Select(i => (JsonNode)$"Agency {i}"),
            ]);
            record["countries"] = new JsonArray("TJ", "UZ", "XX");
            record["pillars"] = new JsonArray([.. pillars.Distinct().Select(code => (JsonNode)code)]);
            return record;
        }
    );

    [Test]
    public void Merge_has_the_changes_of_both_and_asks_where_both_changed_one_member() =>
        Gen.Select(Records, Records, Records)
            .Sample(
                (read, mine, saved) =>
                {
                    var form = ProjectFields.FromRecord(mine, Choices);
                    var merge = Merge.Create(form, read, saved, Choices);
                    var merged = Body(merge.Fields);
                    var (old, my, their) = (Body(read), Body(mine), Body(saved));
                    foreach (var member in ProjectFields.Members)
                    {
                        var (o, m, t) = (Text(old, member), Text(my, member), Text(their, member));
                        var isAsked = merge.Conflicts.Any(conflict => conflict.Member == member);
                        Assert.That(isAsked, Is.EqualTo(o != m && o != t && m != t), member);
                        Assert.That(Text(merged, member), Is.EqualTo(m == o ? t : m), member);
                    }

                    // Choosing theirs everywhere leaves nothing of mine in what was asked about.
                    var chosen = merge.Conflicts.Aggregate(
                        merge.Fields,
                        (fields, conflict) => fields.With(Merge.Choice + conflict.Member, Merge.Theirs)
                    );
                    var final = Body(Merge.Choose(chosen, ProjectFields.FromRecord(saved, Choices)));
                    foreach (var conflict in merge.Conflicts)
                        Assert.That(Text(final, conflict.Member), Is.EqualTo(Text(their, conflict.Member)));
                },
                iter: 500
            );

    [Test]
    public void Without_the_version_that_was_read_every_difference_is_asked_about() =>
        Gen.Select(Records, Records)
            .Sample(
                (mine, saved) =>
                {
                    var merge = Merge.Create(ProjectFields.FromRecord(mine, Choices), null, saved, Choices);
                    Assert.That(
                        merge.Conflicts.Select(conflict => conflict.Member),
                        Is.EqualTo(
                            ProjectFields.Members.Where(member => Text(Body(mine), member) != Text(Body(saved), member))
                        )
                    );
                    Assert.That(merge.Taken, Is.Empty);
                },
                iter: 200
            );

    private static JsonObject Body(JsonObject record) => Body(ProjectFields.FromRecord(record, Choices));

    private static JsonObject Body(Fields fields) => ProjectFields.ToComparable(fields, Choices);

    private static string? Text(JsonObject body, string member) => body[member]?.ToJsonString();
}
