using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>Merges an activity that is imported again into the stored project.</summary>
/// <remarks>
/// Every <c>with</c> starts from the stored record and lists the members that IATI carries, so all other members keep
/// their stored values. Lists are those of the file. A list item that the file and the stored record share keeps the
/// details that the file leaves out, such as a place's region.
/// </remarks>
internal static class IatiMerge
{
    /// <summary>Returns the stored draft with what the file states. The reference keeps its stored spelling.</summary>
    public static ProjectDraft Apply(ProjectDraft stored, ProjectDraft read) =>
        stored with
        {
            Title = Text(stored.Title, read.Title),
            Description = Description(stored, read),
            Language = read.Language,
            Pillars = read.Pillars,
            Countries = read.Countries,
            CountryPercentages = CountryPercentages(stored, read),
            Places = Places(stored.Places, read.Places),
            Donors = Donors(stored.Donors, read.Donors),
            Implementers = Implementers(stored.Implementers, read.Implementers),
            Status = read.Status,
            PlannedStart = read.PlannedStart,
            PlannedEnd = read.PlannedEnd,
            ActualStart = read.ActualStart,
            ActualEnd = read.ActualEnd,
            // Only files of this program have it, as the measures.
            FundedUntil = read.FundedUntil ?? stored.FundedUntil,
            Sectors = Sectors(stored.Sectors, read.Sectors),
            AdditionalSdgTargets = read.AdditionalSdgTargets,
            IatiIdentifier = read.IatiIdentifier,
            RelatedProjects = RelatedProjects(stored.RelatedProjects, read.RelatedProjects),
            DeclaredMeasures = read.DeclaredMeasures.Count == 0 ? stored.DeclaredMeasures : read.DeclaredMeasures,
        };

    /// <summary>
    /// Returns the stored text if the file has what is left of it in IATI, where texts have no markup; otherwise that
    /// of the file.
    /// </summary>
    private static string Text(string stored, string read) => PlainText.Line(stored) == read ? stored : read;

    /// <inheritdoc cref="Text"/>
    private static string? Description(ProjectDraft stored, ProjectDraft read)
    {
        if (stored.Description is not { } own)
            return read.Description;

        // An export repeats the title where there is no description, so an import drops one that does.
        var carried = PlainText.Paragraphs(own);
        var rest = carried.Length == 0 || carried == PlainText.Line(stored.Title) ? null : carried;
        return rest == read.Description ? own : read.Description;
    }

    // Percentages are shares of one whole, so a file that states some of them replaces all of them.
    private static IReadOnlyList<CountryPercentage> CountryPercentages(ProjectDraft stored, ProjectDraft read) =>
        read.CountryPercentages.Count == 0
            ? [.. stored.CountryPercentages.Where(share => read.Countries.Contains(share.Country))]
            : Merge(
                stored.CountryPercentages,
                read.CountryPercentages,
                share => share.Country,
                (old, share) => old with { Country = share.Country, Percentage = share.Percentage }
            );

    private static IReadOnlyList<Sector> Sectors(IReadOnlyList<Sector> stored, IReadOnlyList<Sector> read)
    {
        var hasPercentages = read.Any(sector => sector.Percentage is not null);
        return Merge(
            stored,
            read,
            sector => (sector.Vocabulary, sector.Code),
            (old, sector) =>
                old with
                {
                    Vocabulary = sector.Vocabulary,
                    Code = sector.Code,
                    Percentage = hasPercentages ? sector.Percentage : old.Percentage,
                }
        );
    }

    private static IReadOnlyList<Donor> Donors(IReadOnlyList<Donor> stored, IReadOnlyList<Donor> read)
    {
        var amounts = stored.Where(donor => donor.Amount is not null).ToLookup(Identity);
        // A donor without an amount in the file keeps its stored amounts, one donor entry for each currency.
        var complete = read.SelectMany(donor =>
                donor.Amount is null && amounts.Contains(Identity(donor))
                    ? amounts[Identity(donor)]
                        .Select(old => donor with { Amount = old.Amount, Currency = old.Currency })
                    : Parts(donor)
            )
            .ToList();
        // IATI does not repeat a donor whose amount it states without one.
        var silent = stored
            .Where(old => old.Amount is null)
            .ExceptBy(complete.Where(donor => donor.Amount is null).Select(Identity), Identity)
            .IntersectBy(complete.Select(Identity), Identity);
        return Merge(
            stored,
            [.. complete, .. silent],
            donor => (Identity(donor), donor.Currency),
            (old, donor) =>
                old with
                {
                    Partner = donor.Partner,
                    Name = donor.Name,
                    Amount = donor.Amount,
                    Currency = donor.Currency,
                }
        );

        // IATI has one sum for each donor and currency.
        IEnumerable<Donor> Parts(Donor donor)
        {
            var parts = amounts[Identity(donor)].Where(old => old.Currency == donor.Currency).ToList();
            return parts.Count > 1 && parts.Sum(old => old.Amount) == donor.Amount
                ? parts.Select(old => donor with { Amount = old.Amount })
                : [donor];
        }
    }

    private static IReadOnlyList<Implementer> Implementers(
        IReadOnlyList<Implementer> stored,
        IReadOnlyList<Implementer> read
    ) => Merge(stored, read, Identity, (old, one) => old with { Partner = one.Partner, Name = one.Name });

    private static IReadOnlyList<RelatedProject> RelatedProjects(
        IReadOnlyList<RelatedProject> stored,
        IReadOnlyList<RelatedProject> read
    ) =>
        Merge(
            stored,
            read,
            one => one.Identifier.ToUpperInvariant(),
            (old, one) => old with { Identifier = one.Identifier, Relation = one.Relation }
        );

    /// <summary>
    /// Finds each place of the file among the stored ones: by name and position, then by name (the position was
    /// corrected), then by position (the name was corrected). Each stored place is used once.
    /// </summary>
    private static IReadOnlyList<Place> Places(IReadOnlyList<Place> stored, IReadOnlyList<Place> read)
    {
        var names = read.Select(place => Folding.Key(place.Name)).ToList();
        var left = stored.Select(place => (Place: place, Name: Folding.Key(PlainText.Line(place.Name)))).ToList();
        var merged = read.ToArray();
        var isFound = new bool[merged.Length];
        Find((old, place, sameName) => sameName && HasSamePosition(old, place));
        Find((_, _, sameName) => sameName);
        Find((old, place, _) => HasSamePosition(old, place));
        // The file has places of the same name and position once, and they may differ in details that it leaves out.
        var twins = left.Where(old =>
            read.Where((place, i) => names[i] == old.Name && PositionOf(place) == PositionOf(old.Place)).Any()
        );
        return [.. merged, .. twins.Select(old => old.Place)];

        void Find(Func<Place, Place, bool, bool> isSame)
        {
            for (var i = 0; i < merged.Length && left.Count > 0; i++)
            {
                var place = merged[i];
                var at = isFound[i] ? -1 : left.FindIndex(old => isSame(old.Place, place, old.Name == names[i]));
                if (at < 0)
                    continue;

                merged[i] = Merge(left[at].Place, place);
                isFound[i] = true;
                left.RemoveAt(at);
            }
        }
    }

    private static Place Merge(Place stored, Place read)
    {
        var (latitude, longitude) = read.Latitude is null
            ? (stored.Latitude, stored.Longitude)
            : (read.Latitude, read.Longitude);
        return stored with { Name = Text(stored.Name, read.Name), Latitude = latitude, Longitude = longitude };
    }

    private static bool HasSamePosition(Place one, Place other) =>
        one.Latitude is not null && PositionOf(one) == PositionOf(other);

    private static (double? Latitude, double? Longitude) PositionOf(Place place) => (place.Latitude, place.Longitude);

    /// <summary>Returns the organisation with its agency. Different spellings of the same name are equal.</summary>
    private static (string? Partner, string? Name) Identity(IParticipant one) =>
        (one.Partner, one.Name is null ? null : Folding.Key(one.Name));

    /// <summary>
    /// Merges each item of the file into the stored item of the same key. Each stored item is used once.
    /// </summary>
    private static IReadOnlyList<T> Merge<T, TKey>(
        IReadOnlyList<T> stored,
        IReadOnlyList<T> read,
        Func<T, TKey> key,
        Func<T, T, T> merge
    )
        where T : notnull
        where TKey : notnull
    {
        var same = stored.GroupBy(key).ToDictionary(group => group.Key, group => new Queue<T>(group));
        var merged = read.Select(item =>
                same.TryGetValue(key(item), out var items) && items.TryDequeue(out var old) ? merge(old, item) : item
            )
            .ToList();
        // A file states equal items once.
        var repeated = merged
            .Distinct()
            .SelectMany(item => same.TryGetValue(key(item), out var items) ? items.Where(old => old.Equals(item)) : []);
        return [.. merged, .. repeated];
    }
}
