using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Text;
using Lists = Adam.Domain.CodeLists.CodeListCatalog;

namespace Adam.Domain.Projects;

/// <summary>Converts a project as it was stated to its canonical draft.</summary>
public static class ProjectNormalizer
{
    /// <summary>
    /// Returns the draft: codes in the spelling of their list, texts in NFC without invisible characters and
    /// superfluous spaces, each repeated item once, and each partner by its code. Invalid members are left empty or at
    /// a default, and a participant that is nobody is left out. Use a member only if validation found no error in it.
    /// </summary>
    public static ProjectDraft ToDraft(this ProjectInput input, PartnerDirectory partners) =>
        new()
        {
            Reference = Text(input.Reference) ?? "",
            Title = Text(input.Title) ?? "",
            Description = TextNormalization.Paragraphs(input.Description),
            Language = Text(input.Language) is { } tag ? LanguageTags.Canonical(tag) : null,
            Pillars =
            [
                .. Codes(Lists.Pillars, input.Pillars).Select(code => (Pillar)Lists.Pillars.Find(code)!.Number!),
            ],
            Countries =
            [
                .. input.Countries.Select(CountryNames.Resolve).OfType<string>().Distinct(StringComparer.Ordinal),
            ],
            CountryPercentages = [.. input.CountryPercentages.Select(CountryPercentage)],
            Places = [.. input.Places.Select(Place)],
            ActivityTypes = Codes(Lists.ActivityTypes, input.ActivityTypes),
            Donors = [.. input.Donors.Select(donor => Donor(donor, partners)).Where(IsSomebody)],
            Implementers =
            [
                .. input.Implementers.Select(implementer => Implementer(implementer, partners)).Where(IsSomebody),
            ],
            Beneficiaries = [.. input.Beneficiaries.Select(name => Text(name) ?? "").Distinct(StringComparer.Ordinal)],
            Status = (ProjectStatus)(Find(Lists.Statuses, input.Status)?.Number ?? (int)ProjectStatus.Implementation),
            PlannedStart = input.PlannedStart,
            PlannedEnd = input.PlannedEnd,
            ActualStart = input.ActualStart,
            ActualEnd = input.ActualEnd,
            FundedUntil = input.FundedUntil,
            Sectors = [.. input.Sectors.Select(Sector).DistinctBy(sector => (sector.Vocabulary, sector.Code))],
            AdditionalSdgTargets = Codes(Lists.SdgTargets, input.AdditionalSdgTargets),
            IatiIdentifier = Text(input.IatiIdentifier),
            RelatedProjects = [.. input.RelatedProjects.Select(RelatedProject).Distinct()],
            DeclaredMeasures =
            [
                .. input
                    .DeclaredMeasures.Select(Text)
                    .OfType<string>()
                    .DistinctBy(reference => reference.ToUpperInvariant(), StringComparer.Ordinal),
            ],
            Visibility = (Visibility)(Find(Lists.Visibilities, input.Visibility)?.Number ?? (int)Visibility.Partners),
        };

    private static CountryPercentage CountryPercentage(CountryPercentageInput share) =>
        new(CountryNames.Resolve(share.Country ?? "") ?? "", WithoutTrailingZeros(share.Percentage ?? 0));

    private static Place Place(PlaceInput place) =>
        new(Text(place.Name) ?? "", Text(place.Admin1), place.Latitude, place.Longitude);

    private static RelatedProject RelatedProject(RelatedProjectInput related) =>
        new(Text(related.Identifier) ?? "", (Relation)(Find(Lists.Relations, related.Relation)?.Number ?? 0));

    private static Sector Sector(SectorInput sector)
    {
        var vocabulary = Find(Lists.SectorVocabularies, sector.Vocabulary)?.Code ?? "";
        var code = Find(Lists.SectorsOf(vocabulary), sector.Code)?.Code ?? "";
        return new(vocabulary, code, sector.Percentage is { } percentage ? WithoutTrailingZeros(percentage) : null);
    }

    // Division by one with 28 decimals removes trailing zeros, so that equal percentages are written alike.
    private static decimal WithoutTrailingZeros(decimal number) => number / 1.000000000000000000000000000000000m;

    private static Donor Donor(DonorInput donor, PartnerDirectory partners)
    {
        var (partner, name) = Participant(donor, partners);
        var currency = Find(Lists.Currencies, donor.Currency);
        var decimals = (byte)(currency?.Decimals ?? 0);
        // The amount has as many decimals as the currency, so that equal amounts are written alike.
        decimal? amount = donor.Amount is { } given
            ? decimal.Round(given, decimals) + new decimal(0, 0, 0, false, decimals)
            : null;
        return new(partner, name, amount, currency?.Code);
    }

    private static Implementer Implementer(ImplementerInput implementer, PartnerDirectory partners)
    {
        var (partner, name) = Participant(implementer, partners);
        return new(partner, name);
    }

    private static (string? Partner, string? Name) Participant(IParticipantInput input, PartnerDirectory partners)
    {
        var (partner, name) = (Text(input.Partner), Text(input.Name));
        var named = name is null ? null : partners.Find(name);
        if (partner is null)
            return named is null ? (null, name) : (named.Partner, named.Agency);

        // The partner's own name beside its code is redundant.
        return (partners.Resolve(partner), named is { Agency: null } ? null : name);
    }

    // An invalid participant has neither member. No participant of a draft is like that, also of a draft with errors,
    // which is compared with other projects if the errors are in members that do not determine overlaps.
    private static bool IsSomebody(IParticipant participant) => participant is not { Partner: null, Name: null };

    private static string? Text(string? text) => TextNormalization.Line(text);

    private static string[] Codes(CodeList list, IReadOnlyList<string> codes) =>
        [.. codes.Select(code => Find(list, code)?.Code).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static CodeListEntry? Find(CodeList list, string? code) => list.Find(code?.Trim() ?? "");
}
