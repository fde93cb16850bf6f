using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Projects;

namespace Adam.Api.Projects;

/// <summary>Compares the values that a body states for computed members with the computed values.</summary>
internal static class ComputedMembers
{
    /// <summary>
    /// Returns each computed member whose value in the body differs, and the members it is computed from.
    /// </summary>
    /// <param name="project">
    /// The project. A computed member is not compared if a member that it is computed from has errors.
    /// </param>
    public static IEnumerable<(string Name, string Source)> Differences(ProjectBody body, ValidatedProject project)
    {
        var draft = project.Draft;
        if (
            body.Period is { } period
            && project.AreValid("plannedStart", "plannedEnd", "actualStart", "actualEnd", "status")
            && !States(period, PeriodDocument.FromPeriod(draft.Period))
        )
            yield return ("period", "follows from the four dates and the status");
        if (
            body.SdgTargets is { } targets
            && project.AreValid("pillars", "additionalSdgTargets")
            && !targets.SequenceEqual(draft.SdgTargets)
        )
            yield return (
                "sdgTargets",
                $"follows from pillars and additionalSdgTargets ({string.Join(", ", draft.SdgTargets)})"
            );
    }

    // A null end may be omitted, because a merge patch cannot state null.
    private static bool States(JsonElement given, PeriodDocument period)
    {
        var computed = JsonSerializer.SerializeToElement(period, Json.Options);
        return JsonElement.DeepEquals(MergePatch.Apply(default, given), MergePatch.Apply(default, computed));
    }
}
