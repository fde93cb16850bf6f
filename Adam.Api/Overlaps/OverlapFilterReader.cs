using Adam.Api.Projects;
using Adam.Api.Requests;
using Adam.Data.Overlaps;
using Adam.Data.Partners;
using Adam.Data.Projects;

namespace Adam.Api.Overlaps;

internal sealed class OverlapFilterReader(ProjectFilterReader projects, PartnerStore partners, ProjectStore store)
{
    /// <exception cref="Refusal">Something in the request has a fault; all of them are named.</exception>
    public async Task<OverlapFilter> ReadAsync(OverlapFilterRequest request, CancellationToken ct)
    {
        var directory = await partners.DirectoryAsync(ct);
        List<Fault> faults = [.. request.Faults];
        var filter = await projects.ReadAsync(request, directory, faults, ct);
        (string, string)? between = null;
        if (request.Between is [var one, var other])
            between = (await projects.KeyAsync("between", one, directory, faults, ct), await projects.KeyAsync("between", other, directory, faults, ct));

        if (request.Project is { } id && await store.FindAsync(id, ct) is not { WithdrawnAt: null })
            faults.Add(new("project", $"There is no project {id} in the register.", ErrorCodes.UnknownProject));
        faults.RefuseAny();

        return new()
        {
            Countries = filter.Countries,
            RouteCountries = filter.RouteCountries,
            Pillars = filter.Pillars,
            ActiveFrom = filter.ActiveFrom,
            ActiveTo = filter.ActiveTo,
            Either = new()
            {
                Donors = filter.Donors,
                Implementers = filter.Implementers,
                Partners = filter.Partners,
                Owners = filter.Owners,
                Statuses = filter.Statuses,
                ActivityTypes = filter.ActivityTypes,
                Words = filter.Words,
                UpdatedSince = filter.UpdatedSince,
            },
            Project = request.Project,
            Between = between,
        };
    }
}
