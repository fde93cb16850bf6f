using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats;

/// <summary>Finds the partner that owns a record.</summary>
internal static class RecordOwner
{
    /// <summary>
    /// Returns the owner that the record names, otherwise the default owner of the import; null with an error.
    /// </summary>
    /// <param name="named">The owner as the record states it; null or empty if it states none.</param>
    /// <param name="noun">The noun for the record in the message: <c>line</c>.</param>
    public static string? Find(string? named, ImportContext context, string noun, Action<ErrorCode, string> addError)
    {
        if (!string.IsNullOrWhiteSpace(named))
        {
            if (context.Partners.Resolve(named) is { } partner)
                return partner;

            // An agency is refused and not taken for its partner: two agencies of a State may use the same reference.
            var meant = ValidationError.PartnerMeant(named, context.Partners);
            List<string> sentences = [$"{ValidationError.Quote(named)} is no partner."];
            if (meant is not null)
                sentences.Add(meant);
            if (context.Partners.Find(named) is null)
                sentences.Add($"{(meant is null ? "An" : "Otherwise an")} admin adds it with POST /v1/partners.");
            addError(ErrorCodes.UnknownCode, string.Join(' ', sentences));
            return null;
        }

        // The command line has no partner of its own.
        if ((context.Options.Owner ?? context.Caller.Partner) is { Length: > 0 } standIn)
            return standIn;

        addError(ErrorCodes.NoOwner, $"The {noun} names no owner. Name one, or import the file with owner=.");
        return null;
    }
}
