using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Resolves the organisations of an activity to partners, agencies of partners, or external organisations.
/// </summary>
/// <param name="reporter">The partner that reports the activity; null if the file lists the projects of others.</param>
internal sealed class ActivityOrganisations(PartnerDirectory partners, string? reporter, ImportDiagnostics diagnostics)
{
    private const string Government = "10";
    private const string IncomingCommitment = "11";
    private const int MostNames = 20;

    // Placeholders that files use instead of a name. Stored as names, they would make two records seem to share an
    // organisation.
    private static readonly HashSet<string> NoNames = new(StringComparer.Ordinal)
    {
        "",
        "unspecified",
        "unknown",
        "not specified",
        "not available",
        "not applicable",
        "not reported",
        "non specified",
        "n a",
        "na",
        "none",
        "no data",
        "tbd",
        "to be determined",
        "to be confirmed",
        "other",
        "others",
        "various",
        "multiple",
        "miscellaneous",
        "redacted",
        "undisclosed",
        "confidential",
        "sin especificar",
        "no especificado",
        "por definir",
        "non precise",
        "inconnu",
        "aggregate",
    };

    private static readonly HashSet<string> NoNameEndings = new(StringComparer.Ordinal)
    {
        "other",
        "redacted",
        "unspecified",
        "undisclosed",
        "unknown",
    };

    /// <summary>
    /// Returns the funding organisations (role 1) and the providers of incoming commitments without duplicates, in the
    /// order of the file.
    /// </summary>
    public IReadOnlyList<DonorInput> Donors(IatiActivity activity)
    {
        var funders = In(activity, "1", "funding")
            .Select(organisation => Who(organisation, funds: true))
            .OfType<(string? Partner, string? Name)>()
            .Distinct()
            .ToList();
        var fundingPartners = funders
            .Select(funder => funder.Partner)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var providers = activity
            .Transactions.Where(transaction => transaction.Type is IncomingCommitment)
            .Select(transaction => transaction.Provider is null ? null : Who(transaction.Provider, funds: true))
            .OfType<(string? Partner, string? Name)>()
            .Distinct()
            // A funder may be named with its agency in one place and without it in the other.
            .Where(provider => provider.Partner is null || !fundingPartners.Contains(provider.Partner))
            .Except(funders);
        return [.. funders.Concat(providers).Select(who => new DonorInput { Partner = who.Partner, Name = who.Name })];
    }

    /// <summary>Returns the implementing organisations (role 4) without duplicates, in the order of the file.</summary>
    public IReadOnlyList<ImplementerInput> Implementers(IatiActivity activity) =>
        [
            .. In(activity, "4", "implementing")
                .Select(organisation => Who(organisation, funds: false))
                .OfType<(string?, string?)>()
                .Distinct()
                .Select(who => new ImplementerInput { Partner = who.Item1, Name = who.Item2 }),
        ];

    /// <summary>
    /// Returns the partner with its agency, or the name alone; null if the element names no organisation.
    /// </summary>
    /// <param name="funds">
    /// True if the organisation provides funds. A government body without an identifier is then taken as a body of the
    /// reporting State.
    /// </param>
    public (string? Partner, string? Name)? Who(Organisation organisation, bool funds)
    {
        var name = organisation.Names.Count == 0 ? null : Name(organisation.Names[0].Text);
        var named = name is null ? null : partners.Find(name);
        if (organisation.Ref is { } identifier && partners.Resolve(identifier) is { } partner)
        {
            if (named is null || named.Partner == partner)
                return (partner, named is { Agency: null } ? null : name);

            diagnostics.Warn(
                "participating-org",
                ErrorCodes.BadValue,
                $"{ValidationError.Quote(identifier)} is {partner}, and {ValidationError.Quote(name!)} is "
                    + $"{named.Partner}; the identifier is believed."
            );
            return (partner, null);
        }

        if (name is null)
            return IsIdentifier(organisation.Ref) && Name(organisation.Ref!) is { } alone ? (null, alone) : null;
        if (named is not null)
            return (named.Partner, named.Agency);
        if (
            funds
            && organisation.Type is null or Government
            && !IsIdentifier(organisation.Ref)
            && reporter is not null
            && CodeListCatalog.Countries.Find(reporter) is not null
        )
            return (reporter, name);
        return (null, name);
    }

    /// <summary>
    /// Returns the organisations with a role. IATI 1 repeats the element to name one organisation in another language;
    /// such elements are one organisation, with the name in the activity's language first.
    /// </summary>
    private static List<Organisation> In(IatiActivity activity, string role, string before2)
    {
        var organisations = new List<Organisation>();
        // An element can only repeat the last one with its identifier, so that the work is linear.
        var lastByRef = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (given, organisation) in activity.Participations)
        {
            if (given != role && !string.Equals(given, before2, StringComparison.OrdinalIgnoreCase))
                continue;

            if (
                organisation.Ref is { } identifier
                && lastByRef.TryGetValue(identifier, out var last)
                && IsInOtherLanguages(organisations[last], organisation)
            )
            {
                var names = organisations[last].Names.Concat(organisation.Names);
                organisations[last] = organisations[last] with
                {
                    Names = [.. names.OrderBy(name => name.Language != activity.Language).Take(MostNames)],
                };
                continue;
            }

            if (organisation.Ref is not null)
                lastByRef[organisation.Ref] = organisations.Count;
            organisations.Add(organisation);
        }

        return organisations;
    }

    private static bool IsInOtherLanguages(Organisation one, Organisation other) =>
        one.Names.Count > 0
        && other.Names.Count > 0
        && !one.Names.Select(name => name.Language).Intersect(other.Names.Select(name => name.Language)).Any();

    /// <summary>Returns the name on one line; null if it is a placeholder.</summary>
    private static string? Name(string text)
    {
        var name = PlainText.Line(text);
        var words = Folding.Fold(name);
        var saysNothing =
            NoNames.Contains(words)
            || (
                name.Contains(" - ", StringComparison.Ordinal)
                && NoNameEndings.Contains(words[(words.LastIndexOf(' ') + 1)..])
            );
        if (saysNothing)
            return null;

        return name.Length > ProjectLimits.MaxNameLength ? PlainText.Cut(name, ProjectLimits.MaxNameLength) : name;
    }

    /// <summary>
    /// Returns true if the text has the form of an organisation identifier, which begins with a registration agency.
    /// The numbers that States give their own bodies ("2", "33") do not have it.
    /// </summary>
    private static bool IsIdentifier(string? text) => text?.IndexOf('-', StringComparison.Ordinal) > 0;
}
