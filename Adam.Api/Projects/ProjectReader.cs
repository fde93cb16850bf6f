using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Api.Projects;

/// <summary>A validated project: its owner, its draft and every error.</summary>
/// <param name="Draft">
/// Complete if <paramref name="Errors"/> is empty; otherwise only members without an error mean anything.
/// </param>
internal sealed record ValidatedProject(string Owner, ProjectDraft Draft, IReadOnlyList<ValidationError> Errors)
{
    internal static readonly string[] DecideOverlaps =
    [
        "pillars",
        "countries",
        "donors",
        "status",
        "plannedStart",
        "plannedEnd",
        "actualStart",
        "actualEnd",
        "owner",
        JsonBody.Name,
    ];

    /// <summary>Returns true if every member that decides overlaps is there and has no error.</summary>
    public bool HasActivity => AreValid(DecideOverlaps);

    /// <summary>Returns true if neither these members nor anything in them has an error.</summary>
    public bool AreValid(params string[] members) =>
        !Errors.Any(error =>
            members.Any(member => error.Name == member || error.Name.StartsWith(member + "[", StringComparison.Ordinal))
        );
}

/// <summary>Reads projects from request bodies, with every error at once.</summary>
internal sealed class ProjectReader(PartnerStore partners)
{
    /// <param name="errors">The errors that reading the form of the request has found.</param>
    /// <param name="current">The project that is to be changed; null for a new one.</param>
    /// <exception cref="ProblemException">The caller may not write for the owner that the body names.</exception>
    public async Task<ValidatedProject> ReadAsync(
        ProjectBody body,
        IEnumerable<ValidationError> errors,
        Caller caller,
        Project? current,
        CancellationToken ct
    )
    {
        var directory = await partners.DirectoryAsync(ct);
        List<ValidationError> all = [.. errors];
        var draft = ProjectValidation.Validate(body.ToInput(), all, directory);
        var owner = Owner(body, caller, current, directory, all);
        var project = new ValidatedProject(owner, draft, all);
        all.AddRange(Computed(body, project, current).Where(error => !all.HasErrorFor(error.Name)).ToList());
        return project;
    }

    private static string Owner(
        ProjectBody body,
        Caller caller,
        Project? current,
        PartnerDirectory directory,
        List<ValidationError> errors
    )
    {
        var own = current?.Owner ?? caller.Partner;
        if (string.IsNullOrWhiteSpace(body.Owner))
            return own;

        if (directory.Resolve(body.Owner) is not { } named)
        {
            if (!errors.HasErrorFor("owner"))
                errors.Add(UnknownOwner(body.Owner, own));
            return own;
        }

        if (named != own && caller.Role != Role.Admin)
            throw new ProblemException(
                ErrorCodes.NotYourProject,
                $"The owner of what this key writes is {own}, not {named}. Leave owner out, or ask {named} or an admin."
            );
        return named;
    }

    /// <summary>Returns the error of an owner that is no partner.</summary>
    /// <param name="own">The owner if none is named.</param>
    public static ValidationError UnknownOwner(string owner, string own) =>
        new(
            "owner",
            $"{ValidationError.Quote(owner)} is no partner. Leave owner out: it is {own}.",
            ErrorCodes.UnknownCode
        );

    /// <summary>Returns an error for each computed member that states another value than the register's.</summary>
    private static IEnumerable<ValidationError> Computed(ProjectBody body, ValidatedProject project, Project? current)
    {
        foreach (var (name, source) in ComputedMembers.Differences(body, project))
            yield return Wrong(name, source);
        if (body.Id is { } id && id != current?.Id)
            yield return Wrong("id", "is given by the register");
        if (body.Version is { } version && version != current?.Version)
            yield return Wrong("version", "is counted by the register");
        if (body.CreatedAt is { } created && created != current?.CreatedAt)
            yield return Wrong("createdAt", "is stamped by the register");
        if (body.UpdatedAt is { } updated && updated != current?.UpdatedAt)
            yield return Wrong("updatedAt", "is stamped by the register");
        if (body.UpdatedBy is { } by && by != current?.UpdatedBy)
            yield return Wrong("updatedBy", "is stamped by the register");

        static ValidationError Wrong(string name, string why) =>
            new(name, $"{name} {why}, and this is another value. Leave it out.", ErrorCodes.ComputedMember);
    }
}
