using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Register;

/// <summary>Tells changes that count for overlaps, for their definition or their scores, from those that do not.</summary>
internal static class WhatCounts
{
    /// <summary>Whether two versions of a project are the same in everything that counts. What is added to records counts until it is named here.</summary>
    public static bool IsSame(string owner, ProjectDraft draft, string otherOwner, ProjectDraft other) =>
        owner == otherOwner && (ReferenceEquals(draft, other) || Text(draft) == Text(other));

    private static string Text(ProjectDraft draft)
    {
        var period = draft.Period;
        return ProjectJson.Write(new(Guid.Empty, "", draft with
        {
            Language = null,
            CountryPercentages = [],
            Sectors = [],
            AdditionalSdgTargets = [],
            Status = draft.Status == ProjectStatus.Cancelled ? ProjectStatus.Cancelled : ProjectStatus.Implementation,
            PlannedStart = period.Start,
            PlannedEnd = period.End,
            ActualStart = null,
            ActualEnd = null,
            Places = [.. draft.Places.Select(place => place with { Admin1 = null })],
            Donors = [.. draft.Donors.Select(donor => donor.Partner is null ? donor : donor with { Name = null })],
            Implementers = [.. draft.Implementers.Select(implementer => implementer.Partner is null ? implementer : implementer with { Name = null })],
        }, 0, default, default, ""));
    }
}
