using System.Collections.Frozen;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Lists for each member of <see cref="ProjectDraft"/> if the definition of an overlap or its score reads it. A change
/// of such a member rescores the pairs of the project and makes the verdicts about them stale.
/// </summary>
public static class MatchingInputs
{
    private static readonly Func<ProjectDraft, IEnumerable<object?>> Start = draft => [draft.Period.Start];
    private static readonly Func<ProjectDraft, IEnumerable<object?>> End = draft => [draft.Period.End];

    /// <summary>The members that matching reads, by name, each with the values that it reads.</summary>
    internal static FrozenDictionary<string, Func<ProjectDraft, IEnumerable<object?>>> Relevant { get; } =
        new Dictionary<string, Func<ProjectDraft, IEnumerable<object?>>>
        {
            [nameof(ProjectDraft.Reference)] = draft => [draft.Reference],
            [nameof(ProjectDraft.Title)] = draft => [draft.Title],
            [nameof(ProjectDraft.Description)] = draft => [draft.Description],
            [nameof(ProjectDraft.Pillars)] = draft => draft.Pillars.Cast<object?>(),
            [nameof(ProjectDraft.Countries)] = draft => draft.Countries,
            [nameof(ProjectDraft.Places)] = draft => draft.Places,
            [nameof(ProjectDraft.ActivityTypes)] = draft => draft.ActivityTypes,
            // The name beside a partner's code is an agency, which is not compared.
            [nameof(ProjectDraft.Donors)] = draft =>
                draft.Donors.Select(donor => donor.Partner is null ? donor : donor with { Name = null }),
            [nameof(ProjectDraft.Implementers)] = draft =>
                draft.Implementers.Select(implementer =>
                    implementer.Partner is null ? implementer : implementer with { Name = null }
                ),
            [nameof(ProjectDraft.Beneficiaries)] = draft => draft.Beneficiaries,
            [nameof(ProjectDraft.Status)] = draft => [draft.Status == ProjectStatus.Cancelled],
            // Matching reads the dates through the period that is computed from them.
            [nameof(ProjectDraft.PlannedStart)] = Start,
            [nameof(ProjectDraft.ActualStart)] = Start,
            [nameof(ProjectDraft.PlannedEnd)] = End,
            [nameof(ProjectDraft.ActualEnd)] = End,
            [nameof(ProjectDraft.IatiIdentifier)] = draft => [draft.IatiIdentifier],
            [nameof(ProjectDraft.RelatedProjects)] = draft => draft.RelatedProjects,
        }.ToFrozenDictionary();

    /// <summary>The members that matching does not read, by name.</summary>
    internal static FrozenSet<string> Ignored { get; } =
        typeof(ProjectDraft)
            .GetProperties()
            .Where(member => member.IsDefined(typeof(NotMatchedAttribute), inherit: false))
            .Select(member => member.Name)
            .ToFrozenSet();

    /// <summary>Returns true if all values that matching reads are equal in the two versions of a project.</summary>
    public static bool AreEqual(string owner, ProjectDraft draft, string otherOwner, ProjectDraft other) =>
        owner == otherOwner
        && (ReferenceEquals(draft, other) || Relevant.Values.All(values => values(draft).SequenceEqual(values(other))));

    /// <summary>
    /// Returns true if the two versions mean the same to a reader, so that a verdict about one holds for the other:
    /// lists are compared as sets, and texts without case, accents, punctuation and spacing. Scores may still differ,
    /// for example by the capitals of an acronym.
    /// </summary>
    public static bool MeanTheSame(string owner, ProjectDraft draft, string otherOwner, ProjectDraft other) =>
        owner == otherOwner
        && (
            ReferenceEquals(draft, other)
            || Relevant.Values.All(values =>
                values(draft).Select(Meaning).ToHashSet().SetEquals(values(other).Select(Meaning))
            )
        );

    private static string Meaning(object? value) =>
        value switch
        {
            null => "",
            string text => Folding.Fold(text),
            Place place => FormattableString.Invariant(
                $"{Folding.Fold(place.Name)}|{Folding.Fold(place.Admin1 ?? "")}|{place.Latitude}|{place.Longitude}"
            ),
            Donor donor => FormattableString.Invariant(
                $"{donor.Partner}|{Folding.Fold(donor.Name ?? "")}|{donor.Amount}|{donor.Currency}"
            ),
            Implementer implementer => $"{implementer.Partner}|{Folding.Fold(implementer.Name ?? "")}",
            _ => FormattableString.Invariant($"{value}"),
        };
}
