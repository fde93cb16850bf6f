using Adam.Api.Errors;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Domain.Keys;

namespace Adam.Api.Imports;

/// <summary>Finds the partner whose mappings a request is about.</summary>
internal sealed class MappingPartner(PartnerStore partners)
{
    /// <summary>Returns the code of the named partner; that of the caller if none is named.</summary>
    /// <exception cref="ProblemException">
    /// There is no such partner, or it is another one than the caller's, who is no admin.
    /// </exception>
    public async Task<string> SelectAsync(string? named, Caller caller, CancellationToken ct)
    {
        if (named is null)
            return caller.Partner;

        var partner = PartnerCodes.Canonical(named);
        if ((await partners.DirectoryAsync(ct)).UnknownError(partner, "partner") is { } unknown)
            throw ProblemException.ForErrors(unknown);
        if (partner != caller.Partner && caller.Role != Role.Admin)
            throw new ProblemException(
                ErrorCodes.OthersMapping,
                $"The mappings of this key are those of {caller.Partner}, not of {partner}. Leave partner out, or ask "
                    + "an admin."
            );
        return partner;
    }
}
