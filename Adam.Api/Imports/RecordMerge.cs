using System.Globalization;
using System.Reflection;
using Adam.Api.Imports.Formats;
using Adam.Api.Serialization;
using Adam.Data.Imports;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Imports;

/// <summary>
/// Merges an imported record into the stored project. A member that the record does not state keeps its stored value:
/// people may have entered it, and silence is no statement. The result lists all kept and removed values, so that an
/// import removes nothing silently.
/// </summary>
internal sealed class RecordMerge(IImportFormat format)
{
    private static readonly PropertyInfo[] Members =
    [
        .. typeof(ProjectDraft)
            .GetProperties()
            .Where(member =>
                member.CanWrite
                && member.Name is not (nameof(ProjectDraft.Reference) or nameof(ProjectDraft.Visibility))
            ),
    ];

    public MergedRecord Apply(ProjectDraft stored, ImportRecord record)
    {
        var read = record.Draft;
        var merged = format.Merge(stored, read);
        // The members are set by reflection below, and neither of the two drafts may change.
        merged = merged with
        { };
        var (kept, keptDetails, removed) = (new List<string>(), new List<string>(), new List<RemovedItem>());
        foreach (var member in Members)
        {
            var (before, after) = (member.GetValue(stored), member.GetValue(merged));
            if (!IsStated(record, member))
            {
                // A format keeps the members that it cannot carry itself. These need no mention.
                if (!ProjectContent.IsEmpty(before) && ProjectContent.IsEmpty(after))
                {
                    member.SetValue(merged, before);
                    kept.Add(member.Name);
                }
            }
            else
            {
                if (!ProjectContent.AreEqual(after, member.GetValue(read)))
                    keptDetails.Add(member.Name);
                removed.AddRange(RemovedItems(member.Name, before, after));
            }
        }

        // A record that does not state the visibility keeps it, so that no file widens it by silence.
        if (!(record.Stated?.Contains(nameof(ProjectDraft.Visibility)) ?? read.Visibility == Visibility.Restricted))
        {
            if (stored.Visibility != read.Visibility)
                kept.Add(nameof(ProjectDraft.Visibility));
            merged = merged with { Visibility = stored.Visibility };
        }
        else
        {
            merged = merged with { Visibility = read.Visibility };
        }

        return Consistent(new(merged, kept, keptDetails, removed));
    }

    private static bool IsStated(ImportRecord record, PropertyInfo member) =>
        record.Stated is { } stated
            ? stated.Contains(member.Name)
            // The language is that of the title, so a title without a language states it.
            : member.Name == nameof(ProjectDraft.Language) || !ProjectContent.IsEmpty(member.GetValue(record.Draft));

    private static IEnumerable<RemovedItem> RemovedItems(string member, object? before, object? after)
    {
        if (member == nameof(ProjectDraft.CountryPercentages))
            return [];

        if (before is string or DateOnly)
            return ProjectContent.IsEmpty(after) ? [new(member, TextOf(before))] : [];

        var items = ProjectContent.Items(after);
        var present = items.Select(NameOf).Select(Folding.Key).ToHashSet();
        return ProjectContent
            .Items(before)
            .Select(NameOf)
            .Where(name => !present.Contains(Folding.Key(name)))
            .Distinct(StringComparer.Ordinal)
            .Select(name => new RemovedItem(member, name))
            .Concat(RemovedAmounts(member, before, items));
    }

    /// <summary>Returns the amounts of donors that remain without any amount.</summary>
    private static IEnumerable<RemovedItem> RemovedAmounts(string member, object? before, IReadOnlyList<object> after)
    {
        var remaining = after.OfType<Donor>().ToLookup(donor => ((IParticipant)donor).Key, StringComparer.Ordinal);
        return from donor in ProjectContent.Items(before).OfType<Donor>()
            where donor.Amount is not null
            let others = remaining[((IParticipant)donor).Key]
            where others.Any() && others.All(other => other.Amount is null)
            select new RemovedItem(
                member,
                string.Create(CultureInfo.InvariantCulture, $"{donor.Currency} {donor.Amount} of {NameOf(donor)}")
            );
    }

    private static string TextOf(object value) =>
        value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value.ToString()!;

    private static string NameOf(object item) =>
        item switch
        {
            Pillar pillar => Json.NameOf(pillar),
            Place place => place.Name,
            IParticipant participant => participant.Partner is { } partner
                ? participant.Name is { } agency
                    ? $"{partner} ({agency})"
                    : partner
                : participant.Name!,
            Sector sector => sector.Code,
            RelatedProject related => related.Identifier,
            _ => item.ToString()!,
        };

    /// <summary>Removes kept values that contradict what the record states.</summary>
    private static MergedRecord Consistent(MergedRecord merged)
    {
        var draft = merged.Draft;
        var (kept, removed) = (merged.Kept.ToList(), merged.Removed.ToList());
        var percentages = draft.CountryPercentages.Where(share => draft.Countries.Contains(share.Country)).ToList();
        if (percentages.Count < draft.CountryPercentages.Count)
            draft = draft with { CountryPercentages = percentages };
        if (percentages.Count == 0)
            kept.Remove(nameof(ProjectDraft.CountryPercentages));

        if (draft.PlannedEnd < draft.PlannedStart)
        {
            draft = kept.Contains(nameof(ProjectDraft.PlannedEnd))
                ? draft with
                {
                    PlannedEnd = Remove(nameof(ProjectDraft.PlannedEnd), draft.PlannedEnd),
                }
                : draft with
                {
                    PlannedStart = Remove(nameof(ProjectDraft.PlannedStart), draft.PlannedStart),
                };
        }

        if (draft.ActualEnd < (draft.ActualStart ?? draft.PlannedStart))
        {
            draft =
                kept.Contains(nameof(ProjectDraft.ActualEnd))
                    ? draft with
                    {
                        ActualEnd = Remove(nameof(ProjectDraft.ActualEnd), draft.ActualEnd),
                    }
                : draft.ActualStart is not null
                    ? draft with
                    {
                        ActualStart = Remove(nameof(ProjectDraft.ActualStart), draft.ActualStart),
                    }
                : draft with { PlannedStart = Remove(nameof(ProjectDraft.PlannedStart), draft.PlannedStart) };
        }

        // Without its actual start, a project may end before its planned one.
        if (draft.ActualEnd < draft.PlannedStart && draft.ActualStart is null)
            draft = draft with { PlannedStart = Remove(nameof(ProjectDraft.PlannedStart), draft.PlannedStart) };

        return merged with
        {
            Draft = draft,
            Kept = kept,
            Removed = removed,
        };

        DateOnly? Remove(string member, DateOnly? day)
        {
            kept.Remove(member);
            removed.Add(new(member, $"{day:yyyy-MM-dd}"));
            return null;
        }
    }
}
