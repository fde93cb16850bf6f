using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Register;

/// <summary>What a write has done to a project, for the pairs to follow.</summary>
/// <param name="OwnerId">The owner's number afterwards.</param>
/// <param name="ActivityMicros">
/// Since when it has had, afterwards, what decides what it overlaps with, in microseconds since 1970-01-01T00:00:00Z.
/// </param>
/// <param name="IsNew">Whether there was no such project before: then it has neither pairs nor verdicts.</param>
/// <param name="Differs">Whether anything that counts differs from what was last recorded, withdrawn or not (<see cref="WhatCounts"/>).</param>
/// <param name="IsSameActivity">Whether it was there before and overlaps with the same others in the same way: owner, donors, countries, pillars and days are the same.</param>
/// <param name="IsGone">Whether it is withdrawn now.</param>
internal sealed record ProjectChange(
    long ProjectId, Project Project, int OwnerId, long ActivityMicros, bool IsNew, bool Differs, bool IsSameActivity, bool IsGone)
{
    public bool Counts => !IsGone && Project.Draft.Status != ProjectStatus.Cancelled;

    /// <summary>Whether nothing about pairs can follow from it.</summary>
    public bool IsIdle => !Differs && IsSameActivity;
}
