using System.Globalization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Measures;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using FluentValidation;

namespace Adam.Api.Projects;

/// <summary>
/// The rules for the members of a project that apply to every format, beyond the form. The
/// <see cref="ProjectValidationContext"/> supplies the partners and the errors of the form.
/// </summary>
internal sealed class ProjectRules : AbstractValidator<ProjectInput>
{
    // FluentValidation reads the names when rules are created, so they are configured before the first rule.
    static ProjectRules() => Validation.Configure();

    public ProjectRules()
    {
        Codes(CodeListCatalog.Pillars, RuleForEach(project => project.Pillars));
        RuleForEach(project => project.Countries)
            .Custom(
                (country, context) =>
                {
                    if (country is not null && CountryNames.Resolve(country) is null)
                        context.Fail(
                            ValidationError.NoCodeOf(CodeListCatalog.Countries, country),
                            ErrorCodes.UnknownCode
                        );
                }
            );
        Codes(CodeListCatalog.ActivityTypes, RuleForEach(project => project.ActivityTypes));
        Codes(CodeListCatalog.SdgTargets, RuleForEach(project => project.AdditionalSdgTargets));
        Codes(CodeListCatalog.Statuses, RuleFor(project => project.Status));
        Codes(CodeListCatalog.Visibilities, RuleFor(project => project.Visibility));
        RuleForEach(project => project.Beneficiaries)
            .Must(name => !string.IsNullOrWhiteSpace(name))
            .WithMessage("A beneficiary needs a name.")
            .WithErrorCode(ErrorCodes.Missing)
            .MaximumLength(ProjectLimits.MaxBeneficiaryLength)
            .WithMessage($"The name has more than {ProjectLimits.MaxBeneficiaryLength} characters.")
            .WithErrorCode(ErrorCodes.TooLong);

        RuleFor(project => project.Language)
            .Must(tag => string.IsNullOrWhiteSpace(tag) || LanguageTags.IsTag(tag.Trim()))
            .WithMessage(project =>
                $"{ValidationError.Quote(project.Language!)} is no language tag, such as en, ru or pt-BR."
            )
            .WithErrorCode(ErrorCodes.BadValue);
        RuleFor(project => project.CountryPercentages).Custom(Percentages);
        RuleForEach(project => project.Places)
            .ChildRules(place =>
                place
                    .RuleFor(it => it)
                    .Custom(
                        (it, context) =>
                        {
                            var missing = it.Latitude is null ? ".latitude" : ".longitude";
                            if (it.Latitude is null != it.Longitude is null && !context.Unread(missing))
                                context.Fail(
                                    "Latitude and longitude go together: give both or neither.",
                                    ErrorCodes.Missing,
                                    missing
                                );
                        }
                    )
            );
        RuleForEach(project => project.Sectors)
            .ChildRules(sector =>
            {
                Codes(CodeListCatalog.SectorVocabularies, sector.RuleFor(it => it.Vocabulary));
                sector
                    .RuleFor(it => it.Code)
                    .Custom(
                        (code, context) =>
                            Code(
                                CodeListCatalog.SectorsOf(context.InstanceToValidate.Vocabulary?.Trim()),
                                code,
                                context
                            )
                    );
                sector
                    .RuleFor(it => it.Percentage)
                    .Must(percentage => percentage is not <= 0)
                    .WithMessage("A percentage must be above 0. Leave it out where it is not known.")
                    .WithErrorCode(ErrorCodes.OutOfRange);
            });
        RuleForEach(project => project.RelatedProjects)
            .ChildRules(related => Codes(CodeListCatalog.Relations, related.RuleFor(it => it.Relation)));

        RuleForEach(project => project.DeclaredMeasures)
            .Custom(
                (reference, context) =>
                {
                    if (reference is not null && !MeasureDraft.IsReference(reference.Trim()))
                        context.Fail(
                            $"{ValidationError.Quote(reference)} is no reference of a measure: it has at most "
                                + $"{MeasureDraft.MaxReferenceLength} letters, digits, hyphens, dots and underscores.",
                            ErrorCodes.BadValue
                        );
                }
            );

        RuleForEach(project => project.Donors)
            .ChildRules(donor =>
            {
                Participant(donor);
                Amount(donor);
            });
        RuleFor(project => project.Donors).Custom(Sums);
        RuleForEach(project => project.Implementers).ChildRules(Participant);
        Dates();
    }

    private static void Codes<T>(CodeList list, IRuleBuilder<T, string?> rule) =>
        rule.Custom((code, context) => Code(list, code, context));

    private static void Code<T>(CodeList list, string? code, ValidationContext<T> context)
    {
        if (code is not null && list.Find(code.Trim()) is null)
            context.Fail(ValidationError.NoCodeOf(list, code), ErrorCodes.UnknownCode);
    }

    private static void Percentages(
        IReadOnlyList<CountryPercentageInput> shares,
        ValidationContext<ProjectInput> context
    )
    {
        var countries = context.InstanceToValidate.Countries.Select(CountryNames.Resolve).ToHashSet();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < shares.Count; i++)
        {
            var given = shares[i].Country;
            var country = given is null ? null : CountryNames.Resolve(given);
            if (given is not null && country is null)
                context.Fail(
                    ValidationError.NoCodeOf(CodeListCatalog.Countries, given),
                    ErrorCodes.UnknownCode,
                    $"[{i}].country"
                );
            else if (country is not null && !countries.Contains(country) && !context.Unread("countries"))
                context.Fail(
                    $"{ValidationError.Quote(country)} is none of the project's countries. Name it in countries too.",
                    ErrorCodes.BadValue,
                    $"[{i}].country"
                );
            else if (country is not null && !seen.Add(country))
                context.Fail(
                    $"{ValidationError.Quote(country)} has a percentage already.",
                    ErrorCodes.BadValue,
                    $"[{i}].country"
                );
            if (shares[i].Percentage is <= 0)
                context.Fail(
                    "A percentage must be above 0. Leave the country out here where it is not known.",
                    ErrorCodes.OutOfRange,
                    $"[{i}].percentage"
                );
        }
    }

    private static void Participant<T>(InlineValidator<T> rules)
        where T : class, IParticipantInput =>
        rules
            .RuleFor(it => it)
            .Custom(
                (it, context) =>
                {
                    var partners = ProjectValidationContext.From(context).Partners;
                    var (partner, name) = (it.Partner?.Trim() ?? "", it.Name?.Trim() ?? "");
                    if (partner.Length == 0 && name.Length == 0)
                    {
                        if (!context.Unread(".partner") && !context.Unread(".name"))
                            context.Fail(
                                "Name who it is: partner, or name outside the partnership.",
                                ErrorCodes.Missing
                            );
                        return;
                    }

                    var known = partner.Length == 0 ? null : partners.Resolve(partner);
                    var several =
                        partner.Length > 0
                            ? known is null
                                ? Several(partners, partner)
                                : []
                            : Several(partners, name);
                    if (several.Count > 0)
                        context.Fail(
                            $"{ValidationError.Quote(partner.Length > 0 ? partner : name)} names "
                                + $"{several.Count} partners. Give each as an item of its own; in a table, separate "
                                + $"them with semicolons: {string.Join("; ", several)}.",
                            ErrorCodes.SeveralInOne,
                            partner.Length > 0 ? ".partner" : ".name"
                        );
                    else if (partner.Length > 0 && known is null && partners.Find(partner) is { } agency)
                        context.Fail(
                            $"{ValidationError.Quote(partner)} is an agency of {agency.Partner}. Put it into name.",
                            ErrorCodes.UnknownCode,
                            ".partner"
                        );
                    else if (partner.Length > 0 && known is null)
                        context.Fail(
                            $"{ValidationError.Quote(partner)} is no partner. {Guess(partners, partner)}An "
                                + "organisation outside the partnership goes into name alone.",
                            ErrorCodes.UnknownCode,
                            ".partner"
                        );
                    if (name.Length == 0)
                        return;

                    if (Folding.Key(name).Length == 0)
                    {
                        var reason =
                            $"it needs a letter or a digit, and at most {ProjectLimits.MaxNameLength} of them.";
                        context.Fail(
                            $"{ValidationError.Quote(name)} is no name: {reason}",
                            ErrorCodes.BadValue,
                            ".name"
                        );
                    }
                    else if (known is not null && partners.Find(name) is { } other && other.Partner != known)
                        context.Fail(
                            $"{ValidationError.Quote(name)} is "
                                + $"{(other.Agency is null ? "the partner" : "an agency of")} {other.Partner}, not an "
                                + $"agency of {known}. Which of the two is it?",
                            ErrorCodes.BadValue,
                            ".name"
                        );
                }
            );

    /// <summary>
    /// Returns the names in a text that lists several partners; none if it does not. The names of one partner and its
    /// agencies are parts of one name.
    /// </summary>
    private static IReadOnlyList<string> Several(PartnerDirectory partners, string text)
    {
        if (text.Length > ProjectLimits.MaxNameLength)
            return [];
        var names = ListedValues.Apart(text, part => partners.Find(part) is not null);
        return names.Count > 1 && names.Select(name => partners.Find(name)!.Partner).Distinct().Skip(1).Any()
            ? names
            : [];
    }

    private static string Guess(PartnerDirectory partners, string text) =>
        Nearest.FindIn(text, partners.Names) is { } nearest ? $"Did you mean {ValidationError.Quote(nearest)}? " : "";

    private static void Amount(InlineValidator<DonorInput> rules) =>
        rules
            .RuleFor(donor => donor)
            .Custom(
                (donor, context) =>
                {
                    var currency = donor.Currency is null
                        ? null
                        : CodeListCatalog.Currencies.Find(donor.Currency.Trim());
                    if (donor.Currency is not null && currency is null)
                        context.Fail(
                            ValidationError.NoCodeOf(CodeListCatalog.Currencies, donor.Currency),
                            ErrorCodes.UnknownCode,
                            ".currency"
                        );
                    if (donor is { Amount: null, Currency: not null })
                        context.Fail(
                            "A currency says nothing without an amount. Give the amount, or leave the currency out.",
                            ErrorCodes.Missing,
                            ".amount"
                        );
                    if (donor is { Amount: not null, Currency: null })
                        context.Fail("An amount needs its currency, such as EUR.", ErrorCodes.Missing, ".currency");
                    if (donor.Amount is not { } amount)
                        return;

                    var shown = ValidationError.Quote(amount.ToString(CultureInfo.InvariantCulture));
                    if (amount is < 0 or >= ProjectLimits.AmountLimit)
                    {
                        var reason = $"{shown} must lie between 0 and {ProjectLimits.AmountLimit - 1:0}.";
                        context.Fail(reason, ErrorCodes.OutOfRange, ".amount");
                    }
                    else if (currency is not null && decimal.Round(amount, currency.Decimals!.Value) != amount)
                        context.Fail(
                            $"{shown} has more decimals than {currency.Code}, which has {currency.Decimals}.",
                            ErrorCodes.BadValue,
                            ".amount"
                        );
                }
            );

    // The sum of a project's amounts in one currency has a limit, so that sums over the whole register fit in the
    // columns and in decimal.
    private static void Sums(IReadOnlyList<DonorInput> donors, ValidationContext<ProjectInput> context)
    {
        var currencies = donors
            .Where(donor => donor.Amount is >= 0 and < ProjectLimits.AmountLimit)
            .GroupBy(donor => donor.Currency?.Trim(), StringComparer.OrdinalIgnoreCase)
            .Where(currency => currency.Sum(donor => donor.Amount!.Value) >= ProjectLimits.AmountLimit);
        foreach (var currency in currencies)
        {
            var shown = ValidationError.Quote(currency.Key ?? "");
            context.Fail(
                $"The amounts in {shown} add up to more than {ProjectLimits.AmountLimit - 1:0}.",
                ErrorCodes.OutOfRange
            );
        }
    }

    private void Dates() =>
        RuleFor(project => project)
            .Custom(
                (project, context) =>
                {
                    var planned = Order("plannedStart", project.PlannedStart, "plannedEnd", project.PlannedEnd);
                    var actual = Order("actualStart", project.ActualStart, "actualEnd", project.ActualEnd);
                    // Without an actual start, the period begins with the planned one. A project that began after its
                    // planned end is late, which is no error.
                    if (planned && actual && project.ActualStart is null)
                        Order("plannedStart", project.PlannedStart, "actualEnd", project.ActualEnd);

                    bool Order(string startName, DateOnly? start, string endName, DateOnly? end)
                    {
                        if (start is null || end is null || start <= end)
                            return true;

                        context.Fail(
                            $"The end ({endName} {end:yyyy-MM-dd}) lies before the start ({startName} "
                                + $"{start:yyyy-MM-dd}).",
                            ErrorCodes.EndBeforeStart,
                            endName
                        );
                        return false;
                    }
                }
            );
}

internal static class ProjectFailures
{
    /// <param name="member">
    /// The member of the validated value, which is appended to its name; empty for the value itself.
    /// </param>
    public static void Fail<T>(this ValidationContext<T> context, string reason, ErrorCode code, string member = "") =>
        context.AddFailure(
            new FluentValidation.Results.ValidationFailure(context.PropertyPath + member, reason) { ErrorCode = code }
        );

    /// <summary>Returns true if the member was given in a form that could not be parsed.</summary>
    public static bool Unread<T>(this ValidationContext<T> context, string member) =>
        ProjectValidationContext.From(context).FormErrors.HasErrorFor(context.PropertyPath + member);
}
