using Adam.Api.Errors;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Api.Projects.Filtering;

/// <summary>
/// Converts the filters of a request to a filter of the store. An unknown name is an error: it does not return an empty
/// list.
/// </summary>
internal sealed class ProjectFilterReader(PartnerStore partners)
{
    private const int MostWords = 10;

    /// <exception cref="ProblemException">The request has errors; all are listed.</exception>
    public async Task<ProjectFilter> ReadAsync(ProjectFilterRequest request, CancellationToken ct)
    {
        List<ValidationError> errors = [.. request.BindingErrors];
        var asksForSomebody =
            request.Donor.Count + request.Implementer.Count + request.Partner.Count + request.Owner.Count > 0;
        var filter = await ReadAsync(
            request,
            asksForSomebody ? await partners.DirectoryAsync(ct) : PartnerDirectory.Empty,
            errors,
            ct
        );
        errors.ThrowIfAny();
        return filter;
    }

    /// <summary>Reads the filter, and adds errors to <paramref name="errors"/>.</summary>
    public async Task<ProjectFilter> ReadAsync(
        ProjectFilterRequest request,
        PartnerDirectory directory,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        var (from, to) = Window(request, errors);
        if (request.StartsFrom > request.StartsTo)
            errors.Add(Reversed("startsTo", request.StartsFrom.Value, request.StartsTo.Value));
        if (request.EndsFrom > request.EndsTo)
            errors.Add(Reversed("endsTo", request.EndsFrom.Value, request.EndsTo.Value));
        return new()
        {
            Countries = request.Country,
            RouteCountries = RegionCountries.Read(request.Route, request.Region, errors),
            Pillars = request.Pillar,
            Donors = await KeysAsync("donor", request.Donor, directory, errors, ct),
            Implementers = await KeysAsync("implementer", request.Implementer, directory, errors, ct),
            Partners = await KeysAsync("partner", request.Partner, directory, errors, ct),
            Owners = Owners(request.Owner, directory, errors),
            Statuses = request.Status,
            Visibilities = request.Visibility,
            ActivityTypes = request.ActivityType,
            SdgTargets = request.SdgTarget,
            ActiveFrom = from,
            ActiveTo = to,
            StartsFrom = request.StartsFrom,
            StartsTo = request.StartsTo,
            EndsFrom = request.EndsFrom,
            EndsTo = request.EndsTo,
            FundedUntilBefore = request.FundedUntilBefore,
            OutlivesFunding = request.OutlivesFunding,
            Places = Names("place", request.Place, errors),
            Admin1s = Names("admin1", request.Admin1, errors),
            Near = PositionParser.ReadCircle("near", request.Near, errors),
            Box = PositionParser.ReadBox("bbox", request.Bbox, errors),
            Words = Words(request.Q, errors),
            UpdatedSince = request.UpdatedSince?.Instant,
        };
    }

    /// <summary>
    /// Returns the key of a partner, or of an organisation that a project names. The name of an agency returns its
    /// partner, because projects are compared by partner. If there is neither, adds an error and returns an empty
    /// string.
    /// </summary>
    public async Task<string> KeyAsync(
        string parameter,
        string name,
        PartnerDirectory directory,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        if (directory.Find(name) is { } named)
            return named.Partner;

        var key = Folding.Key(name);
        if (key.Length > 0 && await partners.KnowsOrganisationAsync(key, ct))
            return key;

        errors.Add(
            new(
                parameter,
                $"{ValidationError.Quote(name)} is no partner, and no organisation that any project "
                    + $"names. {Guess(name, directory)}",
                ErrorCodes.UnknownCode
            )
        );
        return "";
    }

    /// <summary>Returns the codes of owners and the keys of donors, and adds errors for unknown ones.</summary>
    public async Task<(IReadOnlyList<string> Owners, IReadOnlyList<string> Donors)> OwnersAndDonorsAsync(
        IReadOnlyList<string> owners,
        IReadOnlyList<string> donors,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        if (owners.Count + donors.Count == 0)
            return ([], []);

        var directory = await partners.DirectoryAsync(ct);
        return (Owners(owners, directory, errors), await KeysAsync("donor", donors, directory, errors, ct));
    }

    private static (DateOnly? From, DateOnly? To) Window(ProjectFilterRequest request, List<ValidationError> errors)
    {
        if (request.ActiveOn is not null && (request.ActiveFrom ?? request.ActiveTo) is not null)
            errors.Add(
                new(
                    "activeOn",
                    "activeOn is a window of one day: give it, or activeFrom and activeTo, not both.",
                    ErrorCodes.BadValue
                )
            );
        if (request.ActiveFrom > request.ActiveTo)
            errors.Add(Reversed("activeTo", request.ActiveFrom.Value, request.ActiveTo.Value));
        return request.ActiveOn is { } day ? (day, day) : (request.ActiveFrom, request.ActiveTo);
    }

    private static ValidationError Reversed(string parameter, DateOnly from, DateOnly to) =>
        new(
            parameter,
            $"The window ends ({to:yyyy-MM-dd}) before it begins ({from:yyyy-MM-dd}).",
            ErrorCodes.EndBeforeStart
        );

    private static IReadOnlyList<string> Words(string? text, List<ValidationError> errors)
    {
        if (text is null)
            return [];

        var words = Folding.Words(text);
        if (words.Count is 0 or > MostWords)
            errors.Add(
                new(
                    "q",
                    words.Count == 0
                        ? $"{ValidationError.Quote(text)} has neither letters nor digits to look for."
                        : $"{words.Count} words are too many: at most {MostWords}.",
                    ErrorCodes.BadValue
                )
            );
        return words;
    }

    private static IReadOnlyList<string> Names(
        string parameter,
        IReadOnlyList<string> names,
        List<ValidationError> errors
    )
    {
        var keys = names.Select(Folding.Key).ToList();
        errors.AddRange(
            names
                .Where((_, index) => keys[index].Length == 0)
                .Select(name => new ValidationError(
                    parameter,
                    $"{ValidationError.Quote(name)} has neither letters nor digits: give the whole name.",
                    ErrorCodes.BadValue
                ))
        );
        return [.. keys.Distinct(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> Owners(
        IReadOnlyList<string> names,
        PartnerDirectory directory,
        List<ValidationError> errors
    ) => [.. names.Select(name => Owner(name, directory, errors)).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string? Owner(string name, PartnerDirectory directory, List<ValidationError> errors)
    {
        var code = directory.Resolve(name);
        if (code is null)
            errors.Add(
                new(
                    "owner",
                    $"{ValidationError.Quote(name)} is no partner, and only partners own "
                        + $"projects. {Guess(name, directory)}",
                    ErrorCodes.UnknownCode
                )
            );
        return code;
    }

    private static string Guess(string name, PartnerDirectory directory) =>
        ValidationError.PartnerMeant(name, directory) ?? "GET /v1/partners lists the partners.";

    private async Task<IReadOnlyList<string>> KeysAsync(
        string parameter,
        IReadOnlyList<string> names,
        PartnerDirectory directory,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        var keys = new List<string>();
        foreach (var name in names)
            keys.Add(await KeyAsync(parameter, name, directory, errors, ct));
        return [.. keys.Distinct(StringComparer.Ordinal)];
    }
}
