using System.Text.Json.Nodes;
using Adam.Desk.Forms;

namespace Adam.Desk.Recording;

/// <summary>
/// The changes of two people to a record: the form has the changes of both, and asks where both changed the same
/// member.
/// </summary>
/// <param name="Fields">The form with the members of both; where both changed one, with those of this person.</param>
/// <param name="Conflicts">The members that both have changed, to different contents.</param>
/// <param name="Taken">The members that only the other person has changed.</param>
/// <param name="By">The key with which the other person has saved; null if it is unknown.</param>
public sealed record Merge(Fields Fields, IReadOnlyList<Conflict> Conflicts, IReadOnlyList<Conflict> Taken, string? By)
{
    /// <summary>The prefix of the fields in which a person chooses.</summary>
    public const string Choice = "choice.";

    /// <summary>The value of a choice that takes what the other person has saved.</summary>
    public const string Theirs = "theirs";

    /// <param name="mine">The form of this person.</param>
    /// <param name="read">The record that this person began with; null if it is not kept any more.</param>
    /// <param name="saved">The record as it is now.</param>
    public static Merge Create(Fields mine, JsonObject? read, JsonObject saved, Choices choices)
    {
        var theirs = ProjectFields.FromRecord(saved, choices);
        var before = read is null ? null : ProjectFields.FromRecord(read, choices);
        var (myBody, theirBody, oldBody) = (Body(mine), Body(theirs), before is null ? null : Body(before));
        var (result, conflicts, taken) = (mine, new List<Conflict>(), new List<Conflict>());
        foreach (var member in ProjectFields.Members)
        {
            if (JsonNode.DeepEquals(myBody[member], theirBody[member]))
                continue;

            var change = new Conflict(member, ProjectFields.TextOf(mine, member), ProjectFields.TextOf(theirs, member));
            if (oldBody is not null && JsonNode.DeepEquals(oldBody[member], theirBody[member]))
                continue; // changed here alone
            if (oldBody is not null && JsonNode.DeepEquals(oldBody[member], myBody[member]))
            {
                taken.Add(change);
                result = result.Take(member, theirs);
            }
            else
                conflicts.Add(change);
        }

        return new(result, conflicts, taken, (string?)saved["updatedBy"]);

        JsonObject Body(Fields fields) => ProjectFields.ToComparable(fields, choices);
    }

    /// <summary>Returns a form in which the chosen members are those that the other person has saved.</summary>
    public static Fields Choose(Fields fields, Fields theirs) =>
        ProjectFields
            .Members.Where(member => fields[Choice + member] == Theirs)
            .Aggregate(fields, (form, member) => form.Take(member, theirs));
}

/// <summary>A member of a record in two contents.</summary>
/// <param name="Mine">The content in the form of this person.</param>
/// <param name="Theirs">The content that another person has saved.</param>
public sealed record Conflict(string Member, string Mine, string Theirs);
