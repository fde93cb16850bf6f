using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Iati;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Converts an activity to a project, by the rules of <c>docs/iati.md</c>. An unusable value is left out with a
/// warning. If a required member has no usable value, the activity is rejected, with all reasons.
/// </summary>
internal sealed partial class ActivityMapping(ImportContext context)
{
    private const int LongestReference = ProjectLimits.MaxReferenceLength;
    private const int LongestTitle = ProjectLimits.MaxTitleLength;
    private const int LongestDescription = ProjectLimits.MaxDescriptionLength;
    private const int LongestName = ProjectLimits.MaxNameLength;
    private const int MostPreviousIdentifiers = 20;
    private const int MostCountries = ProjectLimits.MaxCountries;
    private const int MostSectors = ProjectLimits.MaxSectors;
    private const int MostSdgTargets = ProjectLimits.MaxSdgTargets;

    private const string Windows1252Reason =
        "The text has characters from U+0080 to U+009F; they are read as the bytes of Windows-1252, as in HTML.";

    public ParsedRecord Map(int number, IatiActivity activity)
    {
        var diagnostics = new ImportDiagnostics();
        var identifier = activity.Identifier is null
            ? null
            : ValidationError.Printable(activity.Identifier, LongestName);
        if (activity.IsTooLarge)
        {
            // No other error is reported, because the missing values may be in the part that was dropped.
            diagnostics.Error(
                "iati-activity",
                ErrorCodes.TooMany,
                "The activity has more elements or more text than any that is published; it is not kept."
            );
            return new(
                number,
                identifier,
                activity.Line,
                activity.Column,
                null,
                null,
                diagnostics.Errors,
                diagnostics.Warnings
            );
        }

        WarnOfWindows1252(activity, diagnostics);
        ActivityCodes.RemoveZeroShares(activity, diagnostics);
        var reporter = Reporter(activity);
        var owner = Owner(activity, reporter, diagnostics);
        var organisations = new ActivityOrganisations(context.Partners, reporter, diagnostics);
        var language = TextLanguage(activity);
        var (countries, percentages) = ActivityCodes.Countries(activity, diagnostics);
        var dates = ActivityDates.FromActivity(activity, diagnostics);
        var title = Title(activity, language, diagnostics);
        var input = new ProjectInput
        {
            Reference = Reference(activity, diagnostics),
            Title = title,
            Description = Description(activity, language, title, diagnostics),
            Language = language is not null && LanguageTags.IsTag(language) ? language : null,
            Pillars = Pillars(activity, diagnostics),
            Countries = Cut(countries, "recipient-country", diagnostics, MostCountries),
            CountryPercentages = [.. percentages.Where(share => countries.Take(MostCountries).Contains(share.Country))],
            Places = Places(activity, diagnostics),
            Donors = Cut(
                new ActivityAmounts(organisations, diagnostics).Share(
                    activity,
                    Donors(activity, organisations, reporter, diagnostics)
                ),
                "participating-org",
                diagnostics,
                ProjectLimits.MaxParticipants
            ),
            Implementers = Cut(
                organisations.Implementers(activity),
                "participating-org",
                diagnostics,
                ProjectLimits.MaxParticipants
            ),
            Status = Status(activity, dates, diagnostics),
            PlannedStart = dates.PlannedStart,
            ActualStart = dates.ActualStart,
            PlannedEnd = dates.PlannedEnd,
            ActualEnd = dates.ActualEnd,
            FundedUntil = activity.OwnFundedUntil,
            Sectors = Cut(ActivityCodes.Sectors(activity, diagnostics), "sector", diagnostics, MostSectors),
            AdditionalSdgTargets = Cut(
                ActivityCodes.SdgTargets(activity, diagnostics),
                "tag",
                diagnostics,
                MostSdgTargets
            ),
            IatiIdentifier = IatiIdentifier(activity),
            RelatedProjects = Cut(
                Related(activity, diagnostics),
                "related-activity",
                diagnostics,
                ProjectLimits.MaxRelatedProjects
            ),
            DeclaredMeasures = [.. activity.OwnMeasures.Take(ProjectLimits.MaxDeclaredMeasures)],
            Visibility = activity.OwnVisibility,
        };

        // With errors there is no input: validation would report the same errors again, under the register's names.
        return new(
            number,
            identifier,
            activity.Line,
            activity.Column,
            owner,
            diagnostics.Errors.Count > 0 ? null : input,
            diagnostics.Errors,
            diagnostics.Warnings
        )
        {
            PreviousIdentifiers = PreviousIdentifiers(activity),
        };
    }

    /// <summary>
    /// Returns the identifiers that the activity had before: those of type A3, and for each previous identifier of the
    /// reporting organisation (type B1), the identifier that began with it.
    /// </summary>
    private static IReadOnlyList<string> PreviousIdentifiers(IatiActivity activity)
    {
        var (identifier, reporter) = (activity.Identifier ?? "", activity.Reporter?.Ref ?? "");
        var rest =
            reporter.Length > 0 && identifier.StartsWith(reporter, StringComparison.OrdinalIgnoreCase)
                ? identifier[reporter.Length..]
                : "";
        return
        [
            .. activity
                .OtherIdentifiers.Select(other =>
                    (other.Type?.ToUpperInvariant(), other.Ref) switch
                    {
                        ("A3", { } before) => before,
                        ("B1", { } before) when rest.Length > 0 => before + rest,
                        _ => "",
                    }
                )
                .Select(before => TextNormalization.Line(before) ?? "")
                .Where(before =>
                    before.Length is > 0 and <= LongestReference
                    && !before.Equals(identifier, StringComparison.OrdinalIgnoreCase)
                )
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MostPreviousIdentifiers),
        ];
    }

    // PlainText reads these characters wherever they stand. The warning names the elements whose texts a person reads.
    private static void WarnOfWindows1252(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        IEnumerable<(string Element, IEnumerable<Narrative> Texts)> elements =
        [
            ("title", activity.Titles),
            ("description", activity.Descriptions),
            ("participating-org", activity.Participations.SelectMany(one => one.Organisation.Names)),
            ("location", activity.Locations.SelectMany(location => location.Names.Concat(location.Descriptions))),
        ];
        foreach (var (element, texts) in elements)
        {
            if (texts.Any(text => TextNormalization.HasWindows1252(text.Text)))
                diagnostics.Warn(element, ErrorCodes.UnreadableText, Windows1252Reason);
        }
    }

    /// <summary>
    /// Returns the partner that reports the activity as its own; null if the reporter is secondary or no partner.
    /// </summary>
    private string? Reporter(IatiActivity activity)
    {
        if (activity.Reporter is not { } reporter || activity.HasSecondaryReporter)
            return null;

        return reporter.Ref is { } identifier
            ? context.Partners.Resolve(identifier)
            : reporter
                .Names.Select(name => context.Partners.Resolve(PlainText.Line(name.Text)))
                .FirstOrDefault(partner => partner is not null);
    }

    private string? Owner(IatiActivity activity, string? reporter, ImportDiagnostics diagnostics)
    {
        const string Name = "reporting-org";
        var owner = reporter ?? context.Options.Owner;
        if (owner is null)
        {
            var who = activity.Reporter is not { } given
                ? "No reporting organisation is named"
                : $"{ValidationError.Quote(given.Ref ?? "")} ({ValidationError.Printable(
                        given.Names.Select(name => name.Text).FirstOrDefault() ?? "without a name"
                    )}) is {(activity.HasSecondaryReporter ? "a secondary reporter" : "no partner")}";
            diagnostics.Error(
                Name,
                ErrorCodes.NoOwner,
                $"{who}. {Named(activity)}An admin registers the identifier with its partner; or, where the file is a "
                    + "list of projects of others, imports it with owner=."
            );
        }

        return owner;
    }

    /// <summary>Returns the sentence that says whose name the reporter has; empty if it is nobody's.</summary>
    private string Named(IatiActivity activity)
    {
        if (activity.Reporter is not { } reporter || activity.HasSecondaryReporter)
            return "";
        return
            reporter.Names.Select(name => context.Partners.Find(PlainText.Line(name.Text))).FirstOrDefault(Exists)
                is { } named
            ? $"The name is that of {(named.Agency is null ? "" : "an agency of ")}{named.Partner}. "
            : "";

        static bool Exists(NamedPartner? named) => named is not null;
    }

    /// <summary>Returns the identifier of the activity; of an exported project, the one that it has itself.</summary>
    private static string? IatiIdentifier(IatiActivity activity)
    {
        var identifier = activity.OwnReference is null ? activity.Identifier : activity.OwnIatiIdentifier;
        return identifier?.Length <= LongestReference ? identifier : null;
    }

    private static string? Reference(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        if (activity.OwnReference is { Length: <= LongestReference } own)
            return own;

        const string Name = "iati-identifier";
        if (activity.Identifier is not { } identifier)
            diagnostics.Error(
                Name,
                ErrorCodes.Missing,
                "The activity has no identifier, and could not be found again."
            );
        else if (identifier.Length > LongestReference)
            diagnostics.Error(
                Name,
                ErrorCodes.TooLong,
                $"{ValidationError.Quote(identifier)} has {identifier.Length} characters; at most {LongestReference} "
                    + "are taken."
            );
        return activity.Identifier;
    }

    /// <summary>
    /// Returns the language of the title to store: English if there is an English title, so that records of many
    /// partners can be compared; otherwise the activity's default language; otherwise the language of the first title.
    /// </summary>
    private static string? TextLanguage(IatiActivity activity) =>
        activity.Titles.Select(title => title.Language).FirstOrDefault(IsEnglish)
        ?? activity.Titles.Select(title => title.Language).FirstOrDefault(language => language == activity.Language)
        ?? activity.Titles.Select(title => title.Language).FirstOrDefault();

    private static bool IsEnglish(string? language) =>
        language?.Split('-')[0].Equals("en", StringComparison.OrdinalIgnoreCase) is true;

    private static string? Title(IatiActivity activity, string? language, ImportDiagnostics diagnostics)
    {
        const string Name = "title";
        var title = activity
            .Titles.OrderBy(title => title.Language != language)
            .Select(title => PlainText.Line(title.Text))
            .FirstOrDefault(title => title.Length > 0);
        if (title is null)
        {
            diagnostics.Error(Name, ErrorCodes.Missing, "The activity has no title.");
            return null;
        }

        if (title.Length <= LongestTitle)
            return title;

        diagnostics.Warn(
            Name,
            ErrorCodes.TooLong,
            $"The title has {title.Length} characters; it is cut at {LongestTitle}."
        );
        return PlainText.Cut(title, LongestTitle);
    }

    // A description that repeats the title adds no information and is left out.
    private static string? Description(
        IatiActivity activity,
        string? language,
        string? title,
        ImportDiagnostics diagnostics
    )
    {
        var chosen = activity.Descriptions.Any(text => text.Language == language)
            ? language
            : activity.Descriptions.Select(text => text.Language).FirstOrDefault();
        var texts = activity
            .Descriptions.Where(text => text.Language == chosen)
            .Select(text => PlainText.Paragraphs(text.Text))
            .Where(text => text.Length > 0 && text != title)
            .Distinct();
        var description = string.Join("\n\n", texts);
        if (description.Length <= LongestDescription)
            return description.Length == 0 ? null : description;

        diagnostics.Warn(
            "description",
            ErrorCodes.TooLong,
            $"The descriptions have {description.Length} characters; they are cut at {LongestDescription}."
        );
        return PlainText.Cut(description, LongestDescription);
    }

    private IReadOnlyList<string> Pillars(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        // Texts are cleaned lazily: only some sectors need them to choose a pillar.
        var texts = activity.Titles.Concat(activity.Descriptions).Select(text => PlainText.Line(text.Text));
        var sectors = activity.Sectors.Select(sector => (sector.Vocabulary ?? "", sector.Code ?? "")).ToList();
        var pillars = SectorPillars.ForSectors(sectors, texts);
        if (pillars.Count == 0 && context.Options.Pillar is { } standIn)
            pillars = [standIn];
        if (pillars.Count == 0)
            diagnostics.Error(
                "sector",
                ErrorCodes.OutOfScope,
                ValidationError.Printable(
                    $"{SectorPillars.WhyNone(sectors)} Import it with pillar= if it belongs here all the same.",
                    LongestDescription
                )
            );

        return
        [
            .. pillars.Select(pillar =>
                CodeListCatalog.Pillars.Entries.Single(entry => entry.Number == (int)pillar).Code
            ),
        ];
    }

    private static IReadOnlyList<DonorInput> Donors(
        IatiActivity activity,
        ActivityOrganisations organisations,
        string? reporter,
        ImportDiagnostics diagnostics
    )
    {
        const string Name = "participating-org";
        var donors = organisations.Donors(activity);
        if (donors.Count > 0)
            return donors;

        if (reporter is null)
        {
            diagnostics.Error(Name, ErrorCodes.Missing, "No funding organisation (role 1) is named.");
            return [];
        }

        diagnostics.Warn(
            Name,
            ErrorCodes.Missing,
            $"No funding organisation (role 1) is named; the reporting organisation, {reporter}, stands in."
        );
        return [new() { Partner = reporter }];
    }

    private static string Status(IatiActivity activity, ActivityDates dates, ImportDiagnostics diagnostics)
    {
        var given =
            CodeListCatalog.Statuses.Entries.FirstOrDefault(status =>
                status.Number?.ToString(CultureInfo.InvariantCulture) == activity.Status
            ) ?? CodeListCatalog.Statuses.Find(activity.Status ?? "");
        if (given is not null)
            return given.Code;

        var status =
            dates.ActualEnd is not null ? "closed"
            : dates.ActualStart is not null ? "implementation"
            : "pipeline";
        diagnostics.Warn(
            "activity-status",
            activity.Status is null ? ErrorCodes.Missing : ErrorCodes.UnknownCode,
            $"{(activity.Status is null
                ? "No status is given"
                : $"{ValidationError.Quote(activity.Status)} is no status (1 to 6)"
            )}; by its dates the activity is taken as '{status}'."
        );
        return status;
    }

    private static IReadOnlyList<PlaceInput> Places(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        var places = new Dictionary<(string, double?, double?), PlaceInput>();
        foreach (var location in activity.Locations)
        {
            var (latitude, longitude) = Position(location, diagnostics);
            var name =
                location
                    .Names.Concat(location.Descriptions)
                    .Select(text => PlainText.Line(text.Text))
                    .FirstOrDefault(text => text.Length > 0)
                ?? (latitude is null ? null : string.Create(CultureInfo.InvariantCulture, $"{latitude}, {longitude}"));
            if (name is null)
                continue;
            if (name.Length > LongestName)
                name = PlainText.Cut(name, LongestName);
            places.TryAdd(
                (name, latitude, longitude),
                new()
                {
                    Name = name,
                    Latitude = latitude,
                    Longitude = longitude,
                }
            );
        }

        return Cut([.. places.Values], "location", diagnostics, ProjectLimits.MaxPlaces);
    }

    private static (double?, double?) Position(Location location, ImportDiagnostics diagnostics)
    {
        if (location.Position is (null, null))
            return default;

        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var (latitude, longitude) = location.Position;
        if (
            double.TryParse(latitude, Style, CultureInfo.InvariantCulture, out var north)
            && double.TryParse(longitude, Style, CultureInfo.InvariantCulture, out var east)
            && Math.Abs(north) <= 90
            && Math.Abs(east) <= 180
            && (north, east) is not (0, 0)
        )
            return (north, east);

        diagnostics.Warn(
            "location",
            ErrorCodes.BadValue,
            $"{ValidationError.Quote($"{latitude} {longitude}")} is no position, latitude first; the place is taken "
                + "without one."
        );
        return default;
    }

    /// <summary>
    /// Returns the related activities. If a transaction names the activity that provided or received the money, that
    /// activity is added as parent or child.
    /// </summary>
    private static IReadOnlyList<RelatedProjectInput> Related(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        var related = new List<RelatedProjectInput>();
        var identifiers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var organisations = activity
            .Participations.Select(one => one.Organisation)
            .Append(activity.Reporter)
            .Concat(activity.Transactions.Select(one => one.Provider))
            .Select(one => one?.Ref)
            .ToHashSet();
        foreach (var (type, identifier) in activity.Related)
        {
            var relation = CodeListCatalog.Relations.Entries.FirstOrDefault(entry =>
                entry.Number?.ToString(CultureInfo.InvariantCulture) == type
            );
            if (relation is null && identifier is not null)
                diagnostics.Warn(
                    "related-activity",
                    ErrorCodes.UnknownCode,
                    $"{ValidationError.Quote(type ?? "")} is no type of related activity (1 to 5); "
                        + $"{ValidationError.Quote(identifier)} is left out."
                );
            else if (relation is not null)
                Add(identifier, relation.Code);
        }

        foreach (var transaction in activity.Transactions)
        {
            if (transaction.Type?.ToUpperInvariant() is "1" or "11" or "13" or "IF")
                AddUnlessRelated(transaction.ProviderActivity, "parent");
            else
                AddUnlessRelated(transaction.ReceiverActivity, "child");
        }

        return related;

        void Add(string? identifier, string relation)
        {
            // Some files state the organisation's identifier instead of the activity's.
            if (
                identifier is { Length: <= ProjectLimits.MaxIdentifierLength }
                && !identifier.Equals(activity.Identifier, StringComparison.OrdinalIgnoreCase)
                && !OrganisationIdentifier().IsMatch(identifier)
                && !organisations.Contains(identifier)
            )
            {
                identifiers.Add(identifier);
                related.Add(new() { Identifier = identifier, Relation = relation });
            }
        }

        void AddUnlessRelated(string? identifier, string relation)
        {
            if (identifier is not null && !identifiers.Contains(identifier))
                Add(identifier, relation);
        }
    }

    private static IReadOnlyList<T> Cut<T>(IReadOnlyList<T> items, string name, ImportDiagnostics diagnostics, int most)
    {
        if (items.Count <= most)
            return items;

        diagnostics.Warn(name, ErrorCodes.TooMany, $"There are {items.Count}; the first {most} are taken.");
        return [.. items.Take(most)];
    }

    // Matches an organisation identifier: a registration agency (org-id.guide) and one number. The identifier of an
    // activity has further parts.
    [GeneratedRegex("^(XM-DAC|XI-[A-Z]+|[A-Z]{2}-[A-Z]+)-[A-Za-z0-9]+\\z")]
    private static partial Regex OrganisationIdentifier();
}
