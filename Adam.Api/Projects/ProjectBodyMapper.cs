using Adam.Domain.Projects;

namespace Adam.Api.Projects;

/// <summary>Maps the JSON form of a project to the input that the rules validate.</summary>
internal static class ProjectBodyMapper
{
    /// <summary>Returns the input of the body, without the owner and the computed members.</summary>
    public static ProjectInput ToInput(this ProjectBody body) =>
        new()
        {
            Reference = body.Reference,
            Title = body.Title,
            Description = body.Description,
            Language = body.Language,
            Pillars = body.Pillars ?? [],
            Countries = body.Countries ?? [],
            CountryPercentages = Each(
                body.CountryPercentages,
                share => new CountryPercentageInput { Country = share.Country, Percentage = share.Percentage }
            ),
            Places = Each(
                body.Places,
                place => new PlaceInput
                {
                    Name = place.Name,
                    Admin1 = place.Admin1,
                    Latitude = place.Latitude,
                    Longitude = place.Longitude,
                }
            ),
            ActivityTypes = body.ActivityTypes ?? [],
            Donors = Each(
                body.Donors,
                donor => new DonorInput
                {
                    Partner = donor.Partner,
                    Name = donor.Name,
                    Amount = donor.Amount,
                    Currency = donor.Currency,
                }
            ),
            Implementers = Each(
                body.Implementers,
                implementer => new ImplementerInput { Partner = implementer.Partner, Name = implementer.Name }
            ),
            Beneficiaries = body.Beneficiaries ?? [],
            Status = body.Status,
            PlannedStart = body.PlannedStart,
            PlannedEnd = body.PlannedEnd,
            ActualStart = body.ActualStart,
            ActualEnd = body.ActualEnd,
            Sectors = Each(
                body.Sectors,
                sector => new SectorInput
                {
                    Vocabulary = sector.Vocabulary,
                    Code = sector.Code,
                    Percentage = sector.Percentage,
                }
            ),
            AdditionalSdgTargets = body.AdditionalSdgTargets ?? [],
            IatiIdentifier = body.IatiIdentifier,
            RelatedProjects = Each(
                body.RelatedProjects,
                related => new RelatedProjectInput { Identifier = related.Identifier, Relation = related.Relation }
            ),
        };

    private static IReadOnlyList<TInput> Each<TBody, TInput>(IReadOnlyList<TBody>? bodies, Func<TBody, TInput> map) =>
        bodies is null ? [] : [.. bodies.Select(map)];
}
